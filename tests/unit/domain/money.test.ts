import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareDecimals, divideHalfUp, parseDecimal, requireDecimal } from "@/lib/domain/decimals";
import { convert, formatMoney, parseMoney } from "@/lib/domain/money";

describe("parseMoney", () => {
  test.each([
    ["22000", 2_200_000n],
    ["22000.00", 2_200_000n],
    ["22000.5", 2_200_050n],
    ["0", 0n],
    ["-0.05", -5n],
    ["+1.00", 100n],
    ["0.004", 0n],
    ["0.005", 1n],
    ["1.0049999999", 100n],
    ["-0.005", -1n],
    ["-0.004", 0n],
    ["99999999999999999999.99", 9_999_999_999_999_999_999_999n],
    // 1.005 as a float is below its half: exact decimals are not.
    ["1.005", 101n],
  ])("reads %s", (text, cents) => {
    expect(parseMoney(text)).toBe(cents);
  });

  test.each([
    "",
    " ",
    "1,000.00",
    "1.234,50",
    "1e3",
    "NaN",
    "Infinity",
    ".5",
    "5.",
    "0x10",
    "1 000",
    "--1",
    "١",
    "9".repeat(81),
  ])("refuses %j", (text) => {
    expect(parseMoney(text)).toBeNull();
  });

  test("reads back what formatMoney prints", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        (cents) => parseMoney(formatMoney(cents)) === cents,
      ),
    );
  });
});

describe("formatMoney", () => {
  test.each([
    [2_200_000n, "22000.00"],
    [0n, "0.00"],
    [5n, "0.05"],
    [-5n, "-0.05"],
    [-123_456n, "-1234.56"],
  ])("prints %s as %s", (cents, text) => {
    expect(formatMoney(cents)).toBe(text);
  });
});

describe("convert", () => {
  test.each([
    ["50000", "1.08", 5_400_000n],
    ["50000.00", "1.0800", 5_400_000n],
    ["0.01", "0.5", 1n],
    ["0.01", "0.49", 0n],
    ["100.10", "1.00005", 10_011n],
    // The product is rounded once: 33.335 × 1.1 is 36.6685, not 33.34 × 1.1.
    ["33.335", "1.1", 3_667n],
    ["-0.01", "0.5", -1n],
  ])("converts %s at %s", (amount, rate, cents) => {
    expect(convert(amount, rate)).toBe(cents);
  });

  test.each([
    ["100", "0"],
    ["100", "-1.08"],
    ["100", "abc"],
    ["", "1"],
  ])("refuses %j at %j", (amount, rate) => {
    expect(() => convert(amount, rate)).toThrow(RangeError);
  });
});

describe("decimals", () => {
  test.each([
    ["1", "1.000", 0],
    ["0.22", "0.2199", 1],
    ["-2", "1", -1],
    ["-0", "0.0", 0],
  ])("compares %s with %s", (a, b, expected) => {
    expect(Math.sign(compareDecimals(requireDecimal(a), requireDecimal(b)))).toBe(expected);
  });

  test("divides to the nearest integer, halves away from zero", () => {
    expect([7n, 5n, 4n, -5n, -7n, 0n].map((n) => divideHalfUp(n, 2n))).toEqual([4n, 3n, 2n, -3n, -4n, 0n]);
    expect([1n, 2n, -2n].map((n) => divideHalfUp(n, 3n))).toEqual([0n, 1n, -1n]);
  });

  test("keeps the scale as written", () => {
    expect(parseDecimal("-12.50")).toEqual({ units: -1250n, scale: 2 });
  });
});
