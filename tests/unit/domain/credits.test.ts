import { describe, expect, test } from "vitest";
import { checkWeights, splitCredit, type Weights } from "@/lib/domain/credits";

const standard: Weights = [30, 30, 40];
const picks = (firstTouch: string[], opportunityCreated: string[], closedWon: string[]) => ({
  firstTouch,
  opportunityCreated,
  closedWon,
});
const cents = (amount: bigint, of: ReturnType<typeof picks>, weights = standard) =>
  splitCredit(amount, of, weights).map(({ credit }) => Number(credit));

describe("splitCredit", () => {
  test("is in position order, then by source name, whatever the order given", () => {
    const credits = splitCredit(100n, picks(["webinar", "intent"], ["webinar"], ["paid_search", "intent"]), standard);
    expect(credits.map(({ position, source }) => `${position} ${source}`)).toEqual([
      "first_touch intent",
      "first_touch webinar",
      "opportunity_created webinar",
      "closed_won intent",
      "closed_won paid_search",
    ]);
  });

  test.each<[string, bigint, ReturnType<typeof picks>, number[]]>([
    ["comes out even", 100n, picks(["a"], ["b"], ["c"]), [30, 30, 40]],
    ["one cent goes to the largest share", 1n, picks(["a"], ["b"], ["c"]), [0, 0, 1]],
    ["two cents: .6 .6 .8", 2n, picks(["a"], ["b"], ["c"]), [1, 0, 1]],
    ["equal remainders in position order", 5n, picks(["a"], ["b"], ["c"]), [2, 1, 2]],
    ["equal remainders by source name", 30n, picks(["b", "a"], ["c"], ["d"]), [5, 4, 9, 12]],
    ["three sources on one date", 100n, picks(["c", "a", "b"], ["d"], ["e"]), [10, 10, 10, 30, 40]],
    ["thirds of an uneven part", 101n, picks(["c", "a", "b"], ["d"], ["e"]), [10, 10, 10, 30, 41]],
    ["nothing to split", 0n, picks(["a"], ["b"], ["c"]), [0, 0, 0]],
    ["a credit note is split as its size", -10_001n, picks(["a"], ["b"], ["c"]), [-3000, -3000, -4001]],
    ["a name given twice shares once", 100n, picks(["a", "a"], ["b"], ["c"]), [30, 30, 40]],
  ])("%s", (_, amount, of, expected) => {
    expect(cents(amount, of)).toEqual(expected);
  });

  test("takes other weights", () => {
    expect(cents(1_000n, picks(["a"], ["b"], ["c"]), [100, 0, 0])).toEqual([1000, 0, 0]);
    expect(cents(1_000n, picks(["a"], ["b"], ["c"]), [33, 33, 34])).toEqual([330, 330, 340]);
  });

  test("refuses what cannot be split", () => {
    expect(() => splitCredit(100n, picks(["a"], ["b"], ["c"]), [30, 30, 30])).toThrow(RangeError);
    expect(() => splitCredit(100n, picks(["a"], [], ["c"]), standard)).toThrow(RangeError);
  });
});

describe("checkWeights", () => {
  test.each([
    [[30, 30, 40], "ok"],
    [[0, 0, 100], "ok"],
    [[30, 30, 30], "WEIGHTS_INVALID"],
    [[30, 30, 30, 10], "WEIGHTS_INVALID"],
    [[50, 50], "WEIGHTS_INVALID"],
    [[-10, 60, 50], "WEIGHTS_INVALID"],
    [[33.3, 33.3, 33.4], "WEIGHTS_INVALID"],
    [[Number.NaN, 60, 40], "WEIGHTS_INVALID"],
  ])("%j is %s", (weights, expected) => {
    expect(checkWeights(weights)).toBe(expected);
  });
});
