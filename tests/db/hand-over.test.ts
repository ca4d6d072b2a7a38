import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { DEFINITION_FIELDS } from "@/lib/domain/definition";
import { decide } from "@/lib/services/decisions";
import { handOver } from "@/lib/services/leads";
import type { JsonRecord } from "@/lib/services/parse/records";
import { cycleOf, cycleState, eventsOf, signedIn, THURSDAY } from "@/tests/support/cycles";
import { fittingLead } from "@/tests/support/fitting-lead";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
let marketing: Person;
let partnerManager: Person;
let bdr: Person;

beforeAll(async () => {
  const { pool } = database();
  marketing = await signedIn(pool, "head_demand_gen");
  partnerManager = await signedIn(pool, "partner_manager");
  bdr = await signedIn(pool, "bdr");
});

const lead = (change: JsonRecord = {}) => fittingLead(database().pool, change);

async function expectRefused(actor: Person, id: bigint, refusal: { code: string; details?: object }): Promise<void> {
  const { pool, prisma } = database();
  const [before, denied] = [await tableDigests(pool), await prisma.denial.count()];
  await expect(handOver(actor, id, THURSDAY)).rejects.toMatchObject(refusal);
  expect(await tableDigests(pool)).toEqual(before);
  expect((await prisma.denial.count()) - denied).toBe(refusal.code === "FORBIDDEN" ? 1 : 0);
}

describe("a hand-over", () => {
  test("makes an MQL of a score above the line and eight fields that pass, and keeps the eight verdicts", async () => {
    const { pool, prisma } = database();
    const id = await lead({ assigned_to: bdr.email });
    const { cycleId, stage } = await handOver(marketing, id, THURSDAY);
    expect(stage).toBe("mql");
    const cycle = await cycleState(pool, BigInt(cycleId));
    expect(cycle).toMatchObject({ stage: "mql", assignedId: bdr.id });
    expect(cycle.trace).toMatchObject({
      passed: true,
      score: "above",
      fields: DEFINITION_FIELDS.map(({ field, label }) => ({ field, label, passed: true, words: expect.any(String) })),
    });
    expect(await eventsOf(pool, BigInt(cycleId))).toEqual([`lead>mql move by ${marketing.id}`]);
    const [counter] = await prisma.acceptanceDay.findMany({
      where: { source: "webinar", day: new Date("2027-07-01") },
    });
    expect(counter).toMatchObject({ handedOver: 1, accepted: 0, lane: "standard", segment: "MM" });
  });

  test("happens once: the first verdict stays", async () => {
    const id = await lead();
    await handOver(marketing, id, THURSDAY);
    await expectRefused(marketing, id, { code: "TOO_SOON" });
  });

  test("of two at once writes one cycle, and tells the other that it came too late", async () => {
    const { pool, prisma } = database();
    const id = await lead();
    const holder = await pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT FROM leads WHERE id = $1 FOR UPDATE", [id]);
    const both = Promise.allSettled([handOver(marketing, id, THURSDAY), handOver(marketing, id, THURSDAY)]);
    // Both stand before the lead before either may have it. The owner sees what the app's role may not.
    await withClient(database().url, (owner) =>
      vi.waitFor(async () => {
        const { rows } = await owner.query<{ waiting: number }>(
          "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        expect(rows).toEqual([{ waiting: 2 }]);
      }, 10_000),
    );
    await holder.query("COMMIT");
    holder.release();
    const results = await both;
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "TOO_SOON" } });
    expect(await prisma.cycle.count({ where: { leadId: id } })).toBe(1);
  });

  test("leaves a lead that a BDR sourced to the others, as the import of it said before", async () => {
    const id = await lead({ source: "outbound_bdr", sourced_by: bdr.email });
    const { cycleId } = await handOver(marketing, id, THURSDAY);
    const accept = { cycleId: BigInt(cycleId), touch: "call", verdict: "accept" } as const;
    await expect(decide(bdr, accept, THURSDAY)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await decide(await signedIn(database().pool, "bdr", "other"), accept, THURSDAY);
  });
});

describe("refused, with no table changed but the denial log", () => {
  test("without a score", async () => expectRefused(marketing, await lead({ score: null }), { code: "SCORE_MISSING" }));

  test("at the line: a score of X is not above X", async () =>
    expectRefused(marketing, await lead({ score: 70 }), {
      code: "ICP_FAILED",
      details: { failed: ["Score above the line"] },
    }));

  test("just above the line it is an MQL", async () => {
    await handOver(marketing, await lead({ score: "70.001" }), THURSDAY);
  });

  test("above the line without fit, and the refusal lists every field that failed", async () => {
    const id = await lead({ score: 99, employees: 50, country: "FR", title: "Intern" });
    await expectRefused(marketing, id, {
      code: "ICP_FAILED",
      details: { failed: ["Firmographic floor", "Job-title pattern", "Geography"] },
    });
  });

  test.each(["bdr", "ae", "cro", "head_sdr", "ceo", "admin"] as const)("by a %s", async (role) => {
    const actor = role === "bdr" ? bdr : await signedIn(database().pool, role);
    await expectRefused(actor, await lead(), { code: "FORBIDDEN" });
  });

  test("of a standard lead by the partner manager", async () =>
    expectRefused(partnerManager, await lead(), { code: "FORBIDDEN" }));

  test("of a lead that does not exist", () => expectRefused(marketing, 999_999_999n, { code: "NOT_FOUND" }));
});

describe("the partner lane", () => {
  test("refers without scoring, as a source and lane of its own, in no MQL count", async () => {
    const { pool, prisma } = database();
    const id = await lead({ source: "partner_referral", score: null, employees: 3, country: "FR" });
    const { stage, evaluation, cycleId } = await handOver(partnerManager, id, THURSDAY);
    expect({ stage, evaluation }).toEqual({ stage: "referred", evaluation: null });
    expect(await cycleState(pool, BigInt(cycleId))).toMatchObject({ stage: "referred", trace: null });
    expect(await prisma.cycle.findUniqueOrThrow({ where: { id: BigInt(cycleId) } })).toMatchObject({
      lane: "partner",
      sourceCode: "partner_referral",
    });
    const days = await prisma.acceptanceDay.findMany({ where: { lane: "partner" } });
    expect(days).toMatchObject([{ source: "partner_referral", handedOver: 1 }]);
  });

  test("counts a lead of another source that came through a partner as a partner referral", async () => {
    const id = await lead({ source: "webinar", lane: "partner", score: null });
    await handOver(partnerManager, id, THURSDAY);
    const { externalId } = await database().prisma.lead.findUniqueOrThrow({ where: { id } });
    const cycle = await cycleOf(database().pool, externalId);
    expect(await database().prisma.cycle.findUniqueOrThrow({ where: { id: cycle } })).toMatchObject({
      sourceCode: "partner_referral",
    });
  });
});

test("afterwards everything adds up", async () => {
  expect(await differences(database())).toEqual([]);
});
