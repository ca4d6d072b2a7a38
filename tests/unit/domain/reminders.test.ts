import { expect, test } from "vitest";
import { reminderWindow } from "@/lib/domain/reminders";
import { NEW_YORK } from "@/tests/support/calendars";

const calendar = { ...NEW_YORK, holidays: new Set(["2027-07-05"]) };
const at = (now: string) => reminderWindow(new Date(now), calendar);

test.each([
  ["before opening", "2027-07-06T12:59:00Z"],
  ["at closing", "2027-07-06T22:00:00Z"],
  ["on a Saturday", "2027-07-10T16:00:00Z"],
  ["on a holiday", "2027-07-05T16:00:00Z"],
])("nobody is reminded %s", (_when, now) => {
  expect(at(now)).toBeNull();
});

test.each([
  // Eight hours of work later: the same day, over the night, the weekend, the holiday, and the lost hour of 14 March.
  ["2027-07-06T13:00:00Z", "2027-07-06", "2027-07-06T21:00:00Z"],
  ["2027-07-06T20:00:00Z", "2027-07-06", "2027-07-07T19:00:00Z"],
  ["2027-07-09T20:00:00Z", "2027-07-09", "2027-07-12T19:00:00Z"],
  ["2027-07-02T20:00:00Z", "2027-07-02", "2027-07-06T19:00:00Z"],
  ["2027-03-12T21:00:00Z", "2027-03-12", "2027-03-15T19:00:00Z"],
  ["2027-11-05T20:00:00Z", "2027-11-05", "2027-11-08T20:00:00Z"],
])("at %s", (now, day, until) => {
  expect(at(now)).toMatchObject({ day, until: new Date(until) });
});
