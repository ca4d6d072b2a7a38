import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { drillCycles } from "@/lib/data/drill";
import { readLeadPage } from "@/lib/data/lead-page";
import { fetchLiveDocument } from "@/lib/data/metrics-document";
import { expireCycles } from "@/lib/jobs/expiry";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import { handOver } from "@/lib/services/leads";
import type { JsonRecord } from "@/lib/services/parse/records";
import { recycle } from "@/lib/services/recycling";
import { mapSource } from "@/lib/services/source-mappings";
import { cycleState, eventsOf, signedIn, THURSDAY } from "@/tests/support/cycles";
import { fittingLead } from "@/tests/support/fitting-lead";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { DAY_29, DAY_30, externalIdOf, rejectedLead, touched } from "@/tests/support/recycling";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
let marketing: Person;
let revops: Person;
let partnerManager: Person;
let bdr: Person;

beforeAll(async () => {
  const { pool } = database();
  marketing = await signedIn(pool, "head_demand_gen");
  revops = await signedIn(pool, "vp_revops");
  partnerManager = await signedIn(pool, "partner_manager");
  bdr = await signedIn(pool, "bdr");
});

const rejected = (change: JsonRecord = {}, response?: string | null) =>
  rejectedLead(database().pool, { handsOver: marketing, decides: bdr }, change, response);
const respond = (id: bigint, on: string, kind?: string) => touched(database().pool, id, on, kind);

async function expectRefused(actor: Person, id: bigint, now: Date, refusal: object): Promise<void> {
  const before = await tableDigests(database().pool);
  await expect(recycle(actor, id, now)).rejects.toMatchObject(refusal);
  expect(await tableDigests(database().pool)).toEqual(before);
}

const cyclesOf = (leadId: bigint) =>
  database().prisma.cycle.findMany({
    where: { leadId },
    orderBy: { number: "asc" },
    select: { number: true, stage: true },
  });

describe("a lead that was rejected", () => {
  test("gets a second cycle on day 30: evaluated afresh, counted as recycled, and the first verdict stays", async () => {
    const { pool, prisma } = database();
    const id = await rejected();
    const { cycleId, stage } = await recycle(marketing, id, DAY_30);
    expect(stage).toBe("mql");
    expect(await cyclesOf(id)).toEqual([
      { number: 1, stage: "rejected" },
      { number: 2, stage: "mql" },
    ]);
    expect((await cycleState(pool, BigInt(cycleId))).trace).toMatchObject({ passed: true, score: "above" });
    expect(await eventsOf(pool, BigInt(cycleId))).toEqual([`lead>mql move by ${marketing.id}`]);
    const days = await prisma.acceptanceDay.findMany({ where: { source: "webinar", recycled: { gt: 0 } } });
    expect(days).toMatchObject([{ day: new Date("2027-07-31"), handedOver: 1, recycled: 1, badData: 0 }]);
    const entry = await prisma.auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(entry).toMatchObject({
      action: "lead.recycle",
      before: { cycle: 1, stage: "rejected" },
      after: { cycle: 2 },
    });
  });

  test("waits on day 29, and is told the day", async () => {
    const id = await rejected();
    await expectRefused(marketing, id, DAY_29, { code: "TOO_SOON", details: { earliest: "2027-07-31" } });
  });

  test("needs a response after that day, and none that has still to come", async () => {
    const id = await rejected({}, null);
    await respond(id, "2027-07-01");
    await respond(id, "2027-07-10", "email_sent");
    await respond(id, "2027-08-15");
    await expectRefused(marketing, id, DAY_30, { code: "NO_NEW_ACTIVITY" });
    await recycle(marketing, id, new Date("2027-08-15T12:00:00Z"));
  });

  test("is evaluated by what it is today", async () => {
    const id = await rejected();
    const change = {
      external_id: await externalIdOf(database().pool, id),
      employees: 50,
      source: "webinar",
      created_at: "2027-06-01",
    };
    expect(await ingest(database().pool, { leads: [change] })).toEqual([]);
    await expectRefused(marketing, id, DAY_30, { code: "ICP_FAILED", details: { failed: ["Firmographic floor"] } });
  });

  test("is recycled once when two people press at the same time", async () => {
    const { pool, url } = database();
    const id = await rejected();
    const holder = await pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT FROM leads WHERE id = $1 FOR UPDATE", [id]);
    const both = Promise.allSettled([recycle(marketing, id, DAY_30), recycle(revops, id, DAY_30)]);
    await withClient(url, (owner) =>
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
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "ILLEGAL_TRANSITION" },
    });
    expect(await cyclesOf(id)).toHaveLength(2);
  });

  test("cannot have its old verdict taken back once the new cycle runs", async () => {
    const { prisma } = database();
    const id = await rejected();
    await recycle(marketing, id, DAY_30);
    const first = await prisma.cycle.findFirstOrThrow({ where: { leadId: id, number: 1 } });
    await expect(undo(revops, first.id, DAY_30)).rejects.toMatchObject({ code: "ILLEGAL_TRANSITION" });
  });

  test("says on its page why not yet, and then nothing", async () => {
    const id = await rejected();
    const page = async (actor: Person, now: Date) => (await readLeadPage(actor, String(id), now))?.recycling;
    expect(await page(marketing, DAY_29)).toMatchObject({ code: "TOO_SOON", earliest: "2027-07-31" });
    expect(await page(marketing, DAY_30)).toBeNull();
    expect(await page(bdr, DAY_30)).toBeUndefined();
  });
});

describe("a lead that is not over", () => {
  test("was never handed over", async () =>
    expectRefused(marketing, await fittingLead(database().pool), DAY_30, { code: "ILLEGAL_TRANSITION" }));

  test("is open, or accepted", async () => {
    const id = await fittingLead(database().pool);
    const { cycleId } = await handOver(marketing, id, THURSDAY);
    await respond(id, "2027-07-02");
    await expectRefused(marketing, id, DAY_30, { code: "ILLEGAL_TRANSITION" });
    await decide(bdr, { cycleId: BigInt(cycleId), touch: "call", verdict: "accept" }, THURSDAY);
    await expectRefused(marketing, id, DAY_30, { code: "ILLEGAL_TRANSITION" });
  });

  test("of a person who hands nothing over", async () =>
    expectRefused(bdr, await rejected(), DAY_30, { code: "FORBIDDEN" }));
});

test("an expired lead waits from the day of its expiry", async () => {
  const { prisma } = database();
  const id = await fittingLead(database().pool);
  await handOver(marketing, id, THURSDAY);
  expect(await expireCycles(prisma, new Date("2027-10-01T12:00:00Z"))).toBeGreaterThan(0);
  await respond(id, "2027-10-02", "form");
  await expectRefused(marketing, id, new Date("2027-10-30T12:00:00Z"), {
    code: "TOO_SOON",
    details: { earliest: "2027-10-31" },
  });
  const { cycleId } = await recycle(marketing, id, new Date("2027-10-31T12:00:00Z"));
  expect(await cyclesOf(id)).toMatchObject([{ stage: "expired" }, { stage: "mql" }]);
  expect(await prisma.cycle.findUniqueOrThrow({ where: { id: BigInt(cycleId) } })).toMatchObject({ number: 2 });
});

describe("the partner lane", () => {
  test("is recycled without an evaluation by its manager, who has no other lead", async () => {
    const referral = await rejectedLead(
      database().pool,
      { handsOver: partnerManager, decides: partnerManager },
      { source: "partner_referral", score: null, employees: 3, country: "FR" },
    );
    expect(await recycle(partnerManager, referral, DAY_30)).toMatchObject({ stage: "referred", evaluation: null });
    await expectRefused(partnerManager, await rejected(), DAY_30, { code: "FORBIDDEN" });
  });
});

test("the Monday page says how many of n were recycled, and the list behind it which cycle it is", async () => {
  const { prisma } = database();
  const asOf = "2027-08-30";
  const document = await fetchLiveDocument(prisma, asOf);
  const cell = document.acceptance.by_source.find(({ source }) => source === "webinar");
  expect(cell?.recycled).toBeGreaterThan(3);
  expect(document.acceptance.total.recycled).toBe(cell?.recycled);
  const list = await drillCycles(
    systemActor("test"),
    { kind: "acceptance", asOf, source: "webinar", segment: null, state: "all", reason: null },
    { page: 1, size: 500 },
    prisma,
  );
  expect(list?.rows.filter(({ number }) => number > 1)).toHaveLength(cell?.recycled ?? 0);
});

test("a source that is mapped later takes its recycled cycles along", async () => {
  const { prisma } = database();
  const id = await rejected({ source: "Road show" });
  await recycle(marketing, id, DAY_30);
  await mapSource(revops, { from: "Unmapped: Road show", to: "webinar", seen: 0n });
  expect(await prisma.acceptanceDay.count({ where: { source: "Unmapped: Road show" } })).toBe(0);
});

test("afterwards everything adds up, and a count that is wrong is found", async () => {
  expect(await differences(database())).toEqual([]);
  await database().prisma.$executeRaw`UPDATE acceptance_days SET recycled = recycled - 1
    WHERE day = (SELECT min(day) FROM acceptance_days WHERE recycled > 0)`;
  expect(await differences(database())).not.toEqual([]);
});
