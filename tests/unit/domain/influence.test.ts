import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { POSITIONS, splitCredit } from "@/lib/domain/credits";
import { type InfluenceDeal, influenceTable } from "@/lib/domain/influence";

const weights = [30, 30, 40] as const;
const deal = (
  amount: bigint,
  first: string[],
  created: string[],
  won: string[],
  assists: [string, number][] = [],
): InfluenceDeal => ({
  credits: splitCredit(amount, { firstTouch: first, opportunityCreated: created, closedWon: won }, weights),
  assists: new Map(assists),
});

describe("influenceTable", () => {
  const table = influenceTable(
    [
      deal(10_000n, ["webinar"], ["webinar"], ["intent"], [["paid_search", 2]]),
      deal(5_000n, ["webinar"], ["Outside window / no touch"], ["Unmapped: x"], [["webinar", 1]]),
      deal(1_000n, ["Unattributed"], ["Unattributed"], ["Unattributed"]),
    ],
    ["paid_search", "webinar", "intent", "customer_referral"],
  );

  test("orders by settings, then unmapped, then the two special rows", () => {
    expect(table.rows.map((row) => row.source)).toEqual([
      "paid_search",
      "webinar",
      "intent",
      "customer_referral",
      "Unmapped: x",
      "Outside window / no touch",
      "Unattributed",
    ]);
  });

  test("adds positions, deals and assists of a source", () => {
    expect(table.rows[1]).toEqual({
      source: "webinar",
      first_touch: 4_500n,
      opportunity_created: 3_000n,
      closed_won: 0n,
      credit: 7_500n,
      deals: 2,
      assists: 1,
      share: "0.4688",
    });
    expect(table.rows[0]).toMatchObject({ credit: 0n, deals: 0, assists: 2, share: "0.0000" });
  });

  test("totals count each deal once", () => {
    expect(table.total).toEqual({
      first_touch: 4_800n,
      opportunity_created: 4_800n,
      closed_won: 6_400n,
      credit: 16_000n,
      deals: 3,
      assists: 3,
    });
  });

  test("has no shares of nothing, and no special rows without credit", () => {
    const empty = influenceTable([], ["webinar"]);
    expect(empty.rows).toEqual([
      {
        source: "webinar",
        first_touch: 0n,
        opportunity_created: 0n,
        closed_won: 0n,
        credit: 0n,
        deals: 0,
        assists: 0,
        share: null,
      },
    ]);
  });

  test("credits over all sources add up to all closed-won; the order of deals is irrelevant", () => {
    const names = fc.uniqueArray(fc.constantFrom("webinar", "intent", "paid_search", "Unattributed"), { minLength: 1 });
    const deals = fc.array(
      fc
        .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), names, names, names)
        .map(([amount, ...at]) => ({ amount, ...deal(amount, ...at) })),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(deals, (all) => {
        const { rows, total } = influenceTable(all, ["webinar"]);
        const won = all.reduce((sum, { amount }) => sum + amount, 0n);
        expect(total.credit).toBe(won);
        expect(rows.reduce((sum, row) => sum + row.credit, 0n)).toBe(won);
        for (const row of [...rows, total]) expect(POSITIONS.reduce((sum, at) => sum + row[at], 0n)).toBe(row.credit);
        expect(influenceTable([...all].reverse(), ["webinar"])).toEqual({ rows, total });
      }),
    );
  });
});
