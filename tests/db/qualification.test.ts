import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import { qualify } from "@/lib/services/qualification";
import { cycleState, eventsOf, handedOver, minutesAfter, signedIn, THURSDAY } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const QUALIFIED = new Date("2027-07-12T15:00:00Z");
let ae: Person;
let bdr: Person;

beforeAll(async () => {
  const { pool } = database();
  ae = await signedIn(pool, "ae");
  bdr = await signedIn(pool, "bdr");
});

let made = 0;

/** An accepted lead of a company of its own, and the id of an opportunity of that company. */
async function accepted(opportunity: Record<string, string> = {}) {
  made += 1;
  const [company, external_id, leadId] = [`Qualified ${made}`, `opp-${made}`, `sal-${made}`];
  const [cycleId = 0n] = await handedOver(database().pool, { company, external_id: leadId });
  await decide(bdr, { cycleId, verdict: "accept", touch: "call" }, THURSDAY);
  const record = {
    external_id,
    account: company,
    created_at: "2027-07-02",
    stage: "Discovery",
    currency: "USD",
    amount: "40000.00",
  };
  const refused = await ingest(database().pool, { opportunities: [{ ...record, ...opportunity }] });
  expect(refused).toEqual([]);
  return { cycleId, opportunityId: await idOf(external_id), external_id, company, leadId };
}

async function idOf(externalId: string): Promise<bigint> {
  return (await database().prisma.opportunity.findFirstOrThrow({ where: { externalId } })).id;
}

const stages = (externalId: string, ...names: string[]) =>
  ingest(database().pool, {
    stage_history: names.map((stage, day) => ({
      opportunity_external_id: externalId,
      stage,
      entered_at: `2027-07-${String(10 + day).padStart(2, "0")}`,
      amount: "40000.00",
      currency: "USD",
    })),
  });

type Input = Parameters<typeof qualify>[1];

async function expectRefused(actor: Person, input: Input, code: string): Promise<void> {
  const { pool, prisma } = database();
  const [before, denied] = [await tableDigests(pool), await prisma.denial.count()];
  await expect(qualify(actor, input, QUALIFIED)).rejects.toMatchObject({ code });
  expect(await tableDigests(pool)).toEqual(before);
  expect((await prisma.denial.count()) - denied).toBe(code === "FORBIDDEN" ? 1 : 0);
}

describe("SAL to SQL", () => {
  test("with a discovery call and an open opportunity of the company, which becomes the lead's own", async () => {
    const { pool, prisma } = database();
    const { cycleId, opportunityId } = await accepted();
    expect(await qualify(ae, { cycleId, opportunityId, discoveryCall: true }, QUALIFIED)).toMatchObject({
      stage: "sql",
    });
    expect((await eventsOf(pool, cycleId)).at(-1)).toBe(`sal>sql move by ${ae.id}`);
    const moved = await prisma.lifecycleEvent.findFirstOrThrow({ where: { cycleId, toStage: "sql" } });
    expect(moved.at).toEqual(QUALIFIED);
    expect(await prisma.opportunity.findUniqueOrThrow({ where: { id: opportunityId } })).toMatchObject({
      originCycleId: cycleId,
      ownerSource: "webinar",
    });
  });

  test("goes on to pipeline at once when the opportunity is there already", async () => {
    const { cycleId, opportunityId, external_id } = await accepted();
    expect(await stages(external_id, "Discovery", "Proposal")).toEqual([]);
    expect(await qualify(ae, { cycleId, opportunityId, discoveryCall: true }, QUALIFIED)).toMatchObject({
      stage: "pipeline",
    });
    expect((await eventsOf(database().pool, cycleId)).slice(-2)).toEqual([
      `sal>sql move by ${ae.id}`,
      `sql>pipeline move by ${ae.id}`,
    ]);
    const moves = await database().prisma.lifecycleEvent.findMany({
      where: { cycleId },
      orderBy: { id: "desc" },
      take: 2,
    });
    expect(moves.map(({ at }) => at)).toEqual([QUALIFIED, QUALIFIED]);
  });

  test("enters pipeline once: 3, 2, 3 counts once", async () => {
    const { pool, prisma } = database();
    const { cycleId, opportunityId, external_id } = await accepted();
    await qualify(ae, { cycleId, opportunityId, discoveryCall: true }, QUALIFIED);
    await stages(external_id, "Proposal", "Qualification", "Proposal");
    expect(await cycleState(pool, cycleId)).toMatchObject({ stage: "pipeline" });
    expect((await eventsOf(pool, cycleId)).filter((line) => line.startsWith("sql>pipeline"))).toHaveLength(1);
    const { pipelineOn } = await prisma.opportunity.findUniqueOrThrow({ where: { id: opportunityId } });
    expect(pipelineOn).toEqual(new Date("2027-07-10"));
  });

  test("a stage without a translation moves nothing and is listed", async () => {
    const { cycleId, opportunityId, external_id } = await accepted();
    await qualify(ae, { cycleId, opportunityId, discoveryCall: true }, QUALIFIED);
    expect(await stages(external_id, "Contract dance")).toMatchObject([{ code: "STAGE_UNMAPPED" }]);
    expect(await cycleState(database().pool, cycleId)).toMatchObject({ stage: "sql" });
  });
});

describe("a lead that owns an opportunity before it is accepted", () => {
  const lead = () => {
    made += 1;
    return { external_id: `owner-${made}`, company: `Owner ${made}` };
  };
  const own = (external_id: string, stage: string) => ({
    external_id: `of-${external_id}`,
    lead_external_id: external_id,
    created_at: "2027-06-30",
    stage,
    amount: "40000.00",
  });

  test.each(["Discovery", "Proposal"])(
    "at %s: accepted here it is SAL until the discovery call, and can be undone",
    async (stage) => {
      const { pool } = database();
      const one = lead();
      const [cycleId = 0n] = await handedOver(pool, one);
      expect(await ingest(pool, { opportunities: [own(one.external_id, stage)] })).toEqual([]);
      await decide(bdr, { cycleId, verdict: "accept", touch: "call" }, THURSDAY);
      expect(await cycleState(pool, cycleId)).toMatchObject({ stage: "sal" });
      // The CRM's next word on the opportunity is no discovery call either.
      await ingest(pool, { opportunities: [{ ...own(one.external_id, stage), amount: "41000.00" }] });
      expect(await cycleState(pool, cycleId)).toMatchObject({ stage: "sal" });
      await undo(bdr, cycleId, minutesAfter(THURSDAY, 1));
      expect(await cycleState(pool, cycleId)).toMatchObject({ stage: "mql" });
      await decide(bdr, { cycleId, verdict: "accept", touch: "call" }, minutesAfter(THURSDAY, 2));
      const opportunityId = await idOf(`of-${one.external_id}`);
      const expected = stage === "Proposal" ? "pipeline" : "sql";
      expect(await qualify(ae, { cycleId, opportunityId, discoveryCall: true }, QUALIFIED)).toMatchObject({
        stage: expected,
      });
    },
  );

  test("accepted by the CRM it is what the CRM says", async () => {
    const { pool } = database();
    const one = lead();
    const [cycleId = 0n] = await handedOver(pool, one);
    await ingest(pool, { opportunities: [own(one.external_id, "Discovery")] });
    const accept = { lead_external_id: one.external_id, verdict: "accept", decided_at: THURSDAY.toISOString() };
    expect(await ingest(pool, { decisions: [accept] })).toEqual([]);
    expect(await cycleState(pool, cycleId)).toMatchObject({ stage: "sql" });
  });
});

test("two AEs who link one free opportunity to two leads: exactly one wins", async () => {
  const { pool, prisma } = database();
  const other = await signedIn(pool, "ae", "other");
  for (let round = 0; round < 10; round += 1) {
    const first = await accepted();
    const twin = { company: first.company, external_id: `twin-${round}` };
    const [second = 0n] = await handedOver(pool, twin);
    await decide(bdr, { cycleId: second, verdict: "accept", touch: "call" }, THURSDAY);
    const asked = { opportunityId: first.opportunityId, discoveryCall: true };
    const results = await Promise.allSettled([
      qualify(ae, { ...asked, cycleId: first.cycleId }, QUALIFIED),
      qualify(other, { ...asked, cycleId: second }, QUALIFIED),
    ]);
    const won = results.findIndex(({ status }) => status === "fulfilled");
    expect(results[1 - won]).toMatchObject({ status: "rejected", reason: { code: "OPPORTUNITY_REQUIRED" } });
    const [winner, loser] = won === 0 ? [first.cycleId, second] : [second, first.cycleId];
    expect(await cycleState(pool, winner)).toMatchObject({ stage: "sql" });
    expect(await cycleState(pool, loser)).toMatchObject({ stage: "sal" });
    const { originCycleId } = await prisma.opportunity.findUniqueOrThrow({ where: { id: first.opportunityId } });
    expect(originCycleId).toBe(winner);
  }
});

describe("refused, with no table changed but the denial log", () => {
  test("without an opportunity", async () => {
    const { cycleId } = await accepted();
    await expectRefused(ae, { cycleId, opportunityId: null, discoveryCall: true }, "OPPORTUNITY_REQUIRED");
    await expectRefused(ae, { cycleId, opportunityId: 999_999_999n, discoveryCall: true }, "OPPORTUNITY_REQUIRED");
  });

  test("without a discovery call", async () => {
    const { cycleId, opportunityId } = await accepted();
    await expectRefused(ae, { cycleId, opportunityId, discoveryCall: false }, "DISCOVERY_CALL_REQUIRED");
  });

  test("with another company's opportunity, or one of another lead", async () => {
    const [first, second] = [await accepted(), await accepted()];
    const { cycleId } = first;
    await expectRefused(
      ae,
      { cycleId, opportunityId: second.opportunityId, discoveryCall: true },
      "OPPORTUNITY_REQUIRED",
    );
    const [account, lead_external_id] = [first.company, second.leadId];
    const taken = await accepted({ account, lead_external_id });
    await expectRefused(
      ae,
      { cycleId, opportunityId: taken.opportunityId, discoveryCall: true },
      "OPPORTUNITY_REQUIRED",
    );
  });

  test.each([
    ["won", "2027-07-03"],
    ["lost", "2027-07-03"],
  ])("with an opportunity that is %s", async (outcome, closed_at) => {
    const { cycleId, opportunityId } = await accepted({ outcome, closed_at });
    await expectRefused(ae, { cycleId, opportunityId, discoveryCall: true }, "OPPORTUNITY_REQUIRED");
  });

  test("of a lead that nobody accepted, or that was moved before", async () => {
    const [open = 0n] = await handedOver(database().pool, {});
    await expectRefused(ae, { cycleId: open, opportunityId: 1n, discoveryCall: true }, "ILLEGAL_TRANSITION");
    const { cycleId, opportunityId } = await accepted();
    await qualify(ae, { cycleId, opportunityId, discoveryCall: true }, QUALIFIED);
    await expectRefused(ae, { cycleId, opportunityId, discoveryCall: true }, "ILLEGAL_TRANSITION");
  });

  test.each(["bdr", "cro", "head_sdr", "vp_revops", "partner_manager"] as const)("by a %s", async (role) => {
    const { cycleId, opportunityId } = await accepted();
    const actor = role === "bdr" ? bdr : await signedIn(database().pool, role);
    await expectRefused(actor, { cycleId, opportunityId, discoveryCall: true }, "FORBIDDEN");
  });
});

test("afterwards everything adds up", async () => {
  expect(await differences(database())).toEqual([]);
});
