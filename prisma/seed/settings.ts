import { addDays, type IsoDate, startOfDay } from "@/lib/domain/dates";
import { REASONS } from "@/lib/domain/reasons";
import { audit } from "@/lib/services/audit";
import type { IngestOptions } from "@/lib/services/ingest";
import { prismaTx } from "@/lib/services/sql";
import type { Prisma, PrismaClient } from "@/prisma/generated/client";
import { DEMO_DEFINITION } from "./agreement";
import { holidaysAround, ORGANISATION } from "./organisation";
import { REASON_OWNERS, USERS } from "./users";

/** The first agreement, which `seedDefaults` made. */
const AGREEMENT = 1;

/** A `date` column as Prisma takes it. */
const dateColumn = (day: IsoDate): Date => new Date(`${day}T00:00:00Z`);

async function addPeople(tx: Prisma.TransactionClient, since: Date): Promise<void> {
  await tx.user.createMany({ data: [...USERS] });
  const select = { id: true, role: true } as const;
  const people = await tx.user.findMany({ where: { active: true }, orderBy: { id: "asc" }, select });
  const owners = REASONS.map((reason) => {
    const owner = people.find((person) => person.role === REASON_OWNERS[reason]);
    if (!owner) throw new Error(`Nobody in the sample company is ${REASON_OWNERS[reason]}.`);
    return { reason, userId: owner.id, since };
  });
  await tx.reasonOwner.createMany({ data: owners });
}

/**
 * Makes an empty database with default settings that of the sample company: organisation, holidays, people, owners of the
 * reasons, and its lead definition. Records take their due times and segments from these, so they come first.
 */
export async function applyDemoSettings(
  prisma: PrismaClient,
  asOf: IsoDate,
  actor: IngestOptions["actor"],
): Promise<void> {
  const holidays = holidaysAround(asOf);
  const { workingDays, ...organisation } = ORGANISATION;
  const since = startOfDay(addDays(asOf, -364), ORGANISATION.timeZone);
  await prisma.$transaction(async (tx) => {
    await tx.organisation.update({ where: { id: 1 }, data: { ...organisation, workingDays: [...workingDays] } });
    await tx.holiday.createMany({ data: holidays.map(({ day, name }) => ({ day: dateColumn(day), name })) });
    await addPeople(tx, since);
    const definition: Prisma.InputJsonValue = JSON.parse(JSON.stringify(DEMO_DEFINITION));
    await tx.agreement.update({ where: { version: AGREEMENT }, data: { definition } });
    const after = { ...ORGANISATION, holidays: holidays.length, people: USERS.length, definition };
    await audit(prismaTx(tx), {
      actor,
      action: "demo.settings",
      object: "organisation:1",
      after,
      agreementVersion: AGREEMENT,
    });
  });
}
