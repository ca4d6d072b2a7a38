import { describe, expect, test } from "vitest";
import type { OwnerDirectory } from "@/lib/domain/clock-owners";
import { acceptanceUnit, type Clock, costUnit, reasonUnit, salesSlaUnit } from "@/lib/domain/cures";
import { documentSnapshot } from "@/lib/domain/metrics-cures";
import {
  clockPeople,
  clocksCsv,
  clockTabs,
  clockView,
  filteredClocks,
  loopAddress,
  loopHref,
  loopTitle,
} from "@/lib/view/loop/clock-page";
import {
  type ClockContext,
  type ClockInput,
  clockRow,
  dayWords,
  orderedClocks,
  ownerWords,
} from "@/lib/view/loop/clocks";
import { unitFigure, unitHref, unitWords } from "@/lib/view/loop/units";
import { costFacts, handedOver, LABELS, mondayDocument } from "@/tests/support/monday";

const CELL = acceptanceUnit("content_syndication", "ENT");
const SALES = salesSlaUnit("paid_search", "SMB");
const COST = costUnit("content_syndication");
const REASON = reasonUnit("bad_data");

/** V1 and V2 of metrics.md §7. */
const document = mondayDocument({
  counts: [handedOver("content_syndication", "ENT", 10, 2, 8), handedOver("paid_search", "SMB", 20, 10, 4)],
  trailing: costFacts({ content_syndication: [30_000, 120_000], paid_search: [18_000, 0], intent: [0, 5_000] }),
});
const monday = { ...document, snapshot: documentSnapshot("2027-07-05", document) };
const owners: OwnerDirectory = {
  roles: { head_demand_gen: [{ id: 4n, name: "Ada Gen", active: true }], head_sdr: [] },
  reasons: new Map([["bad_data", { id: 9n, name: "Cy Left", active: false }]]),
};
const context: ClockContext = { mondays: [monday], owners, labels: LABELS, today: "2027-07-17" };
const clock = (unit: string, changes: Partial<ClockInput> = {}): ClockInput => ({
  id: 7n,
  unit,
  opened: "2027-07-05",
  due: "2027-08-04",
  state: "open",
  settledOn: null,
  rested: false,
  moves: [{ kind: "opened", on: "2027-07-05", due: "2027-08-04", snapshotAsOf: "2027-07-05", decision: null }],
  ...changes,
});

describe("a unit", () => {
  test.each([
    [CELL, "Acceptance", "Content syndication, Enterprise", "20 %", "floor 40 %", true],
    [SALES, "Sales SLA", "Paid search, SMB", "50 %", "floor 55 %", true],
    [COST, "Cost per pipeline dollar", "Content syndication", "0.2500", "line 0.22", true],
    [costUnit("paid_search"), "Cost per pipeline dollar", "Paid search", "no pipeline", "line 0.22", true],
    [costUnit("intent"), "Cost per pipeline dollar", "Intent", "no spend recorded", "line 0.22", false],
    [REASON, "Reason for rejection", "Bad data", "100 %", "of 12 rejections", true],
    [acceptanceUnit("webinar", "MM"), "Acceptance", "Webinar, Mid-market", "—", "floor 50 %", false],
  ])("%s: %s, %s, %s against %s", (unit, kind, name, text, against, isBreached) => {
    expect(unitWords(unit, LABELS)).toEqual({ kind, name });
    expect(unitFigure(unit, monday)).toMatchObject({ text, against, isBreached });
  });

  test("is drawn by whose breach it is, and says when it is too few to judge", () => {
    const few = mondayDocument({
      counts: [handedOver("webinar", "MM", 9, 1, 8), handedOver("paid_search", "SMB", 20, 10, 4)],
    });
    const shown = { ...few, snapshot: documentSnapshot("2027-07-05", few) };
    expect(unitFigure(acceptanceUnit("paid_search", "SMB"), shown)).toMatchObject({ isBreached: false, breach: "sla" });
    expect(unitFigure(acceptanceUnit("webinar", "MM"), shown)).toMatchObject({
      text: "low n (9)",
      against: "floor 50 %, not judged",
      value: null,
      breach: null,
    });
    expect(
      [unitFigure(CELL, monday), unitFigure(COST, monday), unitFigure(REASON, monday)].map(({ breach }) => breach),
    ).toEqual(["source", "over", null]);
  });

  test.each([
    [CELL, "/leads?cell=acceptance&as_of=2027-07-05&source=content_syndication&segment=ENT&state=all"],
    [SALES, "/leads?cell=acceptance&as_of=2027-07-05&source=paid_search&segment=SMB&state=unworked"],
    [COST, "/deals?cell=cost&as_of=2027-07-05&source=content_syndication&window=trailing"],
    [REASON, "/leads?cell=rejection&as_of=2027-07-05&state=rejected&reason=bad_data"],
  ])("%s opens %s", (unit, href) => {
    expect(unitHref(unit, "2027-07-05")).toBe(href);
  });
});

describe("a clock", () => {
  test.each([
    ["2027-07-05", "day 0 of 30", "30 days left"],
    ["2027-07-17", "day 12 of 30", "18 days left"],
    ["2027-08-03", "day 29 of 30", "1 day left"],
    ["2027-08-04", "day 30 of 30", "due today"],
    ["2027-08-05", "day 31", "1 day past its due date"],
  ])("on %s: %s, %s", (today, day, left) => {
    expect(dayWords({ opened: "2027-07-05", due: "2027-08-04" }, today)).toEqual({ day, left });
  });

  test("names its owner, or what is wrong with that", () => {
    expect(ownerWords(CELL, owners)).toEqual({ words: "Ada Gen", flag: null });
    expect(ownerWords(SALES, owners)).toEqual({ words: "Head of SDR", flag: "nobody active" });
    expect(ownerWords(REASON, owners)).toEqual({ words: "Cy Left", flag: "account closed" });
    expect(ownerWords(reasonUnit("no_intent"), owners)).toEqual({
      words: "Nobody owns this reason",
      flag: "name a person",
    });
  });

  test("says what opened it, where it stands, and that sales' own is not killed", () => {
    expect(clockRow(clock(SALES), context)).toMatchObject({
      href: "/loop/clocks/7",
      opened: { words: "50 %, floor 55 %", date: "5 Jul 2027", href: "/?as_of=2027-07-05" },
      noKill: true,
      trend: { values: [50], line: 55, bad: true },
      ended: null,
    });
    expect(clockRow(clock(CELL), context).noKill).toBe(false);
  });

  test.each<[string, string, Parameters<typeof mondayDocument>[0]]>([
    ["too few leads (9)", CELL, { counts: [handedOver("content_syndication", "ENT", 9, 1, 8)] }],
    ["no leads", CELL, { counts: [handedOver("content_syndication", "SMB", 9, 1, 8)] }],
    ["no row any more", acceptanceUnit("Unmapped: fair", "ENT"), {}],
    ["marketing owns the breach by now", SALES, { counts: [handedOver("paid_search", "SMB", 20, 4, 16)] }],
    [
      "sales owns the breach by now",
      acceptanceUnit("paid_search", "SMB"),
      { counts: [handedOver("paid_search", "SMB", 20, 10, 4)] },
    ],
    ["no spend and no pipeline", COST, {}],
    ["no row any more", costUnit("Unmapped: fair"), {}],
  ])("that a Monday after its due date leaves open is not judged: %s", (why, unit, facts) => {
    const later = mondayDocument(facts);
    const at = (asOf: string) => ({ ...later, snapshot: documentSnapshot(asOf, later) });
    const row = (state: Clock["state"], asOf: string) =>
      clockRow(clock(unit, { state }), { ...context, mondays: [monday, at(asOf)] }).notJudged;
    expect([row("open", "2027-08-09"), row("extended", "2027-08-04")]).toEqual([why, why]);
    expect([row("open", "2027-08-02"), row("due", "2027-08-09"), row("cured", "2027-08-09")]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test("that ended names the decision with its review, or the Monday of the cure", () => {
    const decision = { id: "3", reviewAsOf: "2027-08-09", why: "No movement" };
    const kill = { kind: "killed", on: "2027-08-10", due: "2027-08-04", snapshotAsOf: null, decision };
    const killed = clock(CELL, { state: "killed", settledOn: "2027-08-10", moves: [kill] });
    expect(clockRow(killed, context).ended).toEqual({
      words: "killed 10 Aug",
      href: "/review/2027-W32",
      note: "No movement",
    });
    const cured = clock(CELL, { state: "cured", settledOn: "2027-07-12" });
    expect(clockRow(cured, context).ended).toMatchObject({ words: "cured 12 Jul", href: "/?as_of=2027-07-12" });
    expect(clockView(killed, context).moves).toMatchObject([
      { words: "Killed", cause: { href: "/review/2027-W32" }, note: "No movement" },
    ]);
  });
});

describe("the page", () => {
  const due = clock(COST, { id: 1n, state: "due" });
  const late = clock(CELL, { id: 2n, due: "2027-07-20" });
  const early = clock(SALES, { id: 3n, due: "2027-07-18" });
  const gone = clock(acceptanceUnit("webinar", "ENT"), { id: 4n, state: "cured", settledOn: "2027-07-12" });
  const all = [late, gone, early, due];
  const ids = (list: readonly ClockInput[]) => list.map(({ id }) => Number(id));

  test("has those that wait for a decision first, then by days left", () => {
    const { running, settled } = orderedClocks(all);
    expect([ids(running), ids(settled)]).toEqual([[1, 3, 2], [4]]);
  });

  test("is narrowed by its address, and only by what that knows", () => {
    const shown = (query: object) => ids(filteredClocks(all, loopAddress(query as never), owners));
    expect(shown({})).toEqual([2, 4, 3, 1]);
    expect(shown({ state: "due" })).toEqual([1]);
    expect(shown({ state: "running" })).toEqual([2, 3, 1]);
    expect(shown({ state: "cured" })).toEqual([4]);
    expect(shown({ owner: "4" })).toEqual([2, 4, 1]);
    expect(shown({ state: "nonsense", owner: "4; DROP" })).toEqual([2, 4, 3, 1]);
    expect(loopHref({ state: "due", owner: "4" })).toBe("/loop?state=due&owner=4");
    expect(clockTabs(all, loopAddress({}), owners).map(({ label, count }) => `${label} ${count}`)).toEqual([
      "All 4",
      "Due 1",
      "Running 3",
      "Cured 1",
      "Killed 0",
      "Defunded 0",
    ]);
    expect(clockPeople(all, owners).map(({ name }) => name)).toEqual(["Ada Gen"]);
  });

  test.each<[Clock[], string]>([
    [[], "No clock runs: no Monday shows a breach that is not settled."],
    [[late], "1 clock runs; none is due."],
    [[late, early, due], "3 clocks run; 1 is due for a decision."],
  ])("is summed up", (clocks, title) => {
    expect(loopTitle(clocks)).toBe(title);
  });

  test("is taken away with the exact values", () => {
    const [header, first] = clocksCsv([due], context).split("\r\n");
    expect(header).toBe("unit,kind,name,owner,opened,due,state,settled_on,opened_by,figure_now,against");
    expect(first).toBe(
      'cost:content_syndication,Cost per pipeline dollar,Content syndication,Ada Gen,2027-07-05,2027-08-04,due,,"0.2500, line 0.22",0.2500,line 0.22',
    );
  });
});
