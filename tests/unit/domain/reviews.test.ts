import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dateIn, isoWeek, mondayOf, weekdayOf } from "@/lib/domain/dates";
import {
  daysToMoveTo,
  heldDay,
  isPresent,
  moveRefusal,
  parseWeek,
  reviewStart,
  reviewState,
  weekCode,
  wrongSeat,
} from "@/lib/domain/reviews";
import { REVIEW_SEATS } from "@/lib/domain/roles";
import { NEW_YORK } from "@/tests/support/calendars";

const withHolidays = (...days: string[]) => ({ ...NEW_YORK, holidays: new Set(days) });
const mondays = fc.integer({ min: 0, max: 9_000 }).map((weeks) => addDays("1970-01-05", 7 * weeks));

describe("the week of a review", () => {
  test.each([
    ["2026-11-16", "2026-W47"],
    ["2026-12-28", "2026-W53"],
    ["2027-01-04", "2027-W01"],
    ["2024-12-30", "2025-W01"],
    ["2020-12-28", "2020-W53"],
  ])("the Monday %s is %s, and back", (monday, week) => {
    expect(weekCode(monday)).toBe(week);
    expect(parseWeek(week)).toBe(monday);
  });

  test.each([
    "2027-W53",
    "2026-W54",
    "2026-W00",
    "2026-W7",
    "2026-47",
    "W47",
    "",
    "2026-W47 ",
    "1969-W10",
    "2200-W01",
    "9999-W52",
    "9999-W99",
    "0000-W01",
    "2026-W99",
    "constructor",
  ])("“%s” is none", (text) => {
    expect(parseWeek(text)).toBeNull();
  });

  test("every Monday has one code, which names it", () => {
    fc.assert(
      fc.property(mondays, (monday) => {
        expect(parseWeek(weekCode(monday))).toBe(monday);
        expect(weekCode(monday)).toContain(String(isoWeek(monday).year));
      }),
    );
  });
});

describe("the day on which it is held", () => {
  test.each([
    ["an ordinary week", "2027-07-05", [], "2027-07-06"],
    ["a holiday Monday moves nothing", "2027-07-05", ["2027-07-05"], "2027-07-06"],
    ["a holiday Tuesday", "2027-07-05", ["2027-07-06"], "2027-07-07"],
    ["three holidays in a row", "2027-07-05", ["2027-07-06", "2027-07-07", "2027-07-08"], "2027-07-09"],
    ["no working day is left", "2027-07-05", ["2027-07-06", "2027-07-07", "2027-07-08", "2027-07-09"], "2027-07-06"],
    ["week 53, over New Year", "2026-12-28", ["2026-12-29", "2026-12-30", "2026-12-31"], "2027-01-01"],
    ["the week of the clock change", "2027-03-08", ["2027-03-09"], "2027-03-10"],
  ])("%s", (_, monday, holidays, day) => {
    expect(heldDay(monday, withHolidays(...holidays))).toBe(day);
  });

  test.each([
    ["2027-07-07", [], "NO_HOLIDAY"],
    ["2027-07-07", ["2027-07-06"], null],
    ["2027-07-09", ["2027-07-06"], null],
    ["2027-07-06", ["2027-07-06"], "DAY_NOT_POSSIBLE"],
    ["2027-07-05", ["2027-07-06"], "DAY_NOT_POSSIBLE"],
    ["2027-07-10", ["2027-07-06"], "DAY_NOT_POSSIBLE"],
    ["2027-07-13", ["2027-07-06"], "DAY_NOT_POSSIBLE"],
    ["2027-07-07", ["2027-07-06", "2027-07-07"], "DAY_NOT_POSSIBLE"],
    ["2027-07-07", ["2027-07-06", "2027-07-07", "2027-07-08", "2027-07-09"], "NO_DAY_LEFT"],
  ])("moved to %s with holidays %j: %s", (to, holidays, refusal) => {
    const set = { asOf: "2027-07-05", heldOn: "2027-07-06" };
    expect(moveRefusal(set, to, withHolidays(...holidays))).toBe(refusal);
  });

  test.each([
    ["2027-07-06", null],
    ["2027-07-07", "DAY_NOT_POSSIBLE"],
    ["2027-07-08", "DAY_NOT_POSSIBLE"],
    ["2027-07-09", "DAY_NOT_POSSIBLE"],
  ])("set on Thursday for a holiday that is none any more, moved to %s: %s", (to, refusal) => {
    const set = { asOf: "2027-07-05", heldOn: "2027-07-08" };
    expect(moveRefusal(set, to, withHolidays("2027-07-05"))).toBe(refusal);
  });

  test("is a Tuesday, or a later working day of the same ISO week after a holiday Tuesday", () => {
    fc.assert(
      fc.property(mondays, fc.uniqueArray(fc.integer({ min: 0, max: 6 })), (monday, off) => {
        const calendar = withHolidays(...off.map((days) => addDays(monday, days)));
        const day = heldDay(monday, calendar);
        expect(mondayOf(day)).toBe(monday);
        if (weekdayOf(day) === 2) return;
        expect(calendar.holidays.has(addDays(monday, 1))).toBe(true);
        expect(daysToMoveTo(monday, addDays(monday, 1), calendar)).toContain(day);
        expect(calendar.holidays.has(day)).toBe(false);
        expect(weekdayOf(day)).toBeGreaterThan(2);
      }),
    );
  });

  // The clock goes forward on 14 March 2027 and back on 7 November in New York.
  test.each([
    ["2027-03-09", "2027-03-09T15:00:00.000Z"],
    ["2027-03-16", "2027-03-16T14:00:00.000Z"],
    ["2027-11-02", "2027-11-02T14:00:00.000Z"],
    ["2027-11-09", "2027-11-09T15:00:00.000Z"],
  ])("on %s it begins at %s: 10:00 in New York", (day, instant) => {
    expect(reviewStart(day, "America/New_York").toISOString()).toBe(instant);
  });
});

test.each([
  ["2027-07-05", false, "open"],
  ["2027-07-11", false, "open"],
  ["2027-07-12", false, "lapsed"],
  ["2027-07-12", true, "closed"],
  ["2027-07-06", true, "closed"],
])("on %s, closed %s: %s", (today, isClosed, state) => {
  expect(reviewState({ asOf: "2027-07-05", isClosed }, today)).toBe(state);
});

test("a review is open on every day of its week in any zone, and on no other", () => {
  const zones = fc.constantFrom("America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Europe/London");
  fc.assert(
    fc.property(mondays, zones, fc.integer({ min: -10, max: 30 }), (monday, zone, days) => {
      const today = dateIn(new Date(`${addDays(monday, days)}T12:00:00Z`), zone);
      const isOpen = reviewState({ asOf: monday, isClosed: false }, today) === "open";
      expect(isOpen).toBe(mondayOf(today) <= monday);
    }),
  );
});

test("a heartbeat counts for 90 seconds", () => {
  const seen = new Date("2027-07-06T14:00:00Z");
  expect(isPresent(seen, new Date(seen.getTime() + 90_000))).toBe(true);
  expect(isPresent(seen, new Date(seen.getTime() + 90_001))).toBe(false);
});

describe("the five", () => {
  const five = Object.fromEntries(
    REVIEW_SEATS.map((role, index) => [role, { id: BigInt(index + 1), role, active: true }]),
  );
  const seats = (changes: object) => ({ ...five, ...changes }) as Parameters<typeof wrongSeat>[0];

  test.each([
    ["all there", {}, null],
    ["an empty seat", { cmo: null }, "cmo"],
    ["a closed account", { head_sdr: { id: 5n, role: "head_sdr", active: false } }, "head_sdr"],
    ["another role", { cro: { id: 9n, role: "bdr", active: true } }, "cro"],
    ["one person twice", { cmo: five.cro }, "cmo"],
  ])("%s", (_, changes, wrong) => {
    expect(wrongSeat(seats(changes))).toBe(wrong);
  });
});
