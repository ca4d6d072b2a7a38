import { describe, expect, test } from "vitest";
import { documentSnapshot } from "@/lib/domain/metrics-cures";
import type { ClockContext } from "@/lib/view/loop/clocks";
import {
  closedFixRow,
  type FixInput,
  fixesCsv,
  fixesTitle,
  openFixRow,
  ownerShares,
  reasonRows,
} from "@/lib/view/loop/fixes";
import { handedOver, LABELS, mondayDocument } from "@/tests/support/monday";

const document = mondayDocument({ counts: [handedOver("webinar", "MM", 100, 90, 10)] });
const monday = { ...document, snapshot: documentSnapshot("2027-07-05", document) };
const context: ClockContext = {
  mondays: [monday],
  owners: { roles: { head_demand_gen: [], head_sdr: [] }, reasons: new Map() },
  labels: LABELS,
  today: "2027-08-05",
};
const fix = (changes: Partial<FixInput> = {}): FixInput => ({
  id: 1n,
  reason: "bad_data",
  source: null,
  owner: { id: 5n, name: "Bo Fix", active: true },
  countsFor: { id: 5n, name: "Bo Fix", active: true },
  action: "Verify addresses",
  openedOn: "2027-07-06",
  dueOn: "2027-08-05",
  snapshotAsOf: null,
  closed: null,
  seen: 3n,
  ...changes,
});
const closedOn = (on: string) => ({ on, by: "Bo Fix", evidence: "Fewer bounces" });

describe("an open fix", () => {
  test.each([
    ["2027-08-04", "1 day left", false],
    ["2027-08-05", "due today", false],
    ["2027-08-06", "1 day late", true],
  ])("on %s: %s", (today, left, isLate) => {
    expect(openFixRow(fix(), { ...context, today })).toMatchObject({ left, isLate });
  });

  test("says what share of rejections its reason was and is", () => {
    expect(openFixRow(fix(), context).shares).toEqual({ atOpening: "100 %, 10 of 10", now: "100 %, 10 of 10" });
    expect(openFixRow(fix({ openedOn: "2027-07-01" }), context).shares).toEqual({
      atOpening: "—",
      now: "100 %, 10 of 10",
    });
  });

  test("that a Monday asked for names that Monday, also where it was caught up with later", () => {
    const row = openFixRow(fix({ snapshotAsOf: "2027-07-05", openedOn: "2027-08-20" }), {
      ...context,
      mondays: [
        monday,
        {
          ...monday,
          snapshot: documentSnapshot("2027-08-16", document),
          rejection: { ...document.rejection, reasons: [] },
        },
      ],
    });
    expect(row.opened).toEqual({ words: "by the Monday of 5 Jul 2027", href: "/?as_of=2027-07-05" });
    expect(row.shares.atOpening).toBe("100 %, 10 of 10");
  });

  test("names its scope and flags an owner who has left", () => {
    const row = openFixRow(fix({ source: "webinar", owner: { id: 5n, name: "Bo Fix", active: false } }), context);
    expect(row).toMatchObject({ title: "Bad data, Webinar", owner: { words: "Bo Fix", flag: "account closed" } });
  });
});

test.each([
  ["2027-08-04", 29, true],
  ["2027-08-05", 30, false],
])("closed on %s, after %i days, is in time: %s", (on, days, isInTime) => {
  expect(closedFixRow(fix({ closed: closedOn(on) }), LABELS)).toMatchObject({
    days,
    isInTime,
    evidence: "Fewer bounces",
  });
});

test("the share by owner counts late open fixes as missed, and young ones not at all", () => {
  const other = { id: 6n, name: "Ada Fix", active: true };
  const fixes = [
    fix({ closed: closedOn("2027-08-04") }),
    fix({ id: 2n, closed: closedOn("2027-08-05") }),
    fix({ id: 3n }),
    fix({ id: 4n, openedOn: "2027-07-07", dueOn: "2027-08-06" }),
    fix({ id: 5n, owner: other, countsFor: other, closed: closedOn("2027-07-07") }),
  ];
  expect(ownerShares(fixes, "2027-08-05")).toEqual([
    { key: "6", owner: { words: "Ada Fix", flag: null }, share: "100 %", counts: "1 of 1" },
    { key: "5", owner: { words: "Bo Fix", flag: null }, share: "33 %", counts: "1 of 3" },
  ]);
});

describe("the reasons", () => {
  const row = (fixes: FixInput[], owners = context.owners) => reasonRows(fixes, { mondays: [monday], owners })[0];
  const owned = (active: boolean) => ({
    ...context.owners,
    reasons: new Map([["bad_data" as const, { id: 5n, name: "Bo Fix", active }]]),
  });

  test("the first of the week needs an open fix: without a person, with one who left, without the fix", () => {
    expect(row([])).toMatchObject({ reason: "bad_data", missing: "owner", owner: { flag: "name a person" } });
    expect(row([], owned(false))).toMatchObject({ missing: "owner", owner: { flag: "account closed" } });
    expect(row([], owned(true))).toMatchObject({ missing: "fix", fix: "no open fix" });
    expect(row([fix({ closed: closedOn("2027-07-07") })], owned(true))).toMatchObject({ missing: "fix" });
    expect(row([fix({ source: "webinar" })], owned(true))).toMatchObject({ missing: null, fix: "1 open fix" });
  });

  test("a fix of somebody who left is to be handed over, unless somebody active has another one", () => {
    const left = fix({ owner: { id: 6n, name: "Ada Left", active: false } });
    expect(row([left], owned(true))).toMatchObject({ missing: "hand_over", fix: "1 open fix" });
    expect(row([left, fix({ id: 2n, source: "webinar" })], owned(true))).toMatchObject({ missing: null });
    expect(
      reasonRows([fix({ ...left, reason: "no_intent" })], { mondays: [monday], owners: owned(true) })[1],
    ).toMatchObject({ missing: null });
  });

  test("the one that the latest Monday asks a fix for says so where it is closed", () => {
    expect([openFixRow(fix(), context).isAsked, openFixRow(fix({ reason: "no_intent" }), context).isAsked]).toEqual([
      true,
      false,
    ]);
  });

  test("others need none", () => {
    expect(
      reasonRows([], { mondays: [monday], owners: context.owners })
        .slice(1)
        .map(({ missing }) => missing),
    ).toEqual([null, null, null, null]);
  });
});

test("the page is summed up, and taken away", () => {
  expect(fixesTitle([], "2027-08-05")).toBe("No fix is open.");
  expect(fixesTitle([fix()], "2027-08-05")).toBe("1 fix is open, none is late.");
  expect(fixesTitle([fix(), fix({ id: 2n, closed: closedOn("2027-07-07") })], "2027-08-06")).toBe(
    "1 fix is open, 1 is late.",
  );
  expect(fixesCsv([fix({ closed: closedOn("2027-08-05") })], context).split("\r\n")[1]).toBe(
    'bad_data,,Bo Fix,Bo Fix,Verify addresses,2027-07-06,2027-08-05,2027-08-05,Bo Fix,Fewer bounces,30,no,"100 %, 10 of 10","100 %, 10 of 10"',
  );
});
