import { describe, expect, it } from "vitest";
import { documentFigures, type Field, type FieldValue, parseFigure } from "@/lib/domain/document-figures";
import type { RestatedFigure } from "@/lib/domain/restatement";
import { parseCell, searchParamsOf } from "@/lib/view/cells";
import { deltaText, fieldText, figureHref, placeName } from "@/lib/view/loop/figures";
import { frozenWords, lateWords } from "@/lib/view/loop/lateness";
import { mondayRow, restatedLines } from "@/lib/view/loop/mondays";
import { restatementView } from "@/lib/view/loop/restatement";
import { handedOver, LABELS, mondayDocument } from "@/tests/support/monday";
import { SOURCES } from "@/tests/support/weekly-counts";

const MONDAY = "2027-07-05";

describe("a value of a figure", () => {
  it.each<[Field, FieldValue, string]>([
    ["n", 1204, "1,204"],
    ["acceptance", "0.5495", "54.95 %"],
    ["acceptance", "0.0000", "0.00 %"],
    ["acceptance", "1.0000", "100.00 %"],
    ["rate", "0.0062", "0.62 %"],
    ["rate", null, "—"],
    ["floor", "37.5", "37.5 %"],
    ["spend", "1284208.05", "1,284,208.05"],
    ["credit", "-15.50", "−15.50"],
    ["ratio", "0.2600", "0.2600"],
    ["verdict", "source_breach", "▼ source"],
    ["arguable", false, "no"],
  ])("%s of %j reads %j", (field, value, text) => {
    expect(fieldText(field, value)).toBe(text);
  });

  it.each<[Field, string | null, string]>([
    ["n", "-2", "−2"],
    ["acceptance", "-0.05", "−0.05 points"],
    ["floor", "2.5", "+2.5 points"],
    ["spend", "1200.00", "+1,200.00"],
    ["ratio", "0.0120", "+0.0120"],
    ["verdict", null, "—"],
  ])("a difference in %s of %j reads %j", (field, delta, text) => {
    expect(deltaText(field, delta)).toBe(text);
  });
});

describe("an address of a figure", () => {
  it("opens the list behind it, for every field of every figure", () => {
    const document = mondayDocument({ counts: [handedOver("webinar", "ENT", 20, 10, 4)] });
    const figures = [...documentFigures(document)];
    expect(figures.length).toBeGreaterThan(40);
    for (const [address, fields] of figures) {
      const place = parseFigure(address);
      if (!place) throw new Error(`${address} is no figure`);
      for (const field of Object.keys(fields) as Field[]) {
        const href = figureHref(place, field, MONDAY);
        const cell = parseCell(searchParamsOf(`http://localhost${href}`), "2027-07-12");
        expect(cell, `${address} ${field}: ${href}`).toMatchObject({ asOf: MONDAY });
      }
    }
  });

  it.each([
    [
      "acceptance:webinar:ENT",
      "rejected",
      "/leads?cell=acceptance&as_of=2027-07-05&source=webinar&segment=ENT&state=rejected",
    ],
    ["acceptance_total", "acceptance", "/leads?cell=acceptance&as_of=2027-07-05&state=all"],
    ["reason:bad_data", "count", "/leads?cell=rejection&as_of=2027-07-05&state=rejected&reason=bad_data"],
    ["pipeline_rate:SMB", "reached", "/deals?cell=pipeline_rate&as_of=2027-07-05&segment=SMB&state=reached"],
    ["quarter_cost:webinar", "spend", "/deals?cell=cost&as_of=2027-07-05&source=webinar&window=quarter"],
    [
      "influence:webinar",
      "first_touch",
      "/deals?cell=influence&as_of=2027-07-05&source=webinar&part=first_touch&window=trailing",
    ],
    ["sla", "decided_rate", "/leads?cell=sla&as_of=2027-07-05&clock=decision&state=met"],
  ] as const)("%s, %s: %s", (address, field, href) => {
    const place = parseFigure(address);
    expect(place && figureHref(place, field, MONDAY)).toBe(href);
  });

  it.each([
    ["acceptance:webinar:ENT", "Webinar, Enterprise"],
    ["acceptance_source:webinar", "Webinar"],
    ["acceptance_segment:SMB", "All sources, SMB"],
    ["acceptance_total", "All sources"],
    ["pipeline_rate:MM", "Mid-market"],
    ["reason:bad_data", "Bad data"],
    ["cost:Unmapped: fair", "Unmapped: fair"],
  ])("%s is called %j", (address, name) => {
    const place = parseFigure(address);
    expect(place && placeName(place, LABELS)).toBe(name);
  });
});

describe("how late a Monday was frozen", () => {
  it.each([
    ["2027-07-05T10:00:31Z", "in time", "Frozen 06:00"],
    ["2027-07-05T10:04:59Z", "in time", "Frozen 06:00"],
    ["2027-07-05T10:07:00Z", "7 minutes late", "Frozen 06:07"],
    ["2027-07-05T11:10:00Z", "1 hour late", "Frozen 07:10"],
    ["2027-07-06T09:59:00Z", "23 hours late", "Frozen 6 Jul 2027, 05:59"],
    ["2027-07-26T12:00:00Z", "21 days late", "Frozen 26 Jul 2027, 08:00"],
  ])("at %s: %s", (at, words, pill) => {
    expect(lateWords(MONDAY, new Date(at), "America/New_York")).toBe(words);
    expect(frozenWords(MONDAY, new Date(at), "America/New_York")).toBe(pill);
  });

  it("has a clear sign where it moves no clock", () => {
    const monday = {
      ...{ asOf: MONDAY, takenAt: new Date("2027-07-26T12:00:00Z"), agreementVersion: 2, hash: "a91f07c2".repeat(8) },
      ...{ judges: false, breaches: 3, restated: null },
    };
    expect(mondayRow(monday, "America/New_York")).toMatchObject({
      date: "5 Jul 2027",
      sign: "moves no clock",
      shortHash: "a91f 07c2",
      restated: "in none: later ones were there",
      openHref: "/?as_of=2027-07-05",
    });
    const restated = { asOf: "2027-07-12", figures: 1 };
    expect(mondayRow({ ...monday, judges: true, restated }, "UTC")).toMatchObject({
      sign: null,
      restated: "1 figure in that of 12 Jul 2027",
    });
  });
});

describe("the quiet lines of the Monday page", () => {
  const recorded = { earlier: "2027-06-28", figures: 3 };
  it.each([
    [{ today: 0, recorded: null }, []],
    [{ today: 0, recorded: { ...recorded, figures: 0 } }, []],
    [{ today: 1, recorded: null }, ["1 figure is known better today"]],
    [
      { today: 2, recorded },
      ["2 figures are known better today", "Since last Monday’s snapshot 3 of its figures changed"],
    ],
    [
      { today: 0, recorded: { ...recorded, earlier: "2027-06-14" } },
      ["Since that of 14 Jun 2027 3 of its figures changed"],
    ],
  ])("%j: %j", (restated, words) => {
    expect(restatedLines(MONDAY, restated).map((line) => line.words)).toEqual(words);
  });
});

describe("the restatement page", () => {
  const facts = {
    ...{
      asOf: MONDAY,
      takenAt: new Date("2027-07-05T10:00:00Z"),
      agreementVersion: 1,
      hash: "ab".repeat(32),
      judges: true,
    },
    ...{ zone: "America/New_York", recorded: null },
  };
  const one = (figure: string, frozen: number, now: number, change: RestatedFigure["change"] = "changed") => ({
    ...{ figure, change },
    fields: [{ field: "n" as const, frozen, now, delta: String(now - frozen) }],
  });

  it("says so when nothing changed, and what will record it", () => {
    const view = restatementView({ ...facts, today: [] }, LABELS, SOURCES);
    expect(view).toMatchObject({ title: "Nothing is known otherwise about Monday 5 July 2027.", sections: [] });
    expect(view.recordedNote).toContain("12 Jul 2027");
  });

  it("puts sources in the order of the settings, unknown ones after them, and keeps a row together", () => {
    const today = ["Unmapped: fair", "webinar", "paid_search"].map((source) =>
      one(`acceptance_source:${source}`, 1, 2),
    );
    const { sections } = restatementView({ ...facts, today }, LABELS, SOURCES);
    expect(sections.map(({ title, rows }) => [title, rows.map(({ name }) => name)])).toEqual([
      ["Acceptance, by source and segment", ["Paid search", "Webinar", "Unmapped: fair"]],
    ]);
  });

  it("shows what the next snapshot recorded, also where it is as frozen again by now", () => {
    const figures = [one("acceptance_total", 30, 32), one("sla", 5, 6)];
    const recorded = { as_of: "2027-07-12", earlier: MONDAY, figures };
    const view = restatementView({ ...facts, today: [one("acceptance_total", 30, 33)], recorded }, LABELS, SOURCES);
    expect(view.recordedHeader).toBe("Recorded 12 Jul 2027");
    expect(view.sections.flatMap(({ rows }) => rows)).toMatchObject([
      { name: "All sources", frozen: "30", recorded: "32", today: "33", delta: "+3" },
      { name: "SLA", frozen: "5", recorded: "6", today: "5", delta: "as frozen again" },
    ]);
  });

  it("links nothing that has no row any more", () => {
    const today = [one("cost:Unmapped: fair", 1, 2, "gone"), one("cost:webinar", 1, 2, "added")];
    const rows = restatementView({ ...facts, today }, LABELS, SOURCES).sections.flatMap((section) => section.rows);
    expect(rows.map(({ sign, href }) => [sign, href === null])).toEqual([
      ["new row", false],
      ["no row any more", true],
    ]);
  });
});
