import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/domain/dates";
import { fiscalYearStart, frozenUntil } from "@/lib/domain/fiscal";

const month = fc.integer({ min: 1, max: 12 });
const date = fc.integer({ min: 0, max: 5000 }).map((days) => addDays("2020-01-01", days));

describe("frozenUntil", () => {
  test.each([
    ["2027-02-10", 2, "2028-02-01"],
    ["2027-08-10", 2, "2029-02-01"],
    ["2027-02-01", 2, "2028-02-01"],
    ["2027-02-15", 2, "2028-02-01"],
    ["2027-02-16", 2, "2029-02-01"],
    ["2027-01-31", 2, "2028-02-01"],
    ["2027-01-01", 1, "2028-01-01"],
    ["2027-01-15", 1, "2028-01-01"],
    ["2027-01-16", 1, "2029-01-01"],
    ["2027-12-31", 1, "2029-01-01"],
    ["2027-12-01", 12, "2028-12-01"],
    ["2027-12-15", 12, "2028-12-01"],
    ["2028-01-05", 12, "2029-12-01"],
    ["2028-02-29", 3, "2029-03-01"],
    ["2028-03-15", 3, "2029-03-01"],
  ])("signed %s, fiscal year from month %s: %s", (signedOn, startMonth, expected) => {
    expect(frozenUntil(signedOn, startMonth)).toBe(expected);
  });

  test("is a fiscal-year start 12 to 24 months on, 14 days of grace apart", () => {
    fc.assert(
      fc.property(date, month, (signedOn, startMonth) => {
        const until = frozenUntil(signedOn, startMonth);
        expect(fiscalYearStart(until, startMonth)).toBe(until);
        const year = (on: string, years: number) => `${Number(on.slice(0, 4)) + years}${on.slice(4)}`;
        // Text, so that 29 February needs no clamping: it sorts before 1 March.
        expect(until >= year(addDays(signedOn, -14), 1)).toBe(true);
        expect(until < year(signedOn, 2)).toBe(true);
      }),
    );
  });

  test.each([0, 13, 1.5, Number.NaN])("refuses month %s", (startMonth) => {
    expect(() => frozenUntil("2027-02-10", startMonth)).toThrow(RangeError);
  });
});

describe("fiscalYearStart", () => {
  test.each([
    ["2027-02-01", 2, "2027-02-01"],
    ["2027-01-31", 2, "2026-02-01"],
    ["2027-12-31", 1, "2027-01-01"],
    ["2027-11-30", 12, "2026-12-01"],
  ])("of %s with month %s is %s", (on, startMonth, expected) => {
    expect(fiscalYearStart(on, startMonth)).toBe(expected);
  });
});
