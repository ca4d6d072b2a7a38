import { afterAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { type FeedbackPage, readFeedback } from "@/lib/data/feedback";
import { fetchLiveDocument } from "@/lib/data/metrics-document";
import type { FeedbackLine } from "@/lib/domain/feedback";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { PrismaClient } from "@/prisma/generated/client";
import { loadDemo } from "@/prisma/seed/demo";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest, type Records } from "@/tests/support/ingest";
import { dice, randomCompany } from "@/tests/support/random-company";

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
