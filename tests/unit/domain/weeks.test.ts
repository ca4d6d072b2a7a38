import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CalendarEmptyError } from "@/lib/domain/calendar";
import { addDays, diffDays, isMonday } from "@/lib/domain/dates";
import {
  acceptanceWindow,
  fiscalQuarterToDate,
  lastMondays,
  latestMonday,
  pendingRange,
  pipelineCohort,
  trailing90,
} from "@/lib/domain/weeks";
import { calendar, NEW_YORK } from "@/tests/support/calendars";

const ROUND_THE_CLOCK = calendar({
  workingDays: [1, 2, 3, 4, 5, 6, 7],
  startMinute: 0,
  endMinute: 1440,
});
const anyMonday = fc.integer({ min: -1000, max: 1000 }).map((weeks) => addDays("2027-07-05", 7 * weeks));

describe("acceptanceWindow", () => {
  test.each([
    ["the example of metrics.md §2", "2027-07-05", NEW_YORK, 5, "2027-05-31", "2027-06-27"],
    ["across a leap day", "2028-03-13", NEW_YORK, 5, "2028-02-07", "2028-03-05"],
    ["across week 53 and the new year", "2027-01-11", NEW_YORK, 5, "2026-12-07", "2027-01-03"],
    ["across the spring clock change", "2027-03-22", NEW_YORK, 5, "2027-02-15", "2027-03-14"],
    ["across the autumn clock change", "2027-11-15", NEW_YORK, 5, "2027-10-11", "2027-11-07"],
    ["one day to decide", "2027-07-05", NEW_YORK, 1, "2027-05-31", "2027-06-27"],
    ["six days: due on the Monday itself", "2027-07-05", NEW_YORK, 6, "2027-05-24", "2027-06-20"],
    ["ten days", "2027-07-05", NEW_YORK, 10, "2027-05-24", "2027-06-20"],
    ["eleven days", "2027-07-05", NEW_YORK, 11, "2027-05-17", "2027-06-13"],
    ["due at 00:00 of as_of is matured", "2027-07-05", ROUND_THE_CLOCK, 7, "2027-05-31", "2027-06-27"],
    ["due a day after it is not", "2027-07-05", ROUND_THE_CLOCK, 8, "2027-05-24", "2027-06-20"],
  ] as const)("%s", (_name, asOf, business, days, from, to) => {
    expect(acceptanceWindow(asOf, business, days)).toEqual({ from, to });
  });

  test("a holiday holds a week back, and only at the Monday it touches", () => {
    const holiday = calendar({ holidays: new Set(["2027-07-02"]) });
    expect(acceptanceWindow("2027-07-05", holiday, 5).to).toBe("2027-06-20");
    expect(acceptanceWindow("2027-07-12", holiday, 5).to).toBe("2027-07-04");
  });

  test("a holiday at the weekend changes nothing", () => {
    const holiday = calendar({ holidays: new Set(["2027-07-03", "2027-07-04"]) });
    expect(acceptanceWindow("2027-07-05", holiday, 5).to).toBe("2027-06-27");
  });

  test("is four whole weeks that end before as_of, and never moves back as time goes on", () => {
    const days = fc.integer({ min: 1, max: 15 });
    fc.assert(
      fc.property(anyMonday, days, (asOf, decisionDays) => {
        const window = acceptanceWindow(asOf, NEW_YORK, decisionDays);
        expect(isMonday(window.from)).toBe(true);
        expect(diffDays(window.from, window.to)).toBe(27);
        expect(window.to < asOf).toBe(true);
        const next = acceptanceWindow(addDays(asOf, 7), NEW_YORK, decisionDays);
        expect(next.to >= window.to).toBe(true);
      }),
    );
  });

  test("a calendar without working days says so", () => {
    const empty = calendar({ workingDays: [] });
    expect(() => acceptanceWindow("2027-07-05", empty, 5)).toThrow(CalendarEmptyError);
  });
});

test("pending runs from the end of the window to the Sunday before as_of", () => {
  const window = acceptanceWindow("2027-07-05", NEW_YORK, 5);
  expect(pendingRange("2027-07-05", window)).toEqual({ from: "2027-06-28", to: "2027-07-04" });
  const late = acceptanceWindow("2027-07-05", NEW_YORK, 10);
  expect(pendingRange("2027-07-05", late)).toEqual({ from: "2027-06-21", to: "2027-07-04" });
});

test("the trailing window has 90 days and ends on the Sunday before", () => {
  expect(trailing90("2027-07-05")).toEqual({ from: "2027-04-06", to: "2027-07-04" });
  fc.assert(
    fc.property(anyMonday, (asOf) => {
      const { from, to } = trailing90(asOf);
      expect(diffDays(from, to) + 1).toBe(90);
      expect(diffDays(to, asOf)).toBe(1);
    }),
  );
});

test("the pipeline cohort is 180 to 90 days back, both included", () => {
  expect(pipelineCohort("2027-07-05")).toEqual({ from: "2027-01-06", to: "2027-04-06" });
  fc.assert(
    fc.property(anyMonday, (asOf) => {
      const { from, to } = pipelineCohort(asOf);
      expect([diffDays(from, asOf), diffDays(to, asOf)]).toEqual([180, 90]);
    }),
  );
});

describe("fiscalQuarterToDate", () => {
  test.each([
    ["2027-07-05", 1, "2027-07-01", "2027-07-04"],
    ["2027-07-05", 2, "2027-05-01", "2027-07-04"],
    ["2027-07-05", 3, "2027-06-01", "2027-07-04"],
    ["2027-07-05", 4, "2027-07-01", "2027-07-04"],
    ["2027-01-11", 2, "2026-11-01", "2027-01-10"],
    ["2027-01-11", 12, "2026-12-01", "2027-01-10"],
    ["2027-02-01", 2, "2026-11-01", "2027-01-31"],
    ["2027-02-08", 2, "2027-02-01", "2027-02-07"],
    ["2028-03-06", 12, "2028-03-01", "2028-03-05"],
  ])("%s, year from month %i: %s to %s", (asOf, month, from, to) => {
    expect(fiscalQuarterToDate(asOf, month)).toEqual({ from, to });
  });

  test.each([0, 13, 1.5, Number.NaN])("month %d is refused", (month) => {
    expect(() => fiscalQuarterToDate("2027-07-05", month)).toThrow(RangeError);
  });
});

test("the last Mondays end with as_of, oldest first", () => {
  const expected = ["2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11"];
  expect(lastMondays("2027-01-11", 4)).toEqual(expected);
  expect(lastMondays("2027-01-11", 0)).toEqual([]);
});

test.each([
  ["2027-07-05", "2027-07-05"],
  ["2027-07-11", "2027-07-05"],
  ["2027-01-03", "2026-12-28"],
])("on %s the latest Monday is %s", (today, monday) => {
  expect(latestMonday(today)).toBe(monday);
});

test.each([
  () => acceptanceWindow("2027-07-06", NEW_YORK, 5),
  () => pendingRange("2027-07-04", { from: "2027-05-31", to: "2027-06-27" }),
  () => trailing90("2027-07-06"),
  () => pipelineCohort("2027-07-06"),
  () => fiscalQuarterToDate("2027-07-06", 2),
  () => lastMondays("2027-07-06", 3),
])("an as_of that is no Monday is refused (%#)", (call) => {
  expect(call).toThrow(/must be a Monday/);
});
