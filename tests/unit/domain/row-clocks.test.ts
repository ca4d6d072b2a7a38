import { describe, expect, test } from "vitest";
import { acceptanceUnit, type CureDecision, type CureSnapshot, costUnit } from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";
import { metricsTrend } from "@/lib/domain/metrics";
import { rowClocks } from "@/lib/domain/row-clocks";
import { acceptanceTable, clockWords } from "@/lib/view/monday/acceptance-table";
import { factsOf } from "@/tests/support/metrics-facts";
import { handedOver, LABELS, mondayDocument } from "@/tests/support/monday";

const CELL = acceptanceUnit("content_syndication", "ENT");
const snapshot = (week: number, isBreached = true): CureSnapshot => ({
  asOf: addDays("2027-07-05", 7 * week),
  breached: new Set(isBreached ? [CELL] : []),
  healthy: new Set(isBreached ? [] : [CELL]),
});
const breaches = (weeks: number) => Array.from({ length: weeks }, (_, week) => snapshot(week));
const DUE = { unit: CELL, opened: "2027-07-05", due: "2027-08-04", state: "due" } as const;
const KILL: CureDecision = { unit: CELL, on: "2027-08-10", type: "kill" };
const shown = (...input: Parameters<typeof rowClocks>) =>
  rowClocks(...input).map(({ unit, state, settledOn, due }) => ({ unit, state, settledOn, due }));

describe("the clocks of a Monday's rows", () => {
  test("are those of its document before its review was closed", () => {
    const past = { history: breaches(5), decisions: [] };
    expect(shown([DUE], past, { today: snapshot(5), decided: null })).toEqual([
      { unit: CELL, state: "due", settledOn: null, due: "2027-08-04" },
    ]);
  });

  test("show on a frozen Monday what its own review decided", () => {
    const past = { history: breaches(5), decisions: [] };
    const state = (decided: CureDecision) => shown([DUE], past, { today: snapshot(5), decided })[0];
    expect(state(KILL)).toMatchObject({ state: "killed", settledOn: "2027-08-10" });
    expect(state({ ...KILL, type: "extend" })).toMatchObject({ state: "extended", due: "2027-09-09" });
    expect(state({ ...KILL, unit: costUnit("webinar"), type: "defund" })).toMatchObject({ state: "due" });
  });

  test("go on showing a killed cell while its window still breaches, and not afterwards", () => {
    const past = { history: breaches(6), decisions: [KILL] };
    const at = (today: CureSnapshot) => shown([], past, { today, decided: null });
    expect(at(snapshot(6))).toEqual([{ unit: CELL, state: "killed", settledOn: "2027-08-10", due: "2027-08-04" }]);
    expect(at(snapshot(6, false))).toEqual([]);
    expect(at({ asOf: "2027-08-16", breached: new Set(), healthy: new Set() })).toEqual([]);
  });

  test("show the new clock alone once the window lies after the kill", () => {
    const past = { history: breaches(19), decisions: [KILL] };
    const opened = { unit: CELL, opened: "2027-11-15", due: "2027-12-15", state: "open" } as const;
    const units = (cures: (typeof opened)[]) =>
      rowClocks(cures, past, { today: snapshot(19), decided: null }).map(({ state }) => state);
    expect(units([opened])).toEqual(["open"]);
    // One that was frozen under the earlier rule names none.
    expect(units([])).toEqual(["killed"]);
  });
});

test.each([
  [{ state: "due" }, "due"],
  [{ state: "killed", settledOn: "2027-08-10" }, "killed 10 Aug"],
  [{ state: "defunded", settledOn: "2027-08-10" }, "defunded 10 Aug"],
  [{ state: "extended", due: "2027-09-09" }, "extended to 9 Sept"],
  [{ state: "extended" }, "past 4 Aug, not judged"],
  [{ state: "open", due: "2027-09-09" }, "day 35 of 66"],
] as const)("%j on 9 August: %s", (clock, words) => {
  expect(clockWords("2027-08-09", { opened: "2027-07-05", due: "2027-08-04", ...clock })).toBe(words);
});

test("a row names what is still to be decided before what was", () => {
  const document = mondayDocument({ counts: [handedOver("content_syndication", "ENT", 20, 2, 18)] });
  const killed = { ...DUE, state: "killed", settledOn: "2027-06-29" } as const;
  const open = { ...DUE, unit: acceptanceUnit("content_syndication", "SMB"), state: "open" } as const;
  const facts = factsOf({ counts: [handedOver("content_syndication", "ENT", 20, 2, 18)] });
  const row = (cures: Parameters<typeof acceptanceTable>[0]["cures"]) =>
    acceptanceTable({ ...document, cures }, metricsTrend(facts), LABELS, ["SMB", "ENT"], 10).rows.find(
      ({ key }) => key === "content_syndication",
    )?.clock;
  expect(row([killed])).toEqual({ text: "Enterprise: killed 29 Jun", due: false });
  expect(row([killed, open])).toEqual({ text: "SMB: opens, due 4 Aug, and 1 more", due: false });
});
