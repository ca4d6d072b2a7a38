import { expect, test } from "vitest";
import { reviewStart } from "@/lib/domain/reviews";
import { type CalendarInput, reviewCalendar } from "@/lib/view/review/calendar";

const PEOPLE = ['Ann "Q" Lee', "Bo, Chen; Jr", "Cy Díaz", "Di", "Ed"].map((name) => ({ name }));

const UNMOVED: CalendarInput["changes"] = { count: 0, lastAt: null };

function fileOf(asOf: string, heldOn: string, zone: string, changes = UNMOVED): string {
  const file = reviewCalendar({
    asOf,
    start: reviewStart(heldOn, zone),
    openedAt: new Date("2027-03-08T12:00:00Z"),
    changes,
    organizer: { name: 'Ann "Q" Lee', email: "ann@accord.test" },
    url: `https://accord.example.com/review/x`,
    people: PEOPLE,
    organisation: "Example",
  });
  expect(file).toMatch(/^BEGIN:VCALENDAR\r\n/);
  // Long lines are folded.
  return file.replaceAll(/\r\n[ \t]/g, "");
}

// 10:00 in the organisation's zone on either side of a clock change, and where noon is the day before.
test.each([
  ["2027-03-08", "2027-03-09", "America/New_York", "20270309T150000Z"],
  ["2027-03-15", "2027-03-16", "America/New_York", "20270316T140000Z"],
  ["2027-11-01", "2027-11-02", "America/New_York", "20271102T140000Z"],
  ["2027-11-08", "2027-11-09", "America/New_York", "20271109T150000Z"],
  ["2027-07-05", "2027-07-06", "Asia/Kathmandu", "20270706T041500Z"],
  ["2027-07-05", "2027-07-06", "Pacific/Auckland", "20270705T220000Z"],
])("the review of %s on %s in %s begins at %s and lasts half an hour", (asOf, heldOn, zone, start) => {
  const file = fileOf(asOf, heldOn, zone);
  expect(file).toContain(`DTSTART:${start}\r\n`);
  expect(file).toContain("DURATION:PT30M\r\n");
  expect(file).toContain(`UID:review-${asOf}@accord\r\n`);
});

test("it is published with the five by name, leads to the room, and asks nobody for an answer", () => {
  const file = fileOf("2027-07-05", "2027-07-06", "America/New_York");
  expect(file).toContain("METHOD:PUBLISH\r\n");
  expect(file).not.toContain("ATTENDEE");
  expect(file).toContain('ORGANIZER;CN="Ann ’Q’ Lee":MAILTO:ann@accord.test\r\n');
  expect(file).toMatch(/^DESCRIPTION:.*Ann "Q" Lee\\, Bo\\, Chen\\; Jr\\, Cy Díaz\\, Di\\, Ed\..*$/m);
  expect(file).toContain("URL:https://accord.example.com/review/x");
  expect(file).toContain("SUMMARY:Accord review 2027-W27");
});

test("one that was moved has a higher number and says when, so that a calendar takes it for the newer one", () => {
  const first = fileOf("2027-07-05", "2027-07-06", "America/New_York");
  expect(first).toContain("SEQUENCE:0\r\n");
  expect(first).toContain("LAST-MODIFIED:20270308T120000Z\r\n");
  const changes = { count: 2, lastAt: new Date("2027-07-05T13:30:00Z") };
  const moved = fileOf("2027-07-05", "2027-07-07", "America/New_York", changes);
  expect(moved).toContain("SEQUENCE:2\r\n");
  expect(moved).toContain("LAST-MODIFIED:20270705T133000Z\r\n");
  expect(moved).toContain("UID:review-2027-07-05@accord\r\n");
});
