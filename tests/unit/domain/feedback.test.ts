import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noReasons } from "@/lib/domain/counts";
import { type CampaignFact, feedback, type LostFact } from "@/lib/domain/feedback";
import { REASONS } from "@/lib/domain/reasons";

const SOURCES = ["paid_search", "webinar", "partner_referral"];
const EMPTY: CampaignFact = {
  source: "webinar",
  lane: "standard",
  campaign: null,
  n: 0,
  accepted: 0,
  rejectedBy: noReasons(),
  unworked: 0,
  sql: 0,
  won: 0,
  lost: 0,
};
const fact = (changes: Partial<CampaignFact>): CampaignFact => ({ ...EMPTY, ...changes });

describe("feedback to marketing", () => {
  test("sources in the order of the settings, campaigns by size, none last; the partner lane apart", () => {
    const [standard, partner, ...more] = feedback(
      [
        fact({ campaign: null, n: 90 }),
        fact({ campaign: "b", n: 5 }),
        fact({ campaign: "c", n: 7 }),
        fact({ campaign: "a", n: 5 }),
        fact({ source: "Unmapped: fair", n: 1 }),
        fact({ source: "paid_search", n: 2 }),
        fact({ source: "partner_referral", lane: "partner", n: 3 }),
      ],
      [],
      SOURCES,
    );
    expect(standard?.sources.map(({ source }) => source)).toEqual(["paid_search", "webinar", "Unmapped: fair"]);
    expect(standard?.sources[1]?.campaigns.map(({ campaign }) => campaign)).toEqual(["c", "a", "b", null]);
    expect(standard?.total.n).toBe(110);
    expect(partner).toMatchObject({ lane: "partner", total: { n: 3 } });
    expect(more).toEqual([]);
  });

  test("fifty thousand campaigns take no longer than their number", { timeout: 20_000 }, () => {
    const facts = Array.from({ length: 50_000 }, (_, index) => fact({ campaign: `campaign ${index}`, n: 1, lost: 1 }));
    const losses = facts.map(({ source, lane, campaign }) => ({ source, lane, campaign, reason: "Price", count: 1 }));
    const [lane] = feedback(facts, losses, SOURCES);
    expect(lane?.sources[0]?.campaigns).toHaveLength(50_000);
    expect(lane?.sources[0]?.campaigns.every(({ lostBecause }) => lostBecause[0]?.count === 1)).toBe(true);
  });

  test("nothing handed over: an empty standard lane, and no partner lane", () => {
    expect(feedback([], [], SOURCES)).toMatchObject([{ lane: "standard", sources: [], total: { n: 0, rejected: 0 } }]);
  });

  test("lost reasons by count, then by name, unsaid ones last", () => {
    const lost = (reason: string | null, count: number, campaign: string | null = null): LostFact => ({
      source: "webinar",
      lane: "standard",
      campaign,
      reason,
      count,
    });
    const [lane] = feedback(
      [fact({ n: 9, lost: 5 }), fact({ campaign: "a", n: 3, lost: 7 })],
      [lost(null, 4), lost("Timing", 1), lost("Price", 3, "a"), lost("Fit", 3, "a"), lost("Price", 1)],
      SOURCES,
    );
    expect(lane?.total.lostBecause).toEqual([
      { reason: "Price", count: 4 },
      { reason: "Fit", count: 3 },
      { reason: "Timing", count: 1 },
      { reason: null, count: 4 },
    ]);
    expect(lane?.sources[0]?.campaigns[0]?.lostBecause.map(({ reason }) => reason)).toEqual(["Fit", "Price"]);
  });

  test("campaigns add up to their source, sources to their lane, codes to what was rejected", () => {
    const small = fc.nat(50);
    const facts = fc.array(
      fc.record({
        source: fc.constantFrom(...SOURCES),
        campaign: fc.constantFrom("a", "b", null),
        accepted: small,
        codes: fc.tuple(small, small, small, small, small),
        unworked: small,
        sql: small,
        won: small,
        lost: small,
      }),
    );
    fc.assert(
      fc.property(facts, (drawn) => {
        const rows = drawn.map(({ codes, ...row }): CampaignFact => {
          const rejectedBy = Object.fromEntries(REASONS.map((code, index) => [code, codes[index] ?? 0]));
          const n = row.accepted + row.unworked + codes.reduce((sum, count) => sum + count, 0);
          const lane = row.source === "partner_referral" ? "partner" : "standard";
          return { ...row, lane, n, rejectedBy: rejectedBy as CampaignFact["rejectedBy"] };
        });
        const lanes = feedback(rows, [], SOURCES);
        for (const { sources, total } of lanes) {
          for (const key of ["n", "accepted", "rejected", "unworked", "sql", "won", "lost"] as const) {
            expect(sources.reduce((sum, row) => sum + row[key], 0)).toBe(total[key]);
            for (const source of sources)
              expect(source.campaigns.reduce((sum, row) => sum + row[key], 0)).toBe(source[key]);
          }
          expect(REASONS.reduce((sum, code) => sum + total.rejectedBy[code], 0)).toBe(total.rejected);
          expect(total.n).toBe(total.accepted + total.rejected + total.unworked);
        }
        expect(lanes.reduce((sum, { total }) => sum + total.n, 0)).toBe(rows.reduce((sum, { n }) => sum + n, 0));
      }),
    );
  });
});
