import { describe, expect, it } from "vitest";
import { latestDueMonday, missedMondays, nearestMonday, parseAsOf, snapshotDueAt } from "@/lib/domain/as-of";

describe("parseAsOf", () => {
  it("takes a Monday", () => {
    expect(parseAsOf("2027-07-05")).toEqual({ ok: true, asOf: "2027-07-05" });
  });

  it.each([
    ["2027-07-06", "2027-07-05"],
    ["2027-07-08", "2027-07-05"],
    ["2027-07-09", "2027-07-12"],
    ["2027-07-11", "2027-07-12"],
    ["2027-01-01", "2027-01-04"],
  ])("refuses %s and names the nearest Monday, %s", (date, monday) => {
    const parsed = parseAsOf(date);
    expect(parsed).toMatchObject({ ok: false, code: "AS_OF_NOT_MONDAY" });
    expect(parsed.ok ? "" : parsed.message).toContain(`the nearest Monday is ${monday}`);
    expect(nearestMonday(date)).toBe(monday);
  });

  it.each([
    "",
    "2027-7-5",
    "2027-02-31",
    "Monday",
    "2027-07-05T00:00",
    "1999-12-27",
    "2200-01-06",
    "9999-12-27",
    "0001-01-01",
    " 2027-07-05",
  ])("refuses %j as no date that it could be", (text) => {
    expect(parseAsOf(text)).toMatchObject({ ok: false, code: "AS_OF_INVALID" });
  });
});

describe("snapshotDueAt", () => {
  it.each([
    ["2027-07-05", "America/New_York", "2027-07-05T10:00:00.000Z"],
    ["2027-01-04", "America/New_York", "2027-01-04T11:00:00.000Z"],
    ["2027-03-29", "Europe/Berlin", "2027-03-29T04:00:00.000Z"],
  ])("is 06:00 of %s in %s", (asOf, zone, instant) => {
    expect(snapshotDueAt(asOf, zone).toISOString()).toBe(instant);
  });
});

describe("latestDueMonday", () => {
  it.each([
    // Summer time begins on Sunday 14 March 2027 and ends on 7 November 2027 in New York; in Santiago it begins on Sunday 5
    // September 2027 and ends on 4 April 2027, both at midnight.
    ["2027-03-15T09:59:59.999Z", "America/New_York", "2027-03-08"],
    ["2027-03-15T10:00:00.000Z", "America/New_York", "2027-03-15"],
    ["2027-11-08T10:59:59.999Z", "America/New_York", "2027-11-01"],
    ["2027-11-08T11:00:00.000Z", "America/New_York", "2027-11-08"],
    ["2027-09-06T08:59:59.999Z", "America/Santiago", "2027-08-30"],
    ["2027-09-06T09:00:00.000Z", "America/Santiago", "2027-09-06"],
    ["2027-04-05T09:59:59.999Z", "America/Santiago", "2027-03-29"],
    ["2027-04-05T10:00:00.000Z", "America/Santiago", "2027-04-05"],
    // Still Sunday in London.
    ["2027-07-04T18:00:00.000Z", "Pacific/Auckland", "2027-07-05"],
    // Tuesday in Kiribati, Monday here.
    ["2027-07-05T16:00:00.000Z", "Pacific/Kiritimati", "2027-07-05"],
  ])("at %s in %s is %s", (now, zone, monday) => {
    expect(latestDueMonday(new Date(now), zone)).toBe(monday);
  });
});

describe("missedMondays", () => {
  const zone = "America/New_York";
  it.each([
    ["2027-07-05", "2027-07-12T09:59:59Z", []],
    ["2027-07-05", "2027-07-12T10:00:00Z", ["2027-07-12"]],
    ["2027-07-05", "2027-07-29T12:00:00Z", ["2027-07-12", "2027-07-19", "2027-07-26"]],
    // Over the change of the clocks.
    ["2027-03-01", "2027-03-15T10:00:00Z", ["2027-03-08", "2027-03-15"]],
    // One that was frozen ahead of the machine's clock.
    ["2027-08-02", "2027-07-12T10:00:00Z", []],
  ])("after %s at %s: %j", (latest, now, missed) => {
    expect(missedMondays(latest, new Date(now), zone)).toEqual(missed);
  });

  it.each([
    ["2027-04-12", "2027-04-19", 13],
    ["2027-04-05", "2027-04-19", 13],
    ["2020-01-06", "2027-04-19", 13],
    ["2027-04-19", "2027-04-26", 12],
  ])("after %s they begin with %s: a quarter at most", (latest, first, count) => {
    const missed = missedMondays(latest, new Date("2027-07-12T10:00:00Z"), zone);
    expect([missed[0], missed.at(-1), missed.length]).toEqual([first, "2027-07-12", count]);
  });
});
