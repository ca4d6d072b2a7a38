import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  businessMinutesBetween,
  CalendarEmptyError,
  decideBy,
  isWorkingDay,
  slaState,
  touchBy,
} from "@/lib/domain/calendar";
import { instantAtOrAfter } from "@/lib/domain/dates";
import { calendar, NEW_YORK } from "@/tests/support/calendars";

const ALL_WEEK = [1, 2, 3, 4, 5, 6, 7];
const ROUND_THE_CLOCK = calendar({ workingDays: ALL_WEEK, startMinute: 0, endMinute: 1440 });
const KATHMANDU = calendar({ zone: "Asia/Kathmandu", workingDays: [7, 1, 2, 3, 4] });

/** "2027-07-01 10:00" on the clock of New York, or of another zone. */
function at(text: string, zone = "America/New_York"): Date {
  const [date = "", time = ""] = text.split(" ");
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return instantAtOrAfter(date, hours * 60 + minutes, zone);
}

describe("decideBy: the end of the 5th business day", () => {
  test.each([
    ["Thursday", "2027-07-01 10:00", "2027-07-08 18:00"],
    ["after hours on Thursday", "2027-07-01 23:30", "2027-07-08 18:00"],
    ["before hours on Thursday", "2027-07-01 00:00", "2027-07-08 18:00"],
    ["Friday", "2027-07-02 17:59", "2027-07-09 18:00"],
    ["Saturday", "2027-07-03 12:00", "2027-07-09 18:00"],
    ["last minute of Sunday", "2027-07-04 23:59", "2027-07-09 18:00"],
    ["first minute of Monday", "2027-07-05 00:00", "2027-07-12 18:00"],
    ["over the spring clock change", "2027-03-10 10:00", "2027-03-17 18:00"],
    ["over the autumn clock change", "2027-11-03 10:00", "2027-11-10 18:00"],
    ["over a leap day", "2028-02-25 10:00", "2028-03-03 18:00"],
    ["over the new year of week 53", "2026-12-30 10:00", "2027-01-06 18:00"],
  ])("%s", (_name, handedOver, due) => {
    expect(decideBy(at(handedOver), NEW_YORK, 5)).toEqual(at(due));
  });

  test("the clock change moves the instant, not the hour", () => {
    expect(decideBy(at("2027-03-10 10:00"), NEW_YORK, 5).toISOString()).toBe("2027-03-17T22:00:00.000Z");
    expect(decideBy(at("2027-03-04 10:00"), NEW_YORK, 5).toISOString()).toBe("2027-03-11T23:00:00.000Z");
  });

  test("holidays do not count, at the weekend they change nothing", () => {
    const holidays = calendar({ holidays: new Set(["2027-07-05", "2027-07-10"]) });
    expect(decideBy(at("2027-07-01 10:00"), holidays, 5)).toEqual(at("2027-07-09 18:00"));
    expect(decideBy(at("2027-07-02 10:00"), holidays, 5)).toEqual(at("2027-07-12 18:00"));
    expect(isWorkingDay("2027-07-05", holidays)).toBe(false);
    expect(isWorkingDay("2027-07-06", holidays)).toBe(true);
  });

  test("the hand-over date is that of the organisation's zone", () => {
    const sunday = at("2027-07-04 00:30", "Asia/Kathmandu");
    expect(decideBy(sunday, KATHMANDU, 5)).toEqual(at("2027-07-11 18:00", "Asia/Kathmandu"));
  });

  test("counts over years and block edges", () => {
    const due = decideBy(at("2027-07-02 12:00"), NEW_YORK, 2610);
    expect(due).toEqual(at("2037-07-03 18:00"));
  });

  test.each([0, -1, 2.5, Number.NaN])("%d days are refused", (days) => {
    expect(() => decideBy(at("2027-07-01 10:00"), NEW_YORK, days)).toThrow(RangeError);
  });
});

describe("touchBy: 24 business hours", () => {
  test.each([
    ["from opening on Monday", "2027-07-05 09:00", "2027-07-07 15:00"],
    ["late on Friday", "2027-07-02 17:00", "2027-07-07 14:00"],
    ["at closing on Friday", "2027-07-02 18:00", "2027-07-07 15:00"],
    ["on Saturday", "2027-07-03 12:00", "2027-07-07 15:00"],
    ["in the night to Thursday", "2027-07-01 03:00", "2027-07-05 15:00"],
    ["in the night after Thursday", "2027-07-01 22:00", "2027-07-06 15:00"],
    ["over the spring clock change", "2027-03-12 17:00", "2027-03-17 14:00"],
    ["over the autumn clock change", "2027-11-05 17:00", "2027-11-10 14:00"],
  ])("%s", (_name, handedOver, due) => {
    expect(touchBy(at(handedOver), NEW_YORK, 24)).toEqual(at(due));
  });

  test("time that runs out at closing is due at closing", () => {
    expect(touchBy(at("2027-07-05 09:00"), NEW_YORK, 9)).toEqual(at("2027-07-05 18:00"));
    expect(touchBy(at("2027-07-02 17:00"), NEW_YORK, 10)).toEqual(at("2027-07-05 18:00"));
  });

  test("keeps seconds, takes half hours, leaves holidays out", () => {
    const late = new Date(at("2027-07-02 17:00").getTime() + 30_500);
    expect(touchBy(late, NEW_YORK, 1.5).getTime()).toBe(at("2027-07-05 09:30").getTime() + 30_500);
    const holidays = calendar({ holidays: new Set(["2027-07-05"]) });
    expect(touchBy(at("2027-07-02 17:00"), holidays, 24)).toEqual(at("2027-07-08 14:00"));
  });

  test("round the clock the hours are real hours, also over a clock change", () => {
    const start = at("2027-03-13 12:00");
    expect(touchBy(start, ROUND_THE_CLOCK, 24)).toEqual(at("2027-03-14 13:00"));
    expect(touchBy(at("2027-11-06 12:00"), ROUND_THE_CLOCK, 24)).toEqual(at("2027-11-07 11:00"));
  });

  test("hours that a clock change skips are no working time", () => {
    const nights = calendar({ workingDays: ALL_WEEK, startMinute: 120, endMinute: 180 });
    expect(touchBy(at("2027-03-13 12:00"), nights, 1)).toEqual(at("2027-03-15 03:00"));
  });

  test.each([0, -1, Number.NaN])("%d hours are refused", (hours) => {
    expect(() => touchBy(at("2027-07-01 10:00"), NEW_YORK, hours)).toThrow(RangeError);
  });
});

describe("CALENDAR_EMPTY", () => {
  const everyDayOff = new Set<string>();
  for (let day = Date.UTC(2027, 0, 1); day < Date.UTC(2041, 0, 1); day += 86_400_000) {
    everyDayOff.add(new Date(day).toISOString().slice(0, 10));
  }
  test.each([
    ["no weekday", calendar({ workingDays: [] })],
    ["no such weekday", calendar({ workingDays: [0, 8] })],
    ["no hours", calendar({ startMinute: 540, endMinute: 540 })],
    ["hours turned round", calendar({ startMinute: 1080, endMinute: 540 })],
    ["nothing but holidays", calendar({ holidays: everyDayOff })],
  ])("%s", (_name, empty) => {
    const handedOver = at("2027-07-01 10:00");
    expect(() => decideBy(handedOver, empty, 5)).toThrow(CalendarEmptyError);
    expect(() => touchBy(handedOver, empty, 24)).toThrow(expect.objectContaining({ code: "CALENDAR_EMPTY" }));
    expect(businessMinutesBetween(handedOver, at("2027-08-01 10:00"), empty)).toBe(0);
  });

  test("a long closure is no empty calendar", () => {
    const closed = new Set([...everyDayOff].filter((date) => date < "2037-07-01"));
    const due = decideBy(at("2027-07-01 10:00"), calendar({ holidays: closed }), 1);
    expect(due).toEqual(at("2037-07-01 18:00"));
  });
});

describe("businessMinutesBetween", () => {
  test.each([
    ["within a day", "2027-07-05 10:00", "2027-07-05 11:30", 90],
    ["from before opening to after closing", "2027-07-05 06:00", "2027-07-05 22:00", 540],
    ["over a night", "2027-07-05 17:00", "2027-07-06 10:00", 120],
    ["over a weekend", "2027-07-02 17:00", "2027-07-05 10:00", 120],
    ["inside a weekend", "2027-07-03 10:00", "2027-07-04 10:00", 0],
    ["over a clock change", "2027-03-12 17:00", "2027-03-15 10:00", 120],
    ["a whole week", "2027-07-05 00:00", "2027-07-12 00:00", 2700],
    ["nothing", "2027-07-05 10:00", "2027-07-05 10:00", 0],
    ["backwards", "2027-07-05 11:00", "2027-07-05 10:00", 0],
    ["years", "2027-01-01 00:00", "2029-01-01 00:00", 521 * 540],
  ])("%s", (_name, from, to, minutes) => {
    expect(businessMinutesBetween(at(from), at(to), NEW_YORK)).toBe(minutes);
  });

  test("is the time that touchBy gave, and adds up at any point between", () => {
    const minute = fc.integer({ min: 0, max: 60 * 24 * 800 });
    const hours = fc.integer({ min: 1, max: 200 });
    const zone = fc.constantFrom("America/New_York", "Asia/Kathmandu", "America/Havana", "UTC");
    fc.assert(
      fc.property(minute, hours, zone, fc.double({ min: 0, max: 1, noNaN: true }), (start, span, tz, part) => {
        const business = calendar({ zone: tz, holidays: new Set(["2027-07-05", "2027-12-25"]) });
        const from = new Date(Date.UTC(2027, 0, 1) + start * 60_000);
        const to = touchBy(from, business, span);
        expect(businessMinutesBetween(from, to, business)).toBe(span * 60);
        const steps = Math.floor(((to.getTime() - from.getTime()) / 60_000) * part);
        const middle = new Date(from.getTime() + steps * 60_000);
        const sum = businessMinutesBetween(from, middle, business) + businessMinutesBetween(middle, to, business);
        expect(sum).toBe(span * 60);
      }),
    );
  });
});

test("a later hand-over is never due earlier", () => {
  const minute = fc.integer({ min: 0, max: 60 * 24 * 500 });
  fc.assert(
    fc.property(minute, minute, (a, b) => {
      const [first, second] = [Math.min(a, b), Math.max(a, b)].map(
        (minutes) => new Date(Date.UTC(2027, 0, 1) + minutes * 60_000),
      ) as [Date, Date];
      expect(decideBy(first, NEW_YORK, 5) <= decideBy(second, NEW_YORK, 5)).toBe(true);
      expect(touchBy(first, NEW_YORK, 24) <= touchBy(second, NEW_YORK, 24)).toBe(true);
    }),
  );
});

describe("slaState", () => {
  const due = at("2027-07-08 18:00");
  test.each([
    ["done in time", "2027-07-08 17:00", "2027-07-12 10:00", "met", 0, 0],
    ["done at the due instant", "2027-07-08 18:00", "2027-07-12 10:00", "met", 0, 0],
    ["done late", "2027-07-09 11:00", "2027-07-20 10:00", "missed", 0, 120],
    ["done late, out of hours", "2027-07-08 20:00", "2027-07-20 10:00", "missed", 0, 0],
    ["open, far from due", null, "2027-07-06 10:00", "running", 1560, 0],
    ["open, a minute before it is at risk", null, "2027-07-08 09:59", "running", 481, 0],
    ["open, at risk", null, "2027-07-08 10:00", "at_risk", 480, 0],
    ["open, at the due instant", null, "2027-07-08 18:00", "at_risk", 0, 0],
    ["open, past due over a weekend", null, "2027-07-12 10:00", "missed", 0, 600],
  ] as const)("%s", (_name, done, now, state, leftMinutes, beyondMinutes) => {
    const clock = { due, doneAt: done ? at(done) : null, now: at(now) };
    expect(slaState(clock, NEW_YORK)).toEqual({ state, leftMinutes, beyondMinutes });
  });

  test("when it is at risk can be set", () => {
    const clock = { due, doneAt: null, now: at("2027-07-08 10:00") };
    expect(slaState({ ...clock, atRiskMinutes: 479 }, NEW_YORK).state).toBe("running");
    expect(slaState({ ...clock, atRiskMinutes: 480 }, NEW_YORK).state).toBe("at_risk");
  });
});
