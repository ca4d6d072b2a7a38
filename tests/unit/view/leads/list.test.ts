import { describe, expect, test } from "vitest";
import type { LeadFilter, LeadRow } from "@/lib/domain/lead-list";
import { frozenDocument } from "@/lib/domain/metrics-json";
import { csvText } from "@/lib/view/csv";
import { filterHref, parseLeadsAddress } from "@/lib/view/leads/address";
import { leadCsvHeader, leadCsvRow, leadListRow, pagesOf } from "@/lib/view/leads/list";
import { cellView, filterView } from "@/lib/view/leads/page";
import { handedOver, mondayDocument } from "@/tests/support/monday";

const ZONE = "America/New_York";
const labels = { source: (code: string) => (code === "webinar" ? "Webinar" : code), segment: (code: string) => code };
const ROW: LeadRow = {
  leadId: "3",
  cycleId: "7",
  number: 1,
  externalId: "LD-3",
  name: "Kim Brand",
  company: "Northwind",
  source: "webinar",
  segment: "MM",
  lane: "standard",
  stage: "rejected",
  reason: "bad_data",
  handedOverAt: new Date("2027-07-01T04:30:00Z"),
  firstTouchedAt: new Date("2027-07-02T14:00:00Z"),
  touchBy: new Date("2027-07-03T14:00:00Z"),
  decidedAt: new Date("2027-07-09T14:00:00Z"),
  firstDecidedAt: new Date("2027-07-09T14:00:00Z"),
  decideBy: new Date("2027-07-08T22:00:00Z"),
  decidedBy: "Ada",
  assignedTo: "Bob",
};
const NONE: LeadFilter = { stage: null, source: null, segment: null, hasDeal: false, query: null };

describe("the address of the list", () => {
  test("is read back from what it wrote", () => {
    const filters: LeadFilter[] = [
      NONE,
      { stage: "sal", source: "Unmapped: a&b", segment: "Unknown", hasDeal: true, query: "O'Neil & Co" },
    ];
    for (const filter of filters) {
      const params = Object.fromEntries(new URL(filterHref(filter, 3), "http://x").searchParams);
      expect(parseLeadsAddress(params, "2027-07-05")).toEqual({ kind: "filter", filter });
    }
    expect(filterHref(NONE)).toBe("/leads");
  });

  test("junk filters count as not said; a junk cell is none", () => {
    const junk = { stage: "SAL", segment: ["XL"], source: "x".repeat(301), deal: "1", q: "  ", page: "-1" };
    expect(parseLeadsAddress(junk, "2027-07-05")).toEqual({ kind: "filter", filter: NONE });
    expect(parseLeadsAddress({ cell: "nonsense" }, "2027-07-05")).toBeNull();
    expect(parseLeadsAddress({ cell: "cost" }, "2027-07-05")).toBeNull();
    expect(parseLeadsAddress({ cell: "volume" }, "2027-07-05")).toMatchObject({
      kind: "cell",
      cell: { kind: "volume" },
    });
  });
});

describe("a line", () => {
  test("a lead accepted in time and rejected later met the decision SLA, as the counters say", () => {
    const row = { ...ROW, firstDecidedAt: new Date("2027-07-08T22:00:00Z") };
    expect(leadListRow(row, labels, ZONE).decided).toEqual({
      words: expect.stringContaining("9 Jul 2027"),
      isLate: false,
    });
    const late = { ...ROW, firstDecidedAt: new Date("2027-07-08T22:00:01Z") };
    expect(leadListRow(late, labels, ZONE).decided?.isLate).toBe(true);
  });

  test("says where the lead stands, with the days in the organisation's zone and what was late", () => {
    expect(leadListRow(ROW, labels, ZONE)).toEqual({
      key: "7",
      href: "/leads/3",
      name: "Kim Brand",
      place: "Northwind · Webinar · MM",
      stage: "Rejected: Bad data",
      handedOver: "1 Jul 2027, 00:30",
      touched: { words: "2 Jul 2027, 10:00", isLate: false },
      decided: { words: "9 Jul 2027, 10:00", isLate: true },
      person: "Ada",
    });
  });

  test("says which pass it is from the second on", () =>
    expect(leadListRow({ ...ROW, number: 2 }, labels, ZONE).place).toBe("Northwind · Webinar · MM · cycle 2"));

  test("of a lead before its hand-over", () => {
    const raw = {
      ...ROW,
      cycleId: null,
      number: null,
      name: null,
      company: null,
      stage: "lead",
      reason: null,
      handedOverAt: null,
    } as const;
    expect(leadListRow({ ...raw, firstTouchedAt: null, decidedAt: null, decidedBy: null }, labels, ZONE)).toMatchObject(
      {
        key: "lead-3",
        name: "LD-3",
        place: "LD-3 · Webinar · MM",
        stage: "Lead",
        handedOver: null,
        touched: null,
        person: "Bob",
      },
    );
  });
});

test("the file has codes, sortable times and the zone, and runs no formula", () => {
  const evil = { ...ROW, name: "=1+1", company: '@SUM("a"),b' };
  expect(csvText(leadCsvHeader(ZONE), [leadCsvRow(evil, ZONE)])).toBe(
    "lead,name,company,source,segment,lane,stage,reason_code,handed_over_at (America/New_York),first_touched_at (America/New_York),decided_at (America/New_York),decided_by,assigned_to,cycle\r\n" +
      'LD-3,\'=1+1,"\'@SUM(""a""),b",webinar,MM,standard,rejected,bad_data,2027-07-01 00:30,2027-07-02 10:00,2027-07-09 10:00,Ada,Bob,1\r\n',
  );
});

describe("pages", () => {
  const of = (page: number, total: number, mostCounted = 10_000) =>
    pagesOf({ page, size: 50, total, mostCounted }, (to) => `/p${to}`);
  test.each([
    [1, 0, "None of 0", null, null],
    [1, 50, "1–50 of 50", null, null],
    [1, 51, "1–50 of 51", null, "/p2"],
    [2, 51, "51–51 of 51", "/p1", null],
    [9, 51, "None of 51", "/p2", null],
    [1, 10_000, "1–50 of 10,000+", null, "/p2"],
  ])("%i of %i", (page, total, words, previousHref, nextHref) =>
    expect(of(page, total)).toEqual({ words, previousHref, nextHref }),
  );
});

test("views lead on: stages keep the other filters, the file has the list's own address", () => {
  const filter: LeadFilter = { ...NONE, stage: "sal", query: "north" };
  const frame = { page: 2, zone: ZONE, labels, sources: [], segments: [], mostCounted: 10_000 };
  const view = filterView(filter, { rows: [ROW], total: 60 }, frame);
  expect(view.csv).toBe("/leads/export?q=north&stage=sal");
  expect(view.pages).toEqual({ words: "51–60 of 60", previousHref: "/leads?q=north&stage=sal", nextHref: null });
  expect(view.tabs.find(({ current }) => current)).toEqual({
    label: "SAL",
    href: "/leads?q=north&stage=sal",
    current: true,
  });
  expect(view.tabs.find(({ label }) => label === "SAL with an open deal")?.href).toBe(
    "/leads?q=north&stage=sal&deal=open",
  );
  const cell = {
    kind: "acceptance",
    asOf: "2027-07-05",
    source: "webinar",
    segment: "MM",
    state: "rejected",
    reason: null,
  } as const;
  const range = { from: "2027-05-31", to: "2027-06-27" };
  expect(cellView(cell, { rows: [ROW], total: 1, range }, frame, null)).toMatchObject({
    title: "Rejected: Webinar, MM",
    note: "1 cycle handed over 31 May – 27 June, as on the Monday page of 5 Jul 2027",
    mondayHref: "/?as_of=2027-07-05",
    csv: expect.stringMatching(/^\/leads\/export\?cell=acceptance&as_of=2027-07-05&/),
  });
  // The list is live: behind a frozen page it says what is frozen there.
  const counts = [handedOver("webinar", "MM", 20, 10, 4)];
  const frozen = frozenDocument(mondayDocument({ counts }));
  expect(cellView(cell, { rows: [ROW], total: 5, range }, frame, frozen).note).toBe(
    "5 cycles handed over 31 May – 27 June, by today’s knowledge; the Monday page of 5 Jul 2027 froze 4, a restatement of +1",
  );
});
