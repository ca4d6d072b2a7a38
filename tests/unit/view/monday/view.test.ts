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
const weekAt = (now: string, frozen: { takenAt: Date | null; hash: string | null } = { takenAt: null, hash: null }) =>
  mondayView(
    {
      document: { ...document, hash: frozen.hash },
      takenAt: frozen.takenAt,
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
  ).week;
const linesAt = (now: string) => weekAt(now).lines.map(({ href }) => href);

test("a frozen Monday says when it was frozen, a live one that it is live", () => {
  expect(weekAt("2027-07-11T16:00:00Z").state).toBe("Live figures");
  const hash = "a91f07c2".repeat(8);
  const late = { takenAt: new Date("2027-07-08T22:00:00Z"), hash };
  expect(weekAt("2027-07-11T16:00:00Z", late).state).toBe("Frozen 8 Jul 2027, 18:00 · a91f 07c2");
  const inTime = { takenAt: new Date("2027-07-05T10:00:20Z"), hash };
  expect(weekAt("2027-07-11T16:00:00Z", inTime).state).toBe("Frozen 06:00 · a91f 07c2");
});

test("the agreement in force is spoken of on the latest Monday, and on no earlier one", () => {
  expect(document.as_of).toBe("2027-07-05");
  expect(linesAt("2027-07-11T16:00:00Z")).toEqual(["/agreement/receipts", "/agreement/stack"]);
  expect(linesAt("2027-07-12T16:00:00Z")).toEqual([]);
});
