import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { above, below, largestRemainder, percentText, ratio, sharesOf100 } from "@/lib/domain/rates";

describe("ratio", () => {
  test.each([
    [10, 20, "0.5000"],
    [10, 14, "0.7143"],
    [1, 3, "0.3333"],
    [2, 3, "0.6667"],
    [1, 20_000, "0.0001"],
    [1, 20_001, "0.0000"],
    [0, 5, "0.0000"],
    [7, 7, "1.0000"],
    [30, 7, "4.2857"],
    [70_000n, 270_000n, "0.2593"],
    [123_456_789_012_345_678_901n, 10n, "12345678901234567890.1000"],
    [-1, 3, "-0.3333"],
  ])("%d ÷ %d = %s", (num, den, text) => {
    expect(ratio(num, den)).toBe(text);
  });

  test("an empty denominator has no ratio, a fraction no place", () => {
    expect(ratio(0, 0)).toBeNull();
    expect(ratio(5n, 0n)).toBeNull();
    expect(() => ratio(0.5, 2)).toThrow(RangeError);
  });
});

describe("below and above", () => {
  test.each([
    [11, 20, "55", false, false],
    [1099, 2000, "55", true, false],
    [1101, 2000, "55", false, true],
    [22, 100, "22", false, false],
    [23, 100, "22", false, true],
    [3, 8, "37.5", false, false],
    [37_499, 100_000, "37.5", true, false],
    [29, 100, "29", false, false],
    [57, 100, "57.00", false, false],
    [0, 10, "0", false, false],
    [0, 0, "55", false, false],
    [10n ** 30n, 2n * 10n ** 30n + 1n, "50", true, false],
  ])("%d of %d against %s", (num, den, limit, isBelow, isAbove) => {
    expect(below(num, den, limit)).toBe(isBelow);
    expect(above(num, den, limit)).toBe(isAbove);
  });

  test.each(["", "55 %", "1e2", "NaN", "5,5"])("%j is no limit", (limit) => {
    expect(() => below(1, 2, limit)).toThrow(RangeError);
    expect(() => above(1, 2, limit)).toThrow(RangeError);
  });
});

describe("percentText", () => {
  test.each([
    [1099, 2000, 1, { floor: "55" }, "54.95 %"],
    [1099, 2000, 1, undefined, "55.0 %"],
    [1100, 2000, 1, { floor: "55" }, "55.0 %"],
    [1101, 2000, 1, { floor: "55" }, "55.1 %"],
    [549_999, 1_000_000, 0, { floor: "55" }, "54.9999 %"],
    [2201, 10_000, 1, { cap: "22" }, "22.01 %"],
    [22, 100, 1, { cap: "22" }, "22.0 %"],
    [23, 100, 0, { cap: "22" }, "23 %"],
    [3, 8, 0, { floor: "37.5" }, "38 %"],
    [5504, 10_000, 1, { floor: "55.04" }, "55.04 %"],
    [1, 3, 1, undefined, "33.3 %"],
    [0, 7, 1, { floor: "55" }, "0.0 %"],
    [0, 0, 1, { floor: "55" }, "—"],
  ])("%d of %d with %d decimals beside %j is %s", (num, den, decimals, limit, text) => {
    expect(percentText(num, den, decimals, limit)).toBe(text);
  });

  test("what is printed is on the side of the limit where the figure is", () => {
    const limit = fc.integer({ min: 0, max: 10_000 }).map((units) => (units / 100).toFixed(2));
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), limit, (part, den, line) => {
        const num = Math.min(part, den);
        const shown = percentText(num, den, 1, { floor: line }).replace(" %", "");
        expect(Number(shown) < Number(line)).toBe(below(num, den, line));
        const capped = percentText(num, den, 1, { cap: line }).replace(" %", "");
        expect(Number(capped) > Number(line)).toBe(above(num, den, line));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("largestRemainder", () => {
  test.each([
    [[30n, 30n, 40n], 10_001n, [3000n, 3000n, 4001n]],
    [[30n, 30n, 40n], 1_000_001n, [300_000n, 300_000n, 400_001n]],
    [[1n, 1n, 1n], 100n, [34n, 33n, 33n]],
    [[1n, 1n, 1n], 101n, [34n, 34n, 33n]],
    [[1n, 1n, 1n], -100n, [-34n, -33n, -33n]],
    [[0n, 5n], 7n, [0n, 7n]],
    [[0n, 0n], 7n, [0n, 0n]],
    [[], 7n, []],
  ])("%s of %s", (parts, total, shares) => {
    expect(largestRemainder(parts, total)).toEqual(shares);
  });

  test("a negative part is refused", () => {
    expect(() => largestRemainder([1n, -1n], 5n)).toThrow(RangeError);
  });

  test("adds up, and no share is a whole unit off", () => {
    const parts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 12 });
    const total = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    fc.assert(
      fc.property(parts, total, (given, whole) => {
        const sum = given.reduce((all, part) => all + part, 0n);
        fc.pre(sum > 0n);
        const shares = largestRemainder(given, whole);
        expect(shares.reduce((all, share) => all + share, 0n)).toBe(whole);
        for (const [index, share] of shares.entries()) {
          const off = share * sum - (given[index] ?? 0n) * whole;
          expect(off > -sum && off < sum).toBe(true);
        }
      }),
    );
  });
});

describe("sharesOf100", () => {
  test.each([
    [[1n, 1n, 1n], 1, ["33.4", "33.3", "33.3"]],
    [[1n, 1n, 1n], 0, ["34", "33", "33"]],
    [[5n, 0n], 1, ["100.0", "0.0"]],
    [[0n, 0n], 1, [null, null]],
    [[], 1, []],
  ])("%s with %d decimals", (parts, decimals, shares) => {
    expect(sharesOf100(parts, decimals)).toEqual(shares);
  });

  test("adds up to exactly 100.0", () => {
    const parts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(parts, (given) => {
        fc.pre(given.some((part) => part > 0n));
        const tenths = sharesOf100(given).map((share) => Number((share ?? "").replace(".", "")));
        expect(tenths.reduce((all, share) => all + share, 0)).toBe(1000);
      }),
    );
  });
});
