import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { decide } from "@/lib/services/decisions";
import { qualify } from "@/lib/services/qualification";
import { cycleState, eventsOf, handedOver, signedIn, THURSDAY } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
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
  await expect(qualify(actor, input)).rejects.toMatchObject({ code });
  expect(await tableDigests(pool)).toEqual(before);
  expect((await prisma.denial.count()) - denied).toBe(code === "FORBIDDEN" ? 1 : 0);
}

describe("SAL to SQL", () => {
  test("with a discovery call and an open opportunity of the company, which becomes the lead's own", async () => {
    const { pool, prisma } = database();
    const { cycleId, opportunityId } = await accepted();
    expect(await qualify(ae, { cycleId, opportunityId, discoveryCall: true })).toMatchObject({ stage: "sql" });
    expect((await eventsOf(pool, cycleId)).at(-1)).toMatch(/^sal>sql move/);
    expect(await prisma.opportunity.findUniqueOrThrow({ where: { id: opportunityId } })).toMatchObject({
      originCycleId: cycleId,
      ownerSource: "webinar",
    });
  });

  test("goes on to pipeline at once when the opportunity is there already", async () => {
    const { cycleId, opportunityId, external_id } = await accepted();
    expect(await stages(external_id, "Discovery", "Proposal")).toEqual([]);
    expect(await qualify(ae, { cycleId, opportunityId, discoveryCall: true })).toMatchObject({ stage: "pipeline" });
    expect((await eventsOf(database().pool, cycleId)).slice(-2)).toEqual([
      expect.stringMatching(/^sal>sql/),
      expect.stringMatching(/^sql>pipeline/),
    ]);
  });

  test("enters pipeline once: 3, 2, 3 counts once", async () => {
    const { pool, prisma } = database();
    const { cycleId, opportunityId, external_id } = await accepted();
    await qualify(ae, { cycleId, opportunityId, discoveryCall: true });
    await stages(external_id, "Proposal", "Qualification", "Proposal");
    expect(await cycleState(pool, cycleId)).toMatchObject({ stage: "pipeline" });
    expect((await eventsOf(pool, cycleId)).filter((line) => line.startsWith("sql>pipeline"))).toHaveLength(1);
    const { pipelineOn } = await prisma.opportunity.findUniqueOrThrow({ where: { id: opportunityId } });
    expect(pipelineOn).toEqual(new Date("2027-07-10"));
  });

  test("a stage without a translation moves nothing and is listed", async () => {
    const { cycleId, opportunityId, external_id } = await accepted();
    await qualify(ae, { cycleId, opportunityId, discoveryCall: true });
    expect(await stages(external_id, "Contract dance")).toMatchObject([{ code: "STAGE_UNMAPPED" }]);
    expect(await cycleState(database().pool, cycleId)).toMatchObject({ stage: "sql" });
  });
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
    await qualify(ae, { cycleId, opportunityId, discoveryCall: true });
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
