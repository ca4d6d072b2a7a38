import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { drillCycles } from "@/lib/data/drill";
import { type FeedbackPage, feedbackHash, readFeedback } from "@/lib/data/feedback";
import { fetchLiveDocument } from "@/lib/data/metrics-document";
import { canonicalJson } from "@/lib/domain/canonical";
import type { FeedbackLine } from "@/lib/domain/feedback";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { REASONS } from "@/lib/domain/reasons";
import { ROLES, type Role } from "@/lib/domain/roles";
import { acknowledgeFeedback } from "@/lib/services/feedback";
import { feedbackCsv } from "@/lib/view/loop/feedback";
import { restated } from "@/lib/view/loop/feedback-changes";
import { labelsOf } from "@/lib/view/monday/labels";
import type { PrismaClient } from "@/prisma/generated/client";
import { loadDemo } from "@/prisma/seed/demo";
import { agreementInForce, withoutGuards } from "@/tests/support/agreements";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { BASELINE, FALLEN, freezeMonday, ingestFallingNumber } from "@/tests/support/falling-number";
import { ingest, type Records } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { dice, randomCompany } from "@/tests/support/random-company";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const reader = systemActor("test");
const KEYS = ["n", "accepted", "rejected", "unworked", "sql", "won", "lost"] as const;

const sum = (lines: readonly FeedbackLine[], key: (typeof KEYS)[number]): number =>
  lines.reduce((total, line) => total + line[key], 0);

/** Sums and the two tables of the Monday page, figure by figure (product.md A13). */
function expectSums({ lanes }: FeedbackPage, document: MetricsDocument): void {
  const sources = lanes.flatMap((lane) => lane.sources);
  for (const { n, accepted, rejected, unworked, source } of document.acceptance.by_source) {
    const own = sources.filter((row) => row.source === source);
    const figures = [sum(own, "n"), sum(own, "accepted"), sum(own, "rejected"), sum(own, "unworked")];
    expect(figures, source).toEqual([n, accepted, rejected, unworked]);
  }
  const known = new Set(document.acceptance.by_source.map(({ source }) => source));
  expect(sources.filter(({ source }) => !known.has(source))).toEqual([]);
  for (const { campaigns, ...source } of sources) {
    for (const key of KEYS) expect(sum(campaigns, key), `${source.source} ${key}`).toBe(source[key]);
    expect(source.lostBecause.reduce((total, { count }) => total + count, 0)).toBe(source.lost);
    expect(source.sql).toBeLessThanOrEqual(source.accepted);
  }
  const standard = lanes.find(({ lane }) => lane === "standard");
  expect(standard?.total).toMatchObject({ n: document.rejection.n, rejected: document.rejection.rejected });
  for (const { code, count } of document.rejection.reasons) expect(standard?.total.rejectedBy[code], code).toBe(count);
}

const opened: FreshDatabase[] = [];
afterAll(async () => {
  for (const database of opened) await database.drop();
});
async function fresh(): Promise<FreshDatabase> {
  const database = await freshDatabase();
  opened.push(database);
  return database;
}
const pageOf = (prisma: PrismaClient, asOf: string) =>
  readFeedback(reader, asOf, new Date(`${asOf}T16:00:00Z`), prisma);

/** Leads of three campaigns, one of them written with blanks around it, and none; lost deals with and without a reason. */
function withCampaigns(records: Records, seed: number): Records {
  const roll = dice(seed);
  const campaigns = ["Spring", "=HYPERLINK(1)", "  Spring ", "Autumn, late", ""];
  return {
    ...records,
    leads: (records.leads ?? []).map((lead) => ({ ...lead, campaign: campaigns[roll(campaigns.length)] })),
    opportunities: (records.opportunities ?? []).map((deal) =>
      deal.outcome === "lost" && roll(3) > 0 ? { ...deal, lost_reason: ["Price", "Timing"][roll(2)] } : deal,
    ),
  };
}

describe("random companies", () => {
  test.each([3, 17, 2027])(
    "seed %i: on five Mondays rows add up to sources, and sources are the tables’",
    {
      timeout: 60_000,
    },
    async (seed) => {
      const database = await fresh();
      for (const round of [0, 1]) {
        const records = randomCompany(seed + round, { round, asOf: "2027-07-05", leads: 160, opportunities: 60 });
        await ingest(database.pool, withCampaigns(records, seed));
      }
      let [handed, lost] = [0, 0];
      for (const asOf of ["2027-07-05", "2027-06-28", "2027-06-07", "2027-05-03", "2027-03-01"]) {
        const page = await pageOf(database.prisma, asOf);
        expectSums(page, await fetchLiveDocument(database.prisma, asOf));
        handed += sum(
          page.lanes.map(({ total }) => total),
          "n",
        );
        lost += sum(
          page.lanes.map(({ total }) => total),
          "lost",
        );
        expect(page.lanes.flatMap((lane) => lane.sources).some(({ campaigns }) => campaigns.length > 4)).toBe(false);
      }
      expect(handed).toBeGreaterThan(100);
      expect(lost).toBeGreaterThan(0);
    },
  );
});

test("the sample company: rows add up, sources are the tables’, the partner lane stands apart", {
  timeout: 120_000,
}, async () => {
  const AS_OF = "2026-11-16";
  const database = await fresh();
  await loadDemo(database.url, AS_OF, { actor: systemActor("demo") });
  const page = await pageOf(database.prisma, AS_OF);
  expectSums(page, await fetchLiveDocument(database.prisma, AS_OF));
  expect(page.lanes.map(({ lane }) => lane)).toEqual(["standard", "partner"]);
  expect(page.lanes[1]?.sources.map(({ source }) => source)).toEqual(["partner_referral"]);
  expect(page.lanes[0]?.total.n).toBeGreaterThan(100);
  expect(page.lanes[0]?.sources.some(({ campaigns }) => campaigns.length > 1)).toBe(true);
});

describe("on the running app", () => {
  const database = processDatabase();
  const NOW = new Date("2027-07-06T16:00:00Z");
  let people: Record<Role, Person>;
  const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
  const read = (asOf: string | null = null) => readFeedback(people.cmo, asOf, NOW);

  beforeAll(async () => {
    people = await signedInPeople(database().pool);
    await ingestFallingNumber(database().pool);
  });

  test("before any Monday is frozen it is of the current one; then of the latest frozen one", async () => {
    expect(await read()).toMatchObject({ asOf: "2027-07-05", frozen: null, receipt: null });
    await freezeMonday(database().prisma, BASELINE);
    expect(await read()).toMatchObject({ asOf: BASELINE, current: "2027-07-05" });
    await freezeMonday(database().prisma, FALLEN);
    expect((await read()).asOf).toBe(FALLEN);
    await expect(readFeedback(people.cfo, null, NOW)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(read("2027-07-12")).rejects.toMatchObject({ code: "NOT_FOUND", status: 404, field: "as_of" });
  });

  test("every figure of a source with a list behind it counts that list", async () => {
    const [lane] = (await read(FALLEN)).lanes;
    const [webinar] = lane?.sources ?? [];
    expect(webinar).toMatchObject({ source: "webinar", n: 10, accepted: 7, rejected: 3, unworked: 0 });
    const base = { kind: "acceptance", asOf: FALLEN, source: "webinar", segment: null } as const;
    for (const state of ["all", "accepted", "rejected", "unworked"] as const) {
      const list = await drillCycles(people.cmo, { ...base, state, reason: null }, { page: 1, size: 5 });
      expect(list?.total, state).toBe(webinar?.[state === "all" ? "n" : state]);
    }
    for (const reason of REASONS) {
      const list = await drillCycles(people.cmo, { ...base, state: "rejected", reason }, { page: 1, size: 5 });
      expect(list?.total, reason).toBe(webinar?.rejectedBy[reason]);
    }
  });

  test("what came in after the freeze is named as a difference to the frozen totals", async () => {
    const before = await read(FALLEN);
    const labels = labelsOf(before.sources, before.segments);
    expect(before.frozen && restated(before.lanes, before.frozen, labels)).toBeNull();
    const late = { external_id: "late", source: "webinar", employees: 50, created_at: "2027-06-01", campaign: "=1+1" };
    const partner = { ...late, external_id: "late partner", source: "partner_referral", campaign: "" };
    const leads = [late, partner].map((lead) => ({ ...lead, handed_over_at: "2027-06-09" }));
    expect(await ingest(database().pool, { leads })).toEqual([]);
    const { lanes, frozen } = await read(FALLEN);
    expect(frozen && restated(lanes, frozen, labels)).toBe(
      "+1 handed over, +1 unworked, +1 handed over in the partner lane, +1 unworked in the partner lane (Webinar, Partner referral)",
    );
    const csv = feedbackCsv(lanes).split("\r\n");
    expect(csv[0]).toBe(
      "lane,source,campaign,n,accepted,rejected,out_of_icp,wrong_persona,no_intent,bad_data,already_in_pipeline,unworked,sql,won,lost,lost_reasons",
    );
    expect(csv).toContain("standard,webinar,'=1+1,1,0,0,0,0,0,0,0,1,0,0,0,");
    expect(csv).toContain("standard,webinar,,10,7,3,2,0,0,1,0,0,0,0,0,");
    expect(csv).toContain("partner,partner_referral,,1,0,0,0,0,0,0,0,1,0,0,0,");
  });

  test("a frozen Monday keeps the window of the agreement that it names", async () => {
    const { version } = await agreementInForce(database());
    await withoutGuards(database().url, (client) =>
      client.query("UPDATE agreements SET decision_days = 20 WHERE version = $1", [version]),
    );
    const { window, frozen } = await read(FALLEN);
    expect(window).toEqual(frozen?.acceptance.window);
    expect((await read("2027-06-28")).window.to < "2027-06-01").toBe(true);
  });

  test("a frozen Monday keeps its window when a holiday is entered afterwards", async () => {
    const { frozen } = await read(FALLEN);
    await withoutGuards(database().url, (client) =>
      client.query(
        "INSERT INTO holidays (day, name) SELECT d::date, 'Closed' FROM generate_series('2027-06-21'::date, '2027-07-02', '1 day') d",
      ),
    );
    expect((await read(FALLEN)).window).toEqual(frozen?.acceptance.window);
    await withoutGuards(database().url, (client) => client.query("DELETE FROM holidays WHERE name = 'Closed'"));
  });

  test("refused, and no table changes: others, a Monday that is not frozen, no Monday", async () => {
    const give = (role: Role, asOf: string) => () => acknowledgeFeedback(people[role], { asOf, sha256: "" }, NOW);
    for (const role of ROLES.filter((name) => name !== "head_demand_gen")) {
      await refused(give(role, FALLEN), { code: "FORBIDDEN" });
    }
    await refused(give("head_demand_gen", "2027-06-28"), { code: "SNAPSHOT_MISSING", field: "as_of" });
    await refused(give("head_demand_gen", "2027-07-06"), { code: "AS_OF_NOT_MONDAY" });
    await refused(give("head_demand_gen", ""), { code: "AS_OF_INVALID" });
  });

  test("figures that came in since the page was opened are to be looked at first", async () => {
    const seen = feedbackHash((await read(FALLEN)).lanes);
    const late = { source: "webinar", employees: 50, created_at: "2027-06-01", handed_over_at: "2027-06-09" };
    expect(await ingest(database().pool, { leads: [{ ...late, external_id: "after the page was opened" }] })).toEqual(
      [],
    );
    const give = () => acknowledgeFeedback(people.head_demand_gen, { asOf: FALLEN, sha256: seen }, NOW);
    await refused(give, { code: "CONFLICT", field: "sha256", status: 409 });
  });

  test("the head of demand-gen acknowledges once, for everybody to see", async () => {
    const sha256 = feedbackHash((await read(FALLEN)).lanes);
    const give = () => acknowledgeFeedback(people.head_demand_gen, { asOf: FALLEN, sha256 }, NOW);
    const outcomes = await Promise.allSettled([give(), give()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "ALREADY_ACKNOWLEDGED", status: 409 },
    });
    expect((await read(FALLEN)).receipt).toEqual({ by: people.head_demand_gen.name, at: NOW });
    expect((await read(BASELINE)).receipt).toBeNull();
    const { lanes } = await read(FALLEN);
    const rejected = { out_of_icp: 2, wrong_persona: 0, no_intent: 0, bad_data: 1, already_in_pipeline: 0 };
    const none = { out_of_icp: 0, wrong_persona: 0, no_intent: 0, bad_data: 0, already_in_pipeline: 0 };
    expect(await auditTail(database().pool)).toMatchObject({
      action: "feedback.acknowledge",
      object: `feedback:${FALLEN}`,
      after: {
        read: FALLEN,
        n: 13,
        accepted: 7,
        rejected,
        lanes: {
          standard: { n: 12, accepted: 7, rejected, unworked: 2, sql: 0, won: 0, lost: 0 },
          partner: { n: 1, accepted: 0, rejected: none, unworked: 1, sql: 0, won: 0, lost: 0 },
        },
        sha256: createHash("sha256").update(canonicalJson(lanes)).digest("hex"),
      },
    });
    await refused(give, { code: "ALREADY_ACKNOWLEDGED" });
  });
});
