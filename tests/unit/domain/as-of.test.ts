import { describe, expect, it } from "vitest";
import { nearestMonday, parseAsOf, snapshotDueAt } from "@/lib/domain/as-of";

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
