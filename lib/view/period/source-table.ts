import { sourceOfUnit } from "@/lib/domain/cures";
import { type CellAddress, cellAddress, figureAddress } from "@/lib/domain/document-figures";
import { SEGMENTS, type Segment } from "@/lib/domain/segments";
import { PARTNER_REFERRAL } from "@/lib/domain/source-rows";
import { dateWithYear } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { type ClockMove, clockCounts } from "./loop";
import { type Held, heldAt, lookOf, type Sheet } from "./sheet";

/** One source of a month or a quarter. */
export interface SourceRow {
  key: string;
  label: string;
  /** Small words after the name: the partner lane's. */
  aside: string | null;
  acceptance: Held;
  floor: string;
  /** Mondays on which a cell of the source or all of it was in breach. */
  below: Weeks;
  cost: Held;
  over: Weeks;
  influence: Held;
  trend: { values: (number | null)[]; floor: number | null; bad: boolean };
  /** "2 opened, 1 cured". */
  clocks: string | null;
}

interface Weeks {
  /** "2 of 4". */
  text: string;
  /** The segments in breach: "SMB, Enterprise". */
  note: string | null;
  any: boolean;
}

export interface SourceTable {
  rows: SourceRow[];
  total: { acceptance: Held; cost: Held };
  /** The cost line of the last Monday: "0.22". */
  line: string;
  /** What a ratio is of: "$1", "1 EUR". */
  unit: string;
}

const ACCEPTANCE_BREACH: ReadonlySet<string> = new Set(["source_breach", "sales_sla_breach"]);
const COST_BREACH: ReadonlySet<string> = new Set(["over_line", "no_pipeline"]);

/** Every source that any of the Mondays names, those of the last one first and in its order. */
function sourcesOf(sheets: readonly Sheet[]): string[] {
  const latestFirst = [...sheets].reverse();
  const names = latestFirst.flatMap(({ document: { acceptance, cost, influence } }) =>
    [acceptance.by_source, cost.rows, influence.rows].flatMap((rows) => rows.map(({ source }) => source)),
  );
  return [...new Set(names)];
}

function segmentsBelow({ document: { acceptance } }: Sheet, source: string): Segment[] {
  return acceptance.cells
    .filter((cell) => cell.source === source && ACCEPTANCE_BREACH.has(cell.verdict))
    .map(({ segment }) => segment);
}

function isBelow(sheet: Sheet, source: string): boolean {
  const row = sheet.document.acceptance.by_source.find((each) => each.source === source);
  return (row !== undefined && ACCEPTANCE_BREACH.has(row.verdict)) || segmentsBelow(sheet, source).length > 0;
}

function belowFloor(sheets: readonly Sheet[], source: string, labels: Labels): Weeks {
  const breached = sheets.filter((sheet) => isBelow(sheet, source));
  const found = new Set(breached.flatMap((sheet) => segmentsBelow(sheet, source)));
  const segments = SEGMENTS.filter((segment) => found.has(segment)).map((segment) => labels.segment(segment));
  const isJudged = sheets.some(({ document }) => document.acceptance.by_source.some((row) => row.source === source));
  return {
    text: isJudged ? `${breached.length} of ${sheets.length}` : "—",
    note: segments.length > 0 ? segments.join(", ") : breached.length > 0 ? "all segments together" : null,
    any: breached.length > 0,
  };
}

function overLine(sheets: readonly Sheet[], source: string): Weeks {
  const rows = sheets.flatMap(({ document }) => document.cost.rows.filter((row) => row.source === source));
  const over = rows.filter(({ verdict }) => COST_BREACH.has(verdict)).length;
  return { text: rows.length > 0 ? `${over} of ${sheets.length}` : "—", note: null, any: over > 0 };
}

/** Acceptance on each Monday, in percent; a Monday without enough to judge is a gap. */
function trendOf(sheets: readonly Sheet[], address: CellAddress, floor: string | null): SourceRow["trend"] {
  const last = sheets.at(-1)?.figures.get(address);
  return {
    values: sheets.map((sheet) => sheet.figures.get(address)?.number ?? null),
    floor: floor === null ? null : Number(floor),
    bad: last !== undefined && ["source", "sla"].includes(lookOf(last)),
  };
}

interface Mondays {
  /** Oldest first, at least one. */
  sheets: readonly Sheet[];
  before: Sheet | undefined;
}

function sourceRow(
  source: string,
  { sheets, before }: Mondays,
  moves: readonly ClockMove[],
  labels: Labels,
): SourceRow {
  const now = sheets.at(-1);
  const address = cellAddress(figureAddress("acceptance_source", source), "acceptance");
  const floor = now?.document.acceptance.by_source.find((row) => row.source === source)?.floor ?? null;
  return {
    key: source,
    label: labels.source(source),
    aside: source === PARTNER_REFERRAL ? "own lane" : null,
    acceptance: heldAt(address, now, before),
    floor: floor === null ? "none" : `${floor} %`,
    below: belowFloor(sheets, source, labels),
    cost: heldAt(cellAddress(figureAddress("cost", source), "ratio"), now, before),
    over: overLine(sheets, source),
    influence: heldAt(cellAddress(figureAddress("influence", source), "share"), now, before),
    trend: trendOf(before ? [before, ...sheets] : sheets, address, floor),
    clocks: clockCounts(moves.filter(({ unit }) => sourceOfUnit(unit) === source)),
  };
}

/** The sources of a month or a quarter at its last frozen Monday, held against the last one before it. */
export function sourceTable(mondays: Mondays, moves: readonly ClockMove[], labels: Labels): SourceTable {
  const { sheets, before } = mondays;
  const now = sheets.at(-1);
  return {
    rows: sourcesOf(sheets).map((source) => sourceRow(source, mondays, moves, labels)),
    total: {
      acceptance: heldAt(cellAddress("acceptance_total", "acceptance"), now, before),
      cost: heldAt(cellAddress("cost_total", "ratio"), now, before),
    },
    line: now?.document.cost.line ?? "—",
    unit: now?.document.currency === "USD" ? "$1" : `1 ${now?.document.currency ?? ""}`,
  };
}

/** "At the last frozen Monday, 26 Oct 2026, held against 28 Sept 2026." */
export function heldWords({ sheets, before }: Mondays): string {
  const now = sheets.at(-1);
  const against = before
    ? `held against ${dateWithYear(before.asOf)}`
    : "with nothing frozen before it to hold it against";
  return now ? `as frozen on ${dateWithYear(now.asOf)}, ${against}` : "";
}
