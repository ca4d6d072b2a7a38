import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstFallen, hasFallen, type ReasonShare } from "@/lib/domain/watch";

const share = (count: number, n: number, asOf = "2027-07-05"): ReasonShare => ({ asOf, count, n });

describe("the watched number", () => {
  test.each([
    ["a lower share has fallen", share(8, 40), share(7, 40), true],
    ["the same share of another n has not", share(8, 40), share(4, 20), false],
    ["fewer rejections of far fewer leads have not", share(8, 40), share(5, 20), false],
    ["more rejections of far more leads have", share(8, 40), share(9, 90), true],
    ["one third printed alike: 1/3 against 33333333/100000000", share(1, 3), share(33_333_333, 100_000_000), true],
    ["one third against 33333334/100000000", share(1, 3), share(33_333_334, 100_000_000), false],
    ["none at all has", share(1, 40), share(0, 1), true],
    ["a Monday without leads says nothing", share(8, 40), share(0, 0), false],
  ])("%s", (_, baseline, now, fallen) => {
    expect(hasFallen(baseline, now)).toBe(fallen);
  });

  test("falls one way alone, and agrees with exact fractions", () => {
    const count = fc
      .tuple(fc.nat(100_000_000), fc.nat(100_000_000))
      .map(([a, b]) => share(Math.min(a, b), Math.max(a, b, 1)));
    fc.assert(
      fc.property(count, count, (one, other) => {
        const difference = BigInt(one.count) * BigInt(other.n) - BigInt(other.count) * BigInt(one.n);
        expect(hasFallen(one, other)).toBe(difference > 0n);
        expect(hasFallen(one, other) && hasFallen(other, one)).toBe(false);
      }),
    );
  });

  test("the first Monday on which it had fallen, whatever came later and in whatever order", () => {
    const baseline = share(8, 40, "2027-06-07");
    const later = [
      share(1, 40, "2027-06-28"),
      share(8, 40, "2027-06-14"),
      share(6, 40, "2027-06-21"),
      share(1, 40, "2027-05-31"),
      baseline,
    ];
    expect(firstFallen(baseline, later)).toEqual(share(6, 40, "2027-06-21"));
    expect(firstFallen(baseline, later.slice(1, 2))).toBeNull();
  });
});
