import { describe, expect, test } from "vitest";
import { type DecimalMark, isLarger, isNegative, plainDecimal, roundDecimal } from "@/lib/services/parse/numbers";

const NARROW_SPACE = "\u202f";

describe("plainDecimal", () => {
  test.each<[string, DecimalMark, string | null]>([
    ["1234.50", undefined, "1234.50"],
    ["-7", undefined, "-7"],
    ["0.0", undefined, "0.0"],
    ["1,234.50", undefined, null],
    ["1.234,50", undefined, null],
    ["1,234", undefined, null],
    ["NaN", undefined, null],
    ["Infinity", undefined, null],
    ["1e400", undefined, null],
    ["1e3", undefined, null],
    ["0x1f", undefined, null],
    ["$5", undefined, null],
    ["5 %", undefined, null],
    [".5", undefined, null],
    ["5.", undefined, null],
    ["١٢", undefined, null],
    ["--5", undefined, null],
    ["1.234,50", ",", "1234.50"],
    ["1234,5", ",", "1234.5"],
    ["-1.234.567,8", ",", "-1234567.8"],
    [`1${NARROW_SPACE}234${NARROW_SPACE}567,8`, ",", "1234567.8"],
    ["1'234,50", ",", "1234.50"],
    ["1.234", ",", "1234"],
    ["1.5", ",", null],
    ["1.234 567,8", ",", null],
    ["1,234,5", ",", null],
    ["12.34.567", ",", null],
    ["1,234.50", ".", "1234.50"],
    ["1234.50", ".", "1234.50"],
    ["1,23.5", ".", null],
    ["1.234,50", ".", null],
  ])("%s with mark %s is %s", (text, mark, expected) => expect(plainDecimal(text, mark)).toBe(expected));
});

test.each([
  ["1.005", 2, "1.01"],
  ["1.004", 2, "1.00"],
  ["-1.005", 2, "-1.01"],
  ["0.999", 2, "1.00"],
  ["12.5", 2, "12.5"],
  ["0.5", 0, "1"],
  ["99999999999999999999.994", 2, "99999999999999999999.99"],
  [`0.${"1".repeat(90)}`, 2, null],
])("%s rounded to %i decimals is %s", (text, scale, expected) => expect(roundDecimal(text, scale)).toBe(expected));

test.each([
  ["99", 2, false],
  ["100", 2, true],
  ["099", 2, false],
  ["+99.999", 2, false],
  ["-100.5", 2, true],
])("%s has more than %i digits: %s", (text, digits, expected) => expect(isLarger(text, digits)).toBe(expected));

test("only numbers below zero are negative", () => {
  expect([isNegative("-0.00"), isNegative("-0.01"), isNegative("0"), isNegative("+3")]).toEqual([
    false,
    true,
    false,
    false,
  ]);
});
