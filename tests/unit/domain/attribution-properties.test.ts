import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attribute, DEFAULT_ATTRIBUTION, type DealTouch, pickPositions } from "@/lib/domain/attribution";
import { addDays } from "@/lib/domain/dates";
import { isOutboundKind, isResponse, TOUCH_KINDS } from "@/lib/domain/touches";

const WON = "2027-06-30";
const sources = fc.constantFrom("webinar", "intent", "paid_search", "outbound_bdr", "Unmapped: x");
const touch = (days: fc.Arbitrary<number>) =>
  fc.record<DealTouch>({
    source: sources,
    kind: fc.constantFrom(...TOUCH_KINDS),
    on: days.map((offset) => addDays(WON, offset)),
    link: fc.constantFrom("direct", "account"),
  });
// Few enough days that touches often share one.
const day = fc.oneof(fc.integer({ min: -120, max: 20 }), fc.constantFrom(-91, -90, -40, -3, 0));
const touches = fc.array(touch(day), { maxLength: 20 });
const deal = fc.record({
  amount: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  wonOn: fc.constant(WON),
  createdOn: fc.integer({ min: -150, max: 0 }).map((offset) => addDays(WON, offset)),
  createdByTeam: fc.constantFrom("sales" as const, "marketing" as const, null),
});
const weights = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .filter(([first, created]) => first + created <= 100)
  .map(([first, created]) => [first, created, 100 - first - created] as const);

describe("attribution, for any deal and touches", () => {
  test("the credits of a deal add up to its amount, none is negative", () => {
    fc.assert(
      fc.property(deal, touches, weights, (won, all, chosen) => {
        const { credits } = attribute(won, all, { lookbackDays: 90, weights: chosen });
        expect(credits.reduce((sum, { credit }) => sum + credit, 0n)).toBe(won.amount);
        expect(credits.every(({ credit }) => credit >= 0n)).toBe(true);
      }),
    );
  });

  test("the order of touches is irrelevant", () => {
    fc.assert(
      fc.property(
        deal,
        touches.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        (won, [all, shuffled]) => {
          expect(attribute(won, shuffled)).toEqual(attribute(won, all));
        },
      ),
    );
  });

  test("a touch outside the window changes no credit", () => {
    const outside = touch(fc.oneof(fc.integer({ min: -400, max: -91 }), fc.integer({ min: 1, max: 200 })));
    fc.assert(
      // An outbound touch is never credited, but may make the whole deal outbound: that is no matter of the window.
      fc.property(
        deal,
        touches,
        outside.filter(({ kind }) => !isOutboundKind(kind)),
        (won, all, extra) => {
          const [before, after] = [attribute(won, all), attribute(won, [...all, extra])];
          expect({ ...after, truncated: before.truncated }).toEqual(before);
        },
      ),
    );
  });

  test("every eligible touch decides a date or is an assist", () => {
    fc.assert(
      fc.property(deal, touches, (won, all) => {
        const picks = pickPositions(won, all);
        const start = addDays(WON, -DEFAULT_ATTRIBUTION.lookbackDays);
        const inWindow = all.filter(({ kind, on }) => isResponse(kind) && on >= start && on <= WON);
        const direct = inWindow.filter(({ link }) => link === "direct");
        const eligible = direct.length > 0 ? direct : inWindow;
        const assists = [...picks.assists.values()].reduce((sum, count) => sum + count, 0);
        const standing = new Set([...picks.firstTouch, ...picks.opportunityCreated, ...picks.closedWon]);
        expect(assists).toBeLessThanOrEqual(Math.max(0, eligible.length - 1));
        for (const { source } of eligible) expect(standing.has(source) || picks.assists.has(source)).toBe(true);
      }),
    );
  });
});
