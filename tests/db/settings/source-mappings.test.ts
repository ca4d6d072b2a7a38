import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fetchMondayFacts } from "@/lib/data/metrics";
import { fetchMetricsSettings } from "@/lib/data/metrics-settings";
import { readSources, readUnmappedSources } from "@/lib/data/sources";
import { computeMetrics, type Metrics } from "@/lib/domain/metrics";
import type { Role } from "@/lib/domain/roles";
import { decide } from "@/lib/services/decisions";
import { mapSource } from "@/lib/services/source-mappings";
import { ingest, type Records } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { randomCompany } from "@/tests/support/random-company";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";
import { differences } from "@/tests/support/verify";

const AS_OF = "2027-07-05";
const NOW = new Date("2027-07-05T16:00:00Z");
const TRADE_SHOW = "Unmapped: Trade show";
const database = processDatabase();
let people: Record<Role, Person>;
let seen: bigint;

const withSpend: Records = {
  spend: [
    {
      source: "Trade show",
      campaign: "spring",
      start_date: "2027-05-01",
      end_date: "2027-05-31",
      amount: "900.10",
      currency: "USD",
    },
    {
      source: "customer_referral",
      campaign: "",
      start_date: "2027-01-01",
      end_date: "2027-12-31",
      amount: "12000",
      currency: "USD",
    },
  ],
};

beforeAll(async () => {
  const { pool } = database();
  people = await signedInPeople(pool);
  await ingest(pool, randomCompany(11, { round: 0, asOf: AS_OF, leads: 600, opportunities: 200 }), NOW);
  expect(await ingest(pool, withSpend, NOW)).toEqual([]);
}, 120_000);
beforeEach(async () => {
  ({ seen } = await readSources(people.vp_revops));
});

const facts = async () => {
  const { prisma } = database();
  return (await fetchMondayFacts(prisma, AS_OF, await fetchMetricsSettings(prisma))).facts;
};
const metrics = async (): Promise<Metrics> => computeMetrics(await facts());
const map = (to: string, from = TRADE_SHOW, actor = people.vp_revops) => mapSource(actor, { from, to, seen });

async function rowsUnder(source: string): Promise<number[]> {
  const { rows } = await database().pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM leads WHERE source_code = $1 UNION ALL SELECT count(*)::int FROM cycles WHERE source_code = $1
     UNION ALL SELECT count(*)::int FROM touches WHERE source_code = $1 UNION ALL SELECT count(*)::int FROM spend WHERE source_code = $1`,
    [source],
  );
  return rows.map(({ n }) => n);
}

describe("refused, and no table changes:", () => {
  const refused = (to: string, refusal: object, from = TRADE_SHOW) =>
    expectRefused(database().pool, () => map(to, from), refusal);

  test("a target that is no configured source in use", async () => {
    await refused("nobody", { code: "SOURCE_UNKNOWN", field: "to" });
    await refused(TRADE_SHOW, { code: "SOURCE_UNKNOWN" });
    await database().pool.query("UPDATE sources SET is_active = false WHERE code = 'customer_referral'");
    await refused("customer_referral", { code: "SOURCE_UNKNOWN" });
    await database().pool.query("UPDATE sources SET is_active = true WHERE code = 'customer_referral'");
  });

  test("a value that never came in, or a configured source", async () => {
    await refused("webinar", { code: "NOT_FOUND" }, "Unmapped: Never");
    await refused("webinar", { code: "NOT_FOUND" }, "intent");
  });

  test("the partner lane, for what was handed over as MQL", async () => {
    await refused("partner_referral", { code: "PARTNER_NOT_MQL", field: "to" });
  });

  test("spend that would count twice", async () => {
    await refused("customer_referral", { code: "SPEND_OVERLAP", field: "to", status: 409 });
  });

  test.each(["cro", "cmo", "bdr", "admin", "cfo"] as const)("%s", async (role) => {
    await expectRefused(database().pool, () => map("intent", TRADE_SHOW, people[role]), { code: "FORBIDDEN" });
  });
});

test("what came in under a value moves with it; counters and facts equal a recomputation", async () => {
  const before = await metrics();
  const [unmapped] = await readUnmappedSources(people.vp_revops);
  const moving = await rowsUnder(TRADE_SHOW);
  const target = await rowsUnder("intent");
  expect(moving.every((count) => count > 0)).toBe(true);
  expect(unmapped).toEqual({
    code: TRADE_SHOW,
    leads: moving[0],
    cycles: moving[1],
    touches: moving[2],
    spend: moving[3],
  });
  expect(await differences(database())).toEqual([]);

  await map("intent");

  expect(await rowsUnder(TRADE_SHOW)).toEqual([0, 0, 0, 0]);
  expect(await rowsUnder("intent")).toEqual(target.map((count, index) => count + (moving[index] ?? 0)));
  expect(await readUnmappedSources(people.vp_revops)).toEqual([]);
  expect(await differences(database())).toEqual([]);
  const after = await metrics();
  expect(after.acceptance.total).toEqual(before.acceptance.total);
  expect(after.cost.total).toMatchObject({ pipeline: before.cost.total.pipeline });
  const row = (of: Metrics, source: string) => of.acceptance.bySource.find((each) => each.source === source);
  expect(row(after, "intent")?.n).toBe((row(before, "intent")?.n ?? 0) + (row(before, TRADE_SHOW)?.n ?? 0));
  expect(after.influence.rows.map(({ source }) => source)).not.toContain(TRADE_SHOW);
  const entry = await auditTail(database().pool);
  expect(entry).toMatchObject({
    action: "source.map",
    object: "sources",
    before: { value: "Trade show", source: null },
    after: {
      value: "Trade show",
      source: "Intent",
      leads: moving[0],
      cycles: moving[1],
      came_in: expect.stringMatching(/^\d{4}-/),
    },
  });
});

test("later records with the value, however spelt, go to the source", async () => {
  const lead = { external_id: "late", source: " trade-SHOW ", company: "Late", created_at: "2027-07-01" };
  expect(await ingest(database().pool, { leads: [lead] }, NOW)).toEqual([]);
  const { rows } = await database().pool.query("SELECT source_code FROM leads WHERE external_id = 'late'");
  expect(rows).toEqual([{ source_code: "intent" }]);
});

test("a value without cycles may become a partner referral: its leads change their lane", async () => {
  const lead = { external_id: "channel", source: "Channel", company: "Channel", created_at: "2027-07-01" };
  expect(await ingest(database().pool, { leads: [lead] }, NOW)).toEqual([]);
  await map("partner_referral", "Unmapped: Channel");
  const { rows } = await database().pool.query("SELECT source_code, lane FROM leads WHERE external_id = 'channel'");
  expect(rows).toEqual([{ source_code: "partner_referral", lane: "partner" }]);
  expect(await differences(database())).toEqual([]);
});

test("a mapping made while the sources were changed by somebody else is refused", async () => {
  await ingest(
    database().pool,
    { leads: [{ external_id: "x", source: "Podcast", company: "X", created_at: "2027-07-01" }] },
    NOW,
  );
  const opened = seen;
  await map("webinar", "Unmapped: Podcast");
  await expectRefused(
    database().pool,
    () => mapSource(people.vp_revops, { from: "Unmapped: Podcast", to: "intent", seen: opened }),
    { code: "CONFLICT" },
  );
});

test("decisions made at the same moment are neither lost nor counted under the old name", async () => {
  const { pool, prisma } = database();
  const { bdr } = people;
  const leads = Array.from({ length: 12 }, (_, index) => ({
    external_id: `race-${index}`,
    source: "Race",
    company: `Race ${index}`,
    created_at: "2027-06-01",
    handed_over_at: "2027-06-15T14:00:00Z",
    assigned_to: bdr.email,
  }));
  const opportunities = leads.slice(3, 9).map(({ external_id, company }) => ({
    external_id: `deal-${external_id}`,
    lead_external_id: external_id,
    account: company,
    created_at: "2027-06-20",
    currency: "USD",
    amount: "40000",
  }));
  expect(await ingest(pool, { leads, opportunities }, NOW)).toEqual([]);
  const cycles = await prisma.cycle.findMany({ where: { sourceCode: "Unmapped: Race" }, select: { id: true } });
  expect(cycles).toHaveLength(12);
  const { seen: opened } = await readSources(people.vp_revops);
  await Promise.all([
    ...cycles.slice(0, 6).map(({ id }) => decide(bdr, { cycleId: id, touch: "call", verdict: "accept" }, NOW)),
    mapSource(people.vp_revops, { from: "Unmapped: Race", to: "webinar", seen: opened }),
    ...cycles
      .slice(6)
      .map(({ id }) => decide(bdr, { cycleId: id, touch: "call", verdict: "reject", reason: "bad_data" }, NOW)),
  ]);
  expect(await rowsUnder("Unmapped: Race")).toEqual([0, 0, 0, 0]);
  expect(await prisma.acceptanceDay.count({ where: { source: "Unmapped: Race" } })).toBe(0);
  expect(await prisma.decision.count({ where: { decidedById: bdr.id } })).toBe(12);
  expect(await differences(database())).toEqual([]);
});
