import { describe, expect, test } from "vitest";
import { isExpired, isUndoOpen, undoClosesAt } from "@/lib/domain/lifecycle";

describe("expiry", () => {
  test.each([
    ["2027-07-05", "2027-10-03", 90, false],
    ["2027-07-05", "2027-10-04", 91, true],
    ["2028-02-01", "2028-05-01", 90, false],
    ["2027-07-05", "2027-07-05", 0, false],
    ["2027-07-05", "2027-07-01", -4, false],
  ])("last activity %s, on %s (day %i): %s", (last, today, _day, expired) => {
    expect(isExpired(last, today)).toBe(expired);
  });

  test("the number of days can be set", () => {
    expect(isExpired("2027-07-05", "2027-08-04", 30)).toBe(false);
    expect(isExpired("2027-07-05", "2027-08-05", 30)).toBe(true);
  });
});

describe("the undo window", () => {
  const zone = "America/New_York";
  test.each([
    ["Thursday", "2027-07-01T14:00:00Z", "2027-07-05T10:00:00.000Z"],
    ["last moment of Sunday", "2027-07-05T03:59:59Z", "2027-07-05T10:00:00.000Z"],
    ["Monday before six", "2027-07-05T09:59:59.999Z", "2027-07-05T10:00:00.000Z"],
    ["Monday at six", "2027-07-05T10:00:00Z", "2027-07-12T10:00:00.000Z"],
    ["Monday after six", "2027-07-05T15:00:00Z", "2027-07-12T10:00:00.000Z"],
    ["into summer time", "2027-03-12T15:00:00Z", "2027-03-15T10:00:00.000Z"],
    ["into winter time", "2027-11-05T15:00:00Z", "2027-11-08T11:00:00.000Z"],
    ["over the new year", "2026-12-31T15:00:00Z", "2027-01-04T11:00:00.000Z"],
  ])("%s", (_name, decided, closes) => {
    expect(undoClosesAt(new Date(decided), zone).toISOString()).toBe(closes);
    expect(isUndoOpen(new Date(decided), new Date(new Date(closes).getTime() - 1), zone)).toBe(true);
    expect(isUndoOpen(new Date(decided), new Date(closes), zone)).toBe(false);
  });

  test("follows the organisation's zone", () => {
    const decided = new Date("2027-07-04T20:00:00Z");
    expect(undoClosesAt(decided, "Asia/Kathmandu").toISOString()).toBe("2027-07-05T00:15:00.000Z");
    expect(undoClosesAt(decided, zone).toISOString()).toBe("2027-07-05T10:00:00.000Z");
  });
});
