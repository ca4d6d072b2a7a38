import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, isMonday, isWithin } from "@/lib/domain/dates";
import {
  calendarMondays,
  mondaysIn,
  PERIOD_KINDS,
  type PeriodKind,
  parsePeriod,
  periodAfter,
  periodBefore,
  periodOf,
  periodsOf,
} from "@/lib/domain/periods";

describe("the period that holds a date", () => {
  test.each<[kind: PeriodKind, date: string, startMonth: number, key: string, from: string, to: string]>([
    ["monthly", "2026-10-31", 2, "2026-10", "2026-10-01", "2026-10-31"],
    ["monthly", "2028-02-29", 1, "2028-02", "2028-02-01", "2028-02-29"],
    ["monthly", "2026-12-07", 1, "2026-12", "2026-12-01", "2026-12-31"],
    ["quarterly", "2026-11-23", 1, "2026-Q4", "2026-10-01", "2026-12-31"],
    ["quarterly", "2026-11-23", 2, "2026-Q4", "2026-11-01", "2027-01-31"],
    ["quarterly", "2027-01-31", 2, "2026-Q4", "2026-11-01", "2027-01-31"],
    ["quarterly", "2027-02-01", 2, "2027-Q1", "2027-02-01", "2027-04-30"],
    ["quarterly", "2026-11-30", 12, "2025-Q4", "2026-09-01", "2026-11-30"],
    ["quarterly", "2028-03-01", 12, "2027-Q2", "2028-03-01", "2028-05-31"],
    ["partner", "2026-11-22", 2, "2026-W47", "2026-11-16", "2026-11-22"],
    ["partner", "2027-01-03", 2, "2026-W53", "2026-12-28", "2027-01-03"],
  ])("%s of %s, fiscal year from month %s: %s", (kind, date, startMonth, key, from, to) =>
    expect(periodOf(kind, date, startMonth)).toEqual({ kind, key, from, to }),
  );
});

describe("what is no period", () => {
  test.each<[PeriodKind, string]>([
    ["monthly", "2026-13"],
    ["monthly", "2026-00"],
    ["monthly", "2026-1"],
    ["monthly", "1999-12"],
    ["monthly", "2200-01"],
    ["monthly", "2026-Q1"],
    ["quarterly", "2026-Q5"],
    ["quarterly", "2026-Q0"],
    ["quarterly", "2026-q1"],
    ["partner", "2026-W54"],
    ["partner", "2027-W53"],
    ["partner", "2026-W00"],
    ["partner", "constructor"],
    ["monthly", ""],
  ])("%s %s", (kind, key) => expect(parsePeriod(kind, key, 2)).toBeNull());
});

const kind = fc.constantFrom(...PERIOD_KINDS);
const startMonth = fc.integer({ min: 1, max: 12 });
const date = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays("2001-01-01", days));

test("periods of a kind follow each other without a gap, hold their dates, and read back from their key", () => {
  fc.assert(
    fc.property(kind, date, startMonth, (of, day, start) => {
      const period = periodOf(of, day, start);
      expect(isWithin(day, period)).toBe(true);
      expect(parsePeriod(of, period.key, start)).toEqual(period);
      const next = periodAfter(period, start);
      expect(next.from).toBe(addDays(period.to, 1));
      expect(periodBefore(next, start)).toEqual(period);
    }),
  );
});

test("the Mondays of the calendar in a period are counted", () => {
  fc.assert(
    fc.property(kind, date, startMonth, (of, day, start) => {
      const period = periodOf(of, day, start);
      const days = Array.from({ length: 100 }, (_, index) => addDays(period.from, index));
      expect(calendarMondays(period)).toBe(days.filter((each) => isMonday(each) && each <= period.to).length);
    }),
  );
});

test("only what has a frozen Monday is there, latest first", () => {
  const mondays = ["2026-08-31", "2026-09-07", "2026-11-02", "2026-11-09"];
  expect(periodsOf("monthly", mondays, 2).map(({ key }) => key)).toEqual(["2026-11", "2026-09", "2026-08"]);
  expect(periodsOf("quarterly", mondays, 2).map(({ key }) => key)).toEqual(["2026-Q4", "2026-Q3"]);
  expect(periodsOf("partner", mondays, 2).map(({ key }) => key)[0]).toBe("2026-W46");
  const november = periodOf("monthly", "2026-11-15", 2);
  expect(mondaysIn(november, mondays)).toEqual(["2026-11-02", "2026-11-09"]);
});
