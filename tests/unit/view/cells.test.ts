import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACCEPTANCE_STATES, type Cell, SPANS } from "@/lib/domain/cells";
import { POSITIONS } from "@/lib/domain/credits";
import { REASONS } from "@/lib/domain/reasons";
import { SEGMENTS } from "@/lib/domain/segments";
import { cellHref, namesCell, parseCell, parsePage, type SearchParams } from "@/lib/view/cells";

const CURRENT = "2027-07-12";
const asOf = fc.constantFrom("2027-07-05", "2026-12-28");
const source = fc.option(fc.constantFrom("paid_search", "Unmapped: a & b=c", "Outside window / no touch"), {
  nil: null,
});
const segment = fc.constantFrom(...SEGMENTS);
const span = fc.constantFrom(...SPANS);
const state = fc.constantFrom(...ACCEPTANCE_STATES);
const reason = fc.option(fc.constantFrom(...REASONS), { nil: null });

const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  fc
    .record({
      kind: fc.constant("acceptance" as const),
      asOf,
      source,
      segment: fc.option(segment, { nil: null }),
      state,
      reason,
    })
    .map((cell) => (cell.state === "rejected" ? cell : { ...cell, reason: null })),
  fc
    .record({
      kind: fc.constant("rejection" as const),
      asOf,
      state: fc.constantFrom("all" as const, "rejected" as const),
      reason,
    })
    .map((cell) => (cell.state === "rejected" ? cell : { ...cell, reason: null })),
  fc.record({ kind: fc.constant("volume" as const), asOf }),
  fc.record({
    kind: fc.constant("sla" as const),
    asOf,
    clock: fc.constantFrom("touch" as const, "decision" as const),
    state: fc.constantFrom("all" as const, "met" as const, "missed" as const),
  }),
  fc.record({ kind: fc.constant("pipeline_rate" as const), asOf, segment, state: fc.constant("cohort" as const) }),
  fc.record({ kind: fc.constant("pipeline_rate" as const), asOf, segment, state: fc.constant("reached" as const) }),
  fc.record({ kind: fc.constant("cost" as const), asOf, source, span }),
  fc.record({
    kind: fc.constant("influence" as const),
    asOf,
    source,
    span,
    part: fc.constantFrom(...POSITIONS, "assists" as const, null),
  }),
);

const paramsOf = (href: string): SearchParams => Object.fromEntries(new URL(href, "http://x").searchParams);

describe("cellHref", () => {
  it("is read back to the same cell, whatever it is", () => {
    fc.assert(
      fc.property(anyCell, fc.integer({ min: 1, max: 50 }), (cell, page) => {
        const params = paramsOf(cellHref(cell, page));
        expect(parseCell(params, CURRENT)).toEqual(cell);
        expect(parsePage(params)).toBe(page);
        expect(namesCell(params)).toBe(true);
      }),
    );
  });

  it("leads to cycles or to deals", () => {
    expect(
      cellHref({
        kind: "acceptance",
        asOf: "2027-07-05",
        source: "paid_search",
        segment: "SMB",
        state: "all",
        reason: null,
      }),
    ).toBe("/leads?cell=acceptance&as_of=2027-07-05&source=paid_search&segment=SMB&state=all");
    expect(cellHref({ kind: "pipeline_rate", asOf: "2027-07-05", segment: "SMB", state: "reached" })).toBe(
      "/deals?cell=pipeline_rate&as_of=2027-07-05&segment=SMB&state=reached",
    );
  });
});

describe("parseCell", () => {
  it("takes the current Monday and the widest cell where nothing is said", () => {
    expect(parseCell({ cell: "acceptance" }, CURRENT)).toEqual({
      kind: "acceptance",
      asOf: CURRENT,
      source: null,
      segment: null,
      state: "all",
      reason: null,
    });
    expect(parseCell({ cell: "rejection", reason: "bad_data" }, CURRENT)).toMatchObject({
      state: "rejected",
      reason: "bad_data",
    });
    expect(parseCell({ cell: ["cost", "volume"], source: "" }, CURRENT)).toMatchObject({
      kind: "cost",
      source: null,
      span: "trailing",
    });
  });

  it.each<SearchParams>([
    {},
    { cell: "" },
    { cell: "Acceptance" },
    { cell: "constructor" },
    { cell: "__proto__" },
    { cell: "acceptance", as_of: "2027-07-06" },
    { cell: "acceptance", as_of: "junk" },
    { cell: "acceptance", segment: "smb" },
    { cell: "acceptance", state: "accept" },
    { cell: "acceptance", state: "accepted", reason: "bad_data" },
    { cell: "acceptance", reason: "other" },
    { cell: "acceptance", source: "x".repeat(301) },
    { cell: "pipeline_rate" },
    { cell: "cost", window: "year" },
    { cell: "influence", part: "last_touch" },
    { cell: "sla", clock: "both" },
  ])("knows no cell in %j", (params) => {
    expect(parseCell(params, CURRENT)).toBeNull();
  });
});

describe("parsePage", () => {
  it.each([
    ["2", 2],
    [undefined, 1],
    ["0", 1],
    ["-1", 1],
    ["1.5", 1],
    ["1e9", 1],
    ["9999999", 1],
    ["x", 1],
  ])("reads %s as page %i", (page, expected) => {
    expect(parsePage({ page })).toBe(expected);
  });
});
