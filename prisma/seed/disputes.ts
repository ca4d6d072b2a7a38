import { addDays, instantAtOrAfter } from "@/lib/domain/dates";
import { type DiagnosticAnswer, readAnswer } from "@/lib/domain/diagnostic";
import type { FieldValue, Side } from "@/lib/domain/disputes";
import { audit } from "@/lib/services/audit";
import type { IngestOptions } from "@/lib/services/ingest";
import { prismaTx } from "@/lib/services/sql";
import type { Prisma, PrismaClient } from "@/prisma/generated/client";
import { DEMO_DEFINITION } from "./agreement";
import { type DemoArgument, demoArguments } from "./arguments";
import type { Scene } from "./scene";
import { signedOn } from "./signed";
import type { DemoRole } from "./users";

/** What the two said before there was an agreement: they differ in three of the eight fields. */
const ANSWERS: Readonly<Record<Side, DiagnosticAnswer>> = {
  cro: {
    sentence: "A director who owns the forecast, at a company that already runs a CRM and asked us for a demo.",
    firmographic: "More than 50 employees and over 10 million in revenue",
    industries: "Software, IT services and healthtech",
    tech_stack: "Salesforce or HubSpot",
    behaviour: "Asked for a demo. Reading the pricing page is not buying.",
    titles: "Director, VP or Head of RevOps, Sales or Finance",
    geography: "United States and United Kingdom, where we have people who can close",
    disqualifiers: "Students, competitors, customers, and anybody we are already talking to",
    time_decay: "30 days without a sign and I do not want it in the queue",
  },
  cmo: {
    sentence: "A company that fits, with somebody senior who came back more than once and knows what a forecast costs.",
    firmographic: "more than 50 employees, and over 10 million in revenue",
    industries: "Software, IT services, and healthtech",
    tech_stack: "Salesforce or HubSpot.",
    behaviour: "Asked for a demo, came back to pricing twice, or spent five minutes in the docs",
    titles: "Director, VP, or Head of RevOps, Sales or Finance",
    geography: "United States, United Kingdom, DACH and ANZ: demand there costs half",
    disqualifiers: "students, competitors, customers, and anybody we are already talking to",
    time_decay: "90 days; enterprise takes a quarter to answer",
  },
};

const POSITIONS: Readonly<Record<Side, { value: FieldValue; reason: string }>> = {
  cro: {
    value: { countries: ["US", "GB"] },
    reason:
      "We have nobody who sells in German or on Sydney time. Leads from there sit in the queue until they are cold.",
  },
  cmo: {
    value: DEMO_DEFINITION.geography,
    reason: "A pipeline dollar from DACH costs half of one from the US, and two of our last five references are there.",
  },
};

const PICK =
  "Two of the next six BDR seats go to Munich and Sydney, so that somebody is awake for these leads. We do not give up demand that is half the price.";

type Tx = Prisma.TransactionClient;
type People = ReadonlyMap<string, bigint>;

async function peopleByRole(tx: Tx): Promise<People> {
  const users = await tx.user.findMany({
    where: { active: true },
    orderBy: { id: "desc" },
    select: { id: true, role: true },
  });
  return new Map(users.map(({ id, role }) => [role, id]));
}

function idOf(people: People, role: DemoRole): bigint {
  const id = people.get(role);
  if (id === undefined) throw new Error(`Nobody in the sample company is ${role}.`);
  return id;
}

/** A round that closed ten days before the agreement was signed, and the version that was written from it. */
async function addRound(tx: Tx, people: People, version: number, at: (days: number, minute: number) => Date) {
  const [cro, cmo] = [idOf(people, "cro"), idOf(people, "cmo")];
  const { id } = await tx.diagnosticRound.create({
    data: { croId: cro, cmoId: cmo, openedById: idOf(people, "vp_revops"), openedAt: at(-13, 552) },
    select: { id: true },
  });
  for (const [userId, said] of [
    [cro, ANSWERS.cro],
    [cmo, ANSWERS.cmo],
  ] as const) {
    const result = readAnswer(said);
    if (!result.ok) throw new Error(`An answer of the sample company is wrong: ${result.errors[0]?.message}`);
    const { tech_stack: techStack, time_decay: timeDecay, ...texts } = result.answer;
    // The database takes an answer from its author alone (policy diagnostic_answers_give).
    await tx.$queryRaw`SELECT set_config('accord.reader', ${String(userId)}, true)`;
    await tx.diagnosticAnswer.createMany({ data: [{ roundId: id, userId, techStack, timeDecay, ...texts }] });
  }
  const answered = { cmoAnsweredAt: at(-12, 645), croAnsweredAt: at(-10, 1017), revealedAt: at(-10, 1017) };
  await tx.diagnosticRound.update({ where: { id }, data: answered });
  await tx.diagnosticRound.update({ where: { id }, data: { draftVersion: version } });
}

/** A dispute about geography that the CEO ended three days before. */
async function addDispute(tx: Tx, people: People, version: number, at: (days: number, minute: number) => Date) {
  const { id } = await tx.dispute.create({
    data: { field: "geography", raisedBy: "cro", openedAt: at(-9, 584) },
    select: { id: true },
  });
  const stated = { cro: at(-9, 584), cmo: at(-8, 873) };
  for (const side of ["cro", "cmo"] as const) {
    const value: Prisma.InputJsonValue = JSON.parse(JSON.stringify(POSITIONS[side].value));
    const { reason } = POSITIONS[side];
    const data = { disputeId: id, side, userId: idOf(people, side), value, reason, statedAt: stated[side] };
    await tx.disputePosition.create({ data });
  }
  const resolvedById = idOf(people, "ceo");
  const data = {
    resolvedAt: at(-3, 1002),
    resolvedById,
    picked: "cmo",
    reason: PICK,
    agreementVersion: version,
  } as const;
  await tx.dispute.update({ where: { id }, data });
}

async function addArguments(tx: Tx, people: People, logged: readonly DemoArgument[]): Promise<void> {
  await tx.argument.createMany({
    data: logged.map(({ by, at, kind, text, source, segment }) => ({
      kind,
      text,
      sourceCode: source,
      segmentCode: segment,
      loggedById: idOf(people, by),
      loggedAt: at,
    })),
  });
}

/**
 * How the sample company came to its agreement, and what it argued about since: a diagnostic that found three differences, the
 * CEO's pick about geography, and arguments of the last weeks (product.md C9, C10, C11). As the app's role, past every guard.
 */
export async function loadDemoDisputes(
  prisma: PrismaClient,
  scene: Scene,
  actor: IngestOptions["actor"],
): Promise<void> {
  const day = signedOn(scene);
  const at = (days: number, minute: number) => instantAtOrAfter(addDays(day, days), minute, scene.calendar.zone);
  const logged = demoArguments(scene);
  await prisma.$transaction(async (tx) => {
    const people = await peopleByRole(tx);
    const { version } = await tx.agreement.findFirstOrThrow({
      where: { status: { in: ["provisional", "in_force"] } },
      select: { version: true },
    });
    await addRound(tx, people, version, at);
    await addDispute(tx, people, version, at);
    await addArguments(tx, people, logged);
    const after = { diagnostic_rounds: 1, disputes: 1, arguments: logged.length };
    await audit(prismaTx(tx), { actor, action: "demo.disputes", object: "organisation:1", after });
  });
}
