import { describe, expect, test } from "vitest";
import {
  acceptanceUnit,
  type Clock,
  type CureDecision,
  type CureSnapshot,
  costUnit,
  judge,
  parseUnit,
  reasonUnit,
  replayClocks,
  runningClocks,
  salesSlaUnit,
} from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";

const UNIT = costUnit("content_syndication");
const OTHER = acceptanceUnit("content_syndication", "ENT");

/** A snapshot in which the units given are breached and, unless said otherwise, all others healthy. */
const monday = (asOf: string, breached: string[] = [], healthy?: string[]): CureSnapshot => ({
  asOf,
  breached: new Set(breached),
  ...(healthy ? { healthy: new Set(healthy) } : {}),
});
const mondays = (from: string, count: number): string[] =>
  Array.from({ length: count }, (_, week) => addDays(from, 7 * week));
const breach = (from: string, count: number): CureSnapshot[] =>
  mondays(from, count).map((asOf) => monday(asOf, [UNIT]));
const shown = (clocks: readonly Clock[]) =>
  clocks.map(({ unit, opened, due, state }) => ({ unit, opened, due, state }));
const clock = (state: Clock["state"], opened = "2027-07-05", due = "2027-08-04") => ({
  unit: UNIT,
  opened,
  due,
  state,
});

describe("the clock of V2", () => {
  test("opened 2027-07-05 is due 2027-08-04, and due to be defunded on Monday 2027-08-09", () => {
    const weeks = breach("2027-07-05", 6);
    expect(shown(replayClocks(weeks.slice(0, 5)))).toEqual([clock("open")]);
    expect(shown(replayClocks(weeks))).toEqual([clock("due")]);
  });

  test("0.2199 on 2027-07-26 cures; 0.25 on 2027-08-16 resumes the old clock, already due", () => {
    const weeks = [
      ...breach("2027-07-05", 3),
      monday("2027-07-26", [], [UNIT]),
      monday("2027-08-02", [], [UNIT]),
      monday("2027-08-09", [], [UNIT]),
    ];
    expect(shown(replayClocks(weeks))).toEqual([clock("cured")]);
    expect(replayClocks(weeks)[0]?.settledOn).toBe("2027-07-26");
    expect(shown(replayClocks([...weeks, monday("2027-08-16", [UNIT])]))).toEqual([clock("due")]);
  });
});

describe("a clock over Mondays", () => {
  const review = (type: CureDecision["type"], on: string, until?: string): CureDecision => ({
    unit: UNIT,
    on,
    type,
    until,
  });
  const healthyFrom = (from: string, count: number) => mondays(from, count).map((asOf) => monday(asOf, [], [UNIT]));

  test.each<[string, CureSnapshot[], CureDecision[], ReturnType<typeof clock>[]]>([
    ["never breached", healthyFrom("2027-07-05", 3), [], []],
    ["opens at the first breach", [...healthyFrom("2027-06-28", 1), ...breach("2027-07-05", 1)], [], [clock("open")]],
    ["keeps its dates", breach("2027-07-05", 4), [], [clock("open")]],
    [
      "is cured on the due Monday itself",
      [...breach("2027-07-05", 5), monday("2027-08-09", [], [UNIT])],
      [],
      [clock("cured")],
    ],
    [
      "is due when a Monday was skipped",
      [monday("2027-07-05", [UNIT]), monday("2027-09-06", [UNIT])],
      [],
      [clock("due")],
    ],
    [
      "stays open while it is not judged",
      [...breach("2027-07-05", 1), ...mondays("2027-07-12", 8).map((day) => monday(day, [], []))],
      [],
      [clock("open")],
    ],
    [
      "once due, is not cured: the review decides",
      [...breach("2027-07-05", 6), ...healthyFrom("2027-08-16", 2)],
      [],
      [clock("due")],
    ],
    ["defunded", breach("2027-07-05", 6), [review("defund", "2027-08-10")], [clock("defunded")]],
    [
      "defunded, while the trailing window goes on breaching",
      breach("2027-07-05", 16),
      [review("defund", "2027-08-10")],
      [clock("defunded")],
    ],
    [
      "a decision before it is due changes nothing",
      breach("2027-07-05", 3),
      [review("defund", "2027-07-20")],
      [clock("open")],
    ],
    [
      "extended by 30 days",
      breach("2027-07-05", 6),
      [review("extend", "2027-08-10")],
      [clock("extended", "2027-07-05", "2027-09-09")],
    ],
    [
      "extended until a day, and due again on it",
      breach("2027-07-05", 8),
      [review("extend", "2027-08-10", "2027-08-23")],
      [clock("due", "2027-07-05", "2027-08-23")],
    ],
    [
      "extended and cured",
      [...breach("2027-07-05", 6), ...healthyFrom("2027-08-16", 1)],
      [review("extend", "2027-08-10")],
      [clock("cured", "2027-07-05", "2027-09-09")],
    ],
    [
      "breached 28 days after the cure: the old clock",
      [...breach("2027-07-05", 1), ...healthyFrom("2027-07-12", 4), monday("2027-08-09", [UNIT])],
      [],
      [clock("due")],
    ],
    [
      "breached a week after the cure, before the due date: open again",
      [...breach("2027-07-05", 1), ...healthyFrom("2027-07-12", 1), monday("2027-07-19", [UNIT])],
      [],
      [clock("open")],
    ],
    [
      "breached 35 days after the cure: a new clock",
      [...breach("2027-07-05", 1), ...healthyFrom("2027-07-12", 5), monday("2027-08-16", [UNIT])],
      [],
      [clock("cured"), clock("open", "2027-08-16", "2027-09-15")],
    ],
    [
      "defunded, at rest, breached again: a new clock",
      [...breach("2027-07-05", 6), ...healthyFrom("2027-08-16", 1), ...breach("2027-08-23", 1)],
      [review("defund", "2027-08-10")],
      [clock("defunded"), clock("open", "2027-08-23", "2027-09-22")],
    ],
    [
      "defunded, and a Monday that does not judge it: the breach of the same window opens nothing",
      [...breach("2027-07-05", 6), monday("2027-08-16", [], []), ...breach("2027-08-23", 4)],
      [review("defund", "2027-08-10")],
      [clock("defunded")],
    ],
    [
      "defunded, and breached while one day of the 90 lies on the decision's day: no new clock",
      breach("2027-07-05", 19),
      [review("defund", "2027-08-10")],
      [clock("defunded")],
    ],
    [
      "defunded, and breached once all 90 days lie after the decision: a new clock",
      breach("2027-07-05", 20),
      [review("defund", "2027-08-10")],
      [clock("defunded"), clock("open", "2027-11-15", "2027-12-15")],
    ],
  ])("%s", (_, snapshots, decisions, expected) => {
    expect(shown(replayClocks(snapshots, decisions))).toEqual(expected);
    expect(shown(replayClocks([...snapshots].reverse(), decisions))).toEqual(expected);
  });

  test("counts the cure from its last cure, not from the first", () => {
    const weeks = [
      ...breach("2027-07-05", 1),
      ...healthyFrom("2027-07-12", 1),
      ...breach("2027-07-19", 1),
      ...healthyFrom("2027-07-26", 4),
      ...breach("2027-08-23", 1),
    ];
    expect(shown(replayClocks(weeks))).toEqual([clock("due")]);
  });

  test("is judged on Mondays only", () => {
    expect(() => judge([], monday("2027-07-06", [UNIT]))).toThrow(RangeError);
  });
});

describe("the live view", () => {
  test("a breach without an earlier snapshot shows a clock that opens at as_of", () => {
    const today = monday("2027-07-05", [OTHER, UNIT], []);
    expect(shown(runningClocks([], today))).toEqual([
      { unit: OTHER, opened: "2027-07-05", due: "2027-08-04", state: "open" },
      clock("open"),
    ]);
  });

  test("goes on from the clocks of earlier snapshots", () => {
    const before = replayClocks(breach("2027-07-05", 5));
    expect(shown(runningClocks(before, monday("2027-08-09", [UNIT])))).toEqual([clock("due")]);
    expect(runningClocks(before, monday("2027-08-09", [], [UNIT]))).toEqual([]);
  });
});

describe("units", () => {
  test("are read back as they are written, colons in a source included", () => {
    expect(parseUnit(acceptanceUnit("Unmapped: a:b", "ENT"))).toEqual({
      kind: "acceptance",
      source: "Unmapped: a:b",
      segment: "ENT",
    });
    expect(parseUnit(costUnit("Unmapped: a"))).toEqual({ kind: "cost", source: "Unmapped: a" });
    expect(parseUnit(reasonUnit("bad_data"))).toEqual({ kind: "reason", code: "bad_data" });
    expect(parseUnit(salesSlaUnit("a:b", "SMB"))).toEqual({ kind: "sales_sla", source: "a:b", segment: "SMB" });
    expect(acceptanceUnit("content_syndication", "ENT")).toBe("acceptance:content_syndication:ENT");
  });

  test.each([
    "",
    "cost",
    "cost:",
    "acceptance:webinar",
    "acceptance::ENT",
    "acceptance:webinar:",
    "sales_sla:webinar",
    "other:x",
  ])("%j is none", (text) => {
    expect(parseUnit(text)).toBeNull();
  });
});
