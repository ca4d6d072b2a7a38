import { expect, test } from "vitest";
import { metricsTrend } from "@/lib/domain/metrics";
import { mondayView } from "@/lib/view/monday/view";
import { factsOf, SETTINGS } from "@/tests/support/metrics-facts";
import { LABELED_SOURCES, mondayDocument } from "@/tests/support/monday";

const document = mondayDocument();
const retrain = {
  tool: "Scorer",
  modelVersion: "7",
  on: "2027-06-01",
  how: "entered",
  agreementVersion: 2,
  frozenUntil: "2027-12-31",
} as const;
const linesAt = (now: string) =>
  mondayView(
    {
      document,
      clocks: [],
      trend: metricsTrend(factsOf({})),
      atRisk: { touch: 0 },
      restated: { today: 0, recorded: null },
      sources: LABELED_SOURCES,
      segments: SETTINGS.segments,
      coverage: { version: 2, teams: [{ key: "bdr", label: "BDRs", read: 1, of: 2 }] },
      retrains: [retrain],
      minimumN: 20,
      followUpHours: 4,
    },
    new Map(),
    { trend: undefined, now: new Date(now) },
  ).week.lines.map(({ href }) => href);

test("the agreement in force is spoken of on the latest Monday, and on no earlier one", () => {
  expect(document.as_of).toBe("2027-07-05");
  expect(linesAt("2027-07-11T16:00:00Z")).toEqual(["/agreement/receipts", "/agreement/stack"]);
  expect(linesAt("2027-07-12T16:00:00Z")).toEqual([]);
});
