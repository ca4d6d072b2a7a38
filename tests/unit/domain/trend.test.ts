import { describe, expect, test } from "vitest";
import { acceptance } from "@/lib/domain/acceptance";
import { addDays, diffDays } from "@/lib/domain/dates";
import { acceptanceTrend, trendRange } from "@/lib/domain/trend";
import { acceptanceWindow, pendingRange } from "@/lib/domain/weeks";
import { NEW_YORK } from "@/tests/support/calendars";
import { FLOORS, SOURCES, weekly } from "@/tests/support/weekly-counts";

const AS_OF = "2027-07-05";
const COUNTS = [
  weekly({ week: "2027-05-31", handedOver: 10, accepted: 6, rejectedBy: { bad_data: 4 } }),
  weekly({ week: "2027-06-21", handedOver: 10, accepted: 4, rejectedBy: { bad_data: 6 } }),
  weekly({ week: "2027-04-12", source: "webinar", segment: "Unknown", handedOver: 4, accepted: 1 }),
  weekly({ week: "2027-04-12", source: "Unmapped: fair", segment: "MM", handedOver: 2, accepted: 2 }),
  weekly({ source: "partner_referral", lane: "partner", handedOver: 10, accepted: 8 }),
];
const INPUT = {
  counts: COUNTS,
  asOf: AS_OF,
  calendar: NEW_YORK,
  decisionDays: 5,
  sources: SOURCES,
  floors: FLOORS,
};
const trend = acceptanceTrend(INPUT);

test("twelve Mondays that end with as_of", () => {
  expect(trend.mondays).toHaveLength(12);
  expect(trend.mondays.at(-1)).toBe(AS_OF);
  expect(trend.mondays[0]).toBe("2027-04-19");
});

test("a point is the figure of that Monday's table, a gap where there is no data", () => {
  const paid = trend.bySource.find((row) => row.source === "paid_search");
  expect(paid?.floor).toBe("55");
  const figures = paid?.points.slice(-6).map((point) => [point.asOf, point.n, point.accepted, point.acceptance]);
  expect(figures).toEqual([
    ["2027-05-31", 0, 0, null],
    ["2027-06-07", 0, 0, null],
    ["2027-06-14", 10, 6, "0.6000"],
    ["2027-06-21", 10, 6, "0.6000"],
    ["2027-06-28", 10, 6, "0.6000"],
    ["2027-07-05", 20, 10, "0.5000"],
  ]);
});

test("every Monday agrees with its own table", () => {
  for (const [index, asOf] of trend.mondays.entries()) {
    const window = acceptanceWindow(asOf, NEW_YORK, 5);
    const pending = pendingRange(asOf, window);
    const table = acceptance({ counts: COUNTS, window, pending, sources: SOURCES, floors: FLOORS });
    expect(trend.total.points[index]?.acceptance).toBe(table.total.acceptance);
    for (const cell of table.cells) {
      const series = trend.cells.find((row) => row.source === cell.source && row.segment === cell.segment);
      expect(series?.points[index]).toMatchObject({ asOf, n: cell.n, acceptance: cell.acceptance });
    }
  }
});

describe("which series there are", () => {
  test("those that any of the Mondays shows, in the order of the table", () => {
    const webinar = trend.cells.filter((row) => row.source === "webinar").map((row) => row.segment);
    expect(webinar).toEqual(["SMB", "MM", "ENT", "Unknown"]);
    expect(trend.bySource.map((row) => row.source)).toEqual([...SOURCES, "Unmapped: fair"]);
    const fair = trend.cells.find((row) => row.source === "Unmapped: fair" && row.segment === "MM");
    expect(fair?.points.filter((point) => point.acceptance !== null)).not.toHaveLength(0);
    expect(fair?.points.at(-1)?.acceptance).toBeNull();
  });

  test("the partner lane has its line and is not in the total", () => {
    const partner = trend.bySource.find((row) => row.source === "partner_referral");
    expect(partner?.points.at(-1)?.acceptance).toBe("0.8000");
    expect(trend.total.points.at(-1)).toMatchObject({ n: 20, accepted: 10 });
  });
});

test("the range of weeks it needs covers the first window, and no more changes it", () => {
  const range = trendRange(AS_OF, NEW_YORK, 5);
  expect(range).toEqual({ from: "2027-03-15", to: "2027-07-04" });
  expect(diffDays(range.from, addDays(range.to, 1)) % 7).toBe(0);
  const outside = [weekly({ week: addDays(range.from, -7), handedOver: 99 }), weekly({ week: AS_OF, handedOver: 99 })];
  expect(acceptanceTrend({ ...INPUT, counts: [...COUNTS, ...outside] })).toEqual(trend);
});

test("the number of Mondays can be set", () => {
  expect(acceptanceTrend({ ...INPUT, mondays: 3 }).mondays).toEqual(["2027-06-21", "2027-06-28", AS_OF]);
  expect(trendRange(AS_OF, NEW_YORK, 5, 1).from).toBe("2027-05-31");
});
