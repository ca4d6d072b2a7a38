import { expect, test } from "vitest";
import { reviewStart } from "@/lib/domain/reviews";
import { reviewCalendar } from "@/lib/view/review/calendar";

const PEOPLE = ["Ann Lee", "Bo, Chen; Jr", "Cy Díaz", "Di", "Ed"].map((name, index) => ({
  name,
  email: `p${index}@accord.test`,
}));

function fileOf(asOf: string, heldOn: string, zone: string): string {
  const file = reviewCalendar({
    asOf,
    start: reviewStart(heldOn, zone),
    openedAt: new Date("2027-03-08T12:00:00Z"),
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

test("it invites the five by name and leads to the room", () => {
  const file = fileOf("2027-07-05", "2027-07-06", "America/New_York");
  expect(file.match(/^ATTENDEE/gm)).toHaveLength(5);
  for (const { email } of PEOPLE) expect(file).toMatch(new RegExp(`MAILTO:${email}`, "i"));
  expect(file).toContain("URL:https://accord.example.com/review/x");
  expect(file).toContain("SUMMARY:Accord review 2027-W27");
});
