import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dateIn, diffDays } from "@/lib/domain/dates";
import {
  effectiveFromError,
  firstEffectiveFrom,
  fiscalYearStart,
  frozenUntil,
  isInGrace,
  isTypoWindow,
  SIGNING_GRACE_DAYS,
} from "@/lib/domain/fiscal";

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

describe("frozenUntil over fiscal years of several months", () => {
  test.each([
    // January, leap years.
    ["2028-02-29", 1, "2030-01-01"],
    ["2028-01-15", 1, "2029-01-01"],
    ["2028-01-16", 1, "2030-01-01"],
    ["2027-12-31", 1, "2029-01-01"],
    // February: 29 February is 28 days after its start.
    ["2028-02-29", 2, "2030-02-01"],
    ["2028-02-15", 2, "2029-02-01"],
    ["2028-02-16", 2, "2030-02-01"],
    ["2028-01-31", 2, "2029-02-01"],
    // March, whose start follows a leap day.
    ["2028-02-29", 3, "2029-03-01"],
    ["2027-02-28", 3, "2028-03-01"],
    ["2028-03-15", 3, "2029-03-01"],
    ["2028-03-16", 3, "2030-03-01"],
    // April.
    ["2027-03-31", 4, "2028-04-01"],
    ["2027-04-01", 4, "2028-04-01"],
    ["2027-04-15", 4, "2028-04-01"],
    ["2027-04-16", 4, "2029-04-01"],
    ["2028-02-29", 4, "2029-04-01"],
    // July.
    ["2027-06-30", 7, "2028-07-01"],
    ["2027-07-15", 7, "2028-07-01"],
    ["2027-07-16", 7, "2029-07-01"],
    ["2028-02-29", 7, "2029-07-01"],
    // October.
    ["2027-09-30", 10, "2028-10-01"],
    ["2027-10-15", 10, "2028-10-01"],
    ["2027-10-16", 10, "2029-10-01"],
    ["2028-02-29", 10, "2029-10-01"],
  ])("signed %s, fiscal year from month %s: %s", (signedOn, startMonth, expected) => {
    expect(frozenUntil(signedOn, startMonth)).toBe(expected);
  });

  test.each([
    ["2027-08-10", "2028-02-01", "2029-02-01"],
    ["2028-02-10", "2028-02-01", "2029-02-01"],
    ["2027-08-10", "2029-02-01", "2030-02-01"],
    ["2028-02-15", "2028-02-01", "2029-02-01"],
  ])("signed %s for %s: a year from there, %s", (signedOn, effectiveFrom, expected) => {
    expect(frozenUntil(signedOn, 2, effectiveFrom)).toBe(expected);
  });

  test.each([
    ["2027-02-15T23:30:00Z", "Pacific/Auckland", "2027-02-16", "2029-02-01"],
    ["2027-02-15T23:30:00Z", "America/Los_Angeles", "2027-02-15", "2028-02-01"],
    ["2027-02-16T07:59:00Z", "America/Los_Angeles", "2027-02-15", "2028-02-01"],
    ["2027-02-16T08:00:00Z", "America/Los_Angeles", "2027-02-16", "2029-02-01"],
    ["2027-01-31T12:00:00Z", "Pacific/Auckland", "2027-02-01", "2028-02-01"],
    ["2027-01-31T12:00:00Z", "America/Los_Angeles", "2027-01-31", "2028-02-01"],
    ["2028-02-29T11:30:00Z", "Pacific/Auckland", "2028-03-01", "2030-02-01"],
  ])("%s in %s is %s: until %s", (instant, zone, day, expected) => {
    expect(dateIn(new Date(instant), zone)).toBe(day);
    expect(frozenUntil(day, 2)).toBe(expected);
  });
});

describe("isInGrace", () => {
  test.each([
    ["2027-02-15", 2, true],
    ["2027-02-16", 2, false],
    ["2027-01-31", 2, false],
    ["2028-03-15", 3, true],
    ["2028-02-29", 2, false],
  ])("%s with month %s: %s", (on, startMonth, expected) => {
    expect(isInGrace(on, startMonth)).toBe(expected);
  });
});

describe("when the next version may come into force", () => {
  test.each([
    // until, today, month → the first day
    ["2028-02-01", "2027-03-01", 2, "2028-02-01"],
    ["2028-02-01", "2028-01-31", 2, "2028-02-01"],
    ["2028-02-01", "2028-02-01", 2, "2028-02-01"],
    ["2028-02-01", "2028-02-15", 2, "2028-02-01"],
    ["2028-02-01", "2028-02-16", 2, "2029-02-01"],
    ["2028-02-01", "2029-06-01", 2, "2030-02-01"],
    ["2029-01-01", "2028-02-29", 1, "2029-01-01"],
    ["2028-04-01", "2028-04-15", 4, "2028-04-01"],
    ["2028-04-01", "2028-04-16", 4, "2029-04-01"],
    ["2028-10-01", "2027-01-01", 10, "2028-10-01"],
    // The fiscal year was moved once the boundary had passed: the next start of the new one.
    ["2028-02-01", "2028-02-10", 7, "2028-07-01"],
    ["2028-02-01", "2027-02-10", 7, "2028-07-01"],
  ])("frozen until %s, signed %s, month %s: %s", (until, today, startMonth, expected) => {
    expect(firstEffectiveFrom(until, today, startMonth)).toBe(expected);
    expect(effectiveFromError(expected, { until, today, startMonth })).toBeNull();
  });

  test.each([
    ["2028-02-01", null],
    ["2029-02-01", null],
    ["2028-02-02", "NOT_FISCAL_BOUNDARY"],
    ["2028-01-31", "NOT_FISCAL_BOUNDARY"],
    ["2028-03-01", "NOT_FISCAL_BOUNDARY"],
    ["2027-02-01", "FROZEN_UNTIL"],
    ["2020-02-01", "FROZEN_UNTIL"],
  ])("frozen until 2028-02-01: %s gives %s", (date, expected) => {
    expect(effectiveFromError(date, { until: "2028-02-01", today: "2027-06-01", startMonth: 2 })).toBe(expected);
  });

  test.each([
    ["2028-02-01", null],
    ["2028-02-15", null],
    ["2028-02-16", "NOT_FISCAL_BOUNDARY"],
  ])("signed on %s, 1 February gives %s", (today, expected) => {
    expect(effectiveFromError("2028-02-01", { until: "2028-02-01", today, startMonth: 2 })).toBe(expected);
  });

  test("is the earliest start that is not refused, whatever the day", () => {
    fc.assert(
      fc.property(date, date, month, month, (signedOn, today, signedMonth, startMonth) => {
        const rule = { until: frozenUntil(signedOn, signedMonth), today, startMonth };
        const first = firstEffectiveFrom(rule.until, today, startMonth);
        expect(effectiveFromError(first, rule)).toBeNull();
        const earlier = `${Number(first.slice(0, 4)) - 1}${first.slice(4)}`;
        expect(effectiveFromError(earlier, rule)).not.toBeNull();
        expect(diffDays(first, today)).toBeLessThanOrEqual(SIGNING_GRACE_DAYS);
      }),
    );
  });
});

describe("a slip of the pen", () => {
  const signedAt = new Date("2027-02-10T12:00:00Z");
  test.each([
    ["2027-02-10T12:00:00.000Z", true],
    ["2027-02-11T11:59:59.999Z", true],
    ["2027-02-11T12:00:00.000Z", false],
    ["2028-01-01T00:00:00.000Z", false],
  ])("can be mended at %s: %s", (now, expected) => {
    expect(isTypoWindow(signedAt, new Date(now))).toBe(expected);
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
