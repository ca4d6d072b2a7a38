import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  dateIn,
  dayNumber,
  diffDays,
  fromDayNumber,
  instantAt,
  instantAtOrAfter,
  isMonday,
  isoWeek,
  isWithin,
  mondayOf,
  parseIsoDate,
  startOfDay,
  weekdayOf,
} from "@/lib/domain/dates";

const ZONES = [
  "UTC",
  "America/New_York",
  "America/Sao_Paulo",
  "America/Havana",
  "Asia/Kathmandu",
  "Asia/Beirut",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
];
const anyDay = fc.integer({ min: dayNumber("1996-01-01"), max: dayNumber("2040-12-31") });
const anyZone = fc.constantFrom(...ZONES);

test("the workers run in an odd zone", () => {
  expect(new Date(0).getTimezoneOffset()).toBe(-330);
  expect(new Date("2027-07-05T00:00:00Z").getTimezoneOffset()).toBe(-345);
});

describe("parseIsoDate", () => {
  test.each(["2027-07-05", "2028-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])("takes %s", (text) => {
    expect(parseIsoDate(text)).toBe(text);
  });
  test.each([
    "2026-02-31",
    "2027-02-29",
    "1900-02-29",
    "2027-13-01",
    "2027-00-10",
    "2027-04-31",
    "2027-01-00",
    "0000-01-01",
    "2027-7-5",
    "27-07-05",
    "2027-07-05T00:00:00Z",
    " 2027-07-05",
    "2027-07-05\n",
    "2027/07/05",
    "٢٠٢٧-٠٧-٠٥",
    "-2027-07-05",
    "",
  ])("refuses %j", (text) => {
    expect(parseIsoDate(text)).toBeNull();
  });
});

describe("calendar arithmetic", () => {
  test.each([
    ["2028-02-28", 1, "2028-02-29"],
    ["2027-02-28", 1, "2027-03-01"],
    ["2100-02-28", 1, "2100-03-01"],
    ["2027-12-31", 1, "2028-01-01"],
    ["2027-03-01", -1, "2027-02-28"],
    ["2027-07-05", 30, "2027-08-04"],
    ["1970-01-01", -1, "1969-12-31"],
    ["1970-01-01", 21_004, "2027-07-05"],
  ])("%s + %i = %s", (from, days, to) => {
    expect(addDays(from, days)).toBe(to);
    expect(diffDays(from, to)).toBe(days);
  });

  test("a text that is no date is refused, never rolled over", () => {
    expect(() => addDays("2026-02-31", 1)).toThrow(RangeError);
    expect(() => diffDays("2026-02-01", "soon")).toThrow(RangeError);
    expect(() => addDays("9999-12-31", 1)).toThrow(RangeError);
    expect(() => addDays("2027-01-01", 0.5)).toThrow(RangeError);
  });

  test("a day number and its date say the same", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dayNumber(fromDayNumber(day))).toBe(day);
      }),
    );
  });

  test("ranges include both ends", () => {
    const range = { from: "2027-05-31", to: "2027-06-27" };
    const inside = ["2027-05-30", "2027-05-31", "2027-06-27", "2027-06-28"].map((d) => isWithin(d, range));
    expect(inside).toEqual([false, true, true, false]);
  });
});

describe("weeks", () => {
  test.each([
    ["2027-07-05", 1, "2027-07-05"],
    ["2027-07-10", 6, "2027-07-05"],
    ["2027-07-11", 7, "2027-07-05"],
    ["1969-12-28", 7, "1969-12-22"],
    ["2027-01-01", 5, "2026-12-28"],
  ])("%s is weekday %i of the week of %s", (date, weekday, monday) => {
    expect(weekdayOf(date)).toBe(weekday);
    expect(isMonday(date)).toBe(weekday === 1);
    expect(mondayOf(date)).toBe(monday);
  });

  test.each([
    ["2026-12-28", 2026, 53],
    ["2027-01-03", 2026, 53],
    ["2027-01-04", 2027, 1],
    ["2020-12-31", 2020, 53],
    ["2021-01-03", 2020, 53],
    ["2024-12-30", 2025, 1],
    ["2028-01-01", 2027, 52],
    ["2028-01-03", 2028, 1],
    ["2027-07-05", 2027, 27],
  ])("%s is in ISO week %i-%i", (date, year, week) => {
    expect(isoWeek(date)).toEqual({ year, week });
  });
});

describe("dateIn", () => {
  test.each([
    ["2027-07-05T03:59:59.999Z", "America/New_York", "2027-07-04"],
    ["2027-07-05T04:00:00Z", "America/New_York", "2027-07-05"],
    ["2027-01-05T04:59:59Z", "America/New_York", "2027-01-04"],
    ["2027-07-04T18:14:59Z", "Asia/Kathmandu", "2027-07-04"],
    ["2027-07-04T18:15:00Z", "Asia/Kathmandu", "2027-07-05"],
    ["2011-12-30T09:59:59Z", "Pacific/Apia", "2011-12-29"],
    ["2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-31"],
  ])("%s in %s is %s", (instant, zone, date) => {
    expect(dateIn(new Date(instant), zone)).toBe(date);
  });

  test("agrees with the platform's own formatter", () => {
    const format = new Map(
      ZONES.map((timeZone) => [timeZone, new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" })]),
    );
    const instants = fc.date({
      min: new Date("1996-01-01"),
      max: new Date("2040-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, anyZone, (instant, zone) => {
        expect(dateIn(instant, zone)).toBe(format.get(zone)?.format(instant));
      }),
    );
  });

  test("an unknown zone or an invalid instant is refused", () => {
    expect(() => dateIn(new Date(0), "Mars/Olympus")).toThrow(RangeError);
    expect(() => dateIn(new Date(Number.NaN), "UTC")).toThrow(RangeError);
  });
});

describe("startOfDay", () => {
  test.each([
    ["2027-03-14", "America/New_York", "2027-03-14T05:00:00.000Z"],
    ["2027-03-15", "America/New_York", "2027-03-15T04:00:00.000Z"],
    ["2027-11-07", "America/New_York", "2027-11-07T04:00:00.000Z"],
    ["2027-11-08", "America/New_York", "2027-11-08T05:00:00.000Z"],
    // Midnight falls in the gap: the day begins at 01:00.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    ["2027-03-14", "America/Havana", "2027-03-14T05:00:00.000Z"],
    // Midnight occurs twice: the first one counts.
    ["2027-11-07", "America/Havana", "2027-11-07T04:00:00.000Z"],
    // The clock goes back from midnight into the day before: only the second midnight opens the day.
    ["2018-02-18", "America/Sao_Paulo", "2018-02-18T03:00:00.000Z"],
    // A date that never was.
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["2027-07-05", "Asia/Kathmandu", "2027-07-04T18:15:00.000Z"],
  ])("%s in %s begins at %s", (date, zone, instant) => {
    expect(startOfDay(date, zone).toISOString()).toBe(instant);
  });

  test("is on its date, and the millisecond before is not", () => {
    fc.assert(
      fc.property(anyDay, anyZone, (day, zone) => {
        const date = fromDayNumber(day);
        const start = startOfDay(date, zone);
        // Kiritimati jumped over 1995-01-01 before the range; no other zone here skips a date.
        expect(dateIn(start, zone)).toBe(date);
        expect(dateIn(new Date(start.getTime() - 1), zone) < date).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("instantAt", () => {
  test.each([
    ["2027-03-14", 119, "America/New_York", "2027-03-14T06:59:00.000Z"],
    ["2027-03-14", 120, "America/New_York", null],
    ["2027-03-14", 150, "America/New_York", null],
    ["2027-03-14", 179, "America/New_York", null],
    ["2027-03-14", 180, "America/New_York", "2027-03-14T07:00:00.000Z"],
    ["2027-11-07", 90, "America/New_York", "2027-11-07T05:30:00.000Z"],
    ["2027-11-07", 120, "America/New_York", "2027-11-07T07:00:00.000Z"],
    ["2027-10-03", 135, "Australia/Lord_Howe", null],
    ["2027-10-03", 150, "Australia/Lord_Howe", "2027-10-02T15:30:00.000Z"],
    ["2027-07-05", 1440, "America/New_York", "2027-07-06T04:00:00.000Z"],
  ])("%s + %i min in %s is %s", (date, minutes, zone, instant) => {
    expect(instantAt(date, minutes, zone)?.toISOString() ?? null).toBe(instant);
  });

  test("a skipped time can be taken as the instant of the change", () => {
    const change = "2027-03-14T07:00:00.000Z";
    expect(instantAtOrAfter("2027-03-14", 150, "America/New_York").toISOString()).toBe(change);
    expect(instantAtOrAfter("2027-03-14", 120, "America/New_York").toISOString()).toBe(change);
  });
});
