import type { AcceptanceState } from "@/lib/domain/cells";
import type { ClockState } from "@/lib/domain/cures";
import { diffDays, type IsoDate } from "@/lib/domain/dates";
import type { DocumentAcceptance, MetricsDocument } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
import type { Segment } from "@/lib/domain/segments";
import { compareNames, PARTNER_REFERRAL } from "@/lib/domain/source-rows";
import type { AcceptanceTrend } from "@/lib/domain/trend";
import { cellHref } from "@/lib/view/cells";
import { shortDate } from "@/lib/view/dates";
import type { Labels } from "./labels";

/** One acceptance figure, ready to print. `kind` decides sign, word and colour; `low` and `none` are never a breach. */
export interface AcceptanceFigure {
  kind: "plain" | "source" | "sla" | "low" | "none";
  text: string;
  n: number;
  /** Under the figure: n, and the floor where the cell has one of its own. */
  note: string;
  /** "incl. 3 recycled", on a line of its own; null for none. */
  recycled: string | null;
  href: string | null;
  /** For screen readers. */
  label: string;
}

export interface AcceptanceTableRow {
  key: string;
  label: string;
  /** Small words after the name: the partner lane's. */
  aside: string | null;
  figures: AcceptanceFigure[];
  floor: string;
  unworked: string;
  unworkedHref: string | null;
  pending: number;
  pendingHref: string | null;
  trend: { values: (number | null)[]; floor: number | null; bad: boolean };
  clock: { text: string; due: boolean } | null;
}

export interface AcceptanceTable {
  /** The figures of a row in their order: its segments, then all of them. */
  columns: { key: string; label: string }[];
  rows: AcceptanceTableRow[];
  total: Pick<AcceptanceTableRow, "figures" | "unworked" | "unworkedHref" | "pending" | "pendingHref">;
  minimumN: number;
}

const KINDS = { ok: "plain", source_breach: "source", sales_sla_breach: "sla", low_n: "low", no_data: "none" } as const;
const BREACHED = new Set(["source_breach", "sales_sla_breach"]);

interface Context {
  asOf: IsoDate;
  labels: Labels;
}

interface Place {
  source: string | null;
  segment: Segment | null;
}

function href({ asOf }: Context, { source, segment }: Place, state: AcceptanceState): string {
  return cellHref({ kind: "acceptance", asOf, source, segment, state, reason: null });
}

/** Cells print whole percents; the ratios of sums in the closing row have one decimal. */
interface Print {
  ownFloor: string | null;
  decimals: number;
}

const TOTAL: Print = { ownFloor: null, decimals: 1 };

function figure(
  row: DocumentAcceptance,
  place: Place,
  { ownFloor, decimals }: Print,
  context: Context,
): AcceptanceFigure {
  const { labels } = context;
  const text = percentText(row.accepted, row.n, decimals, row.floor === null ? undefined : { floor: row.floor });
  const floor = row.floor !== null && row.floor !== ownFloor ? ` · floor ${row.floor}` : "";
  const names = [
    place.source === null ? "All sources" : labels.source(place.source),
    place.segment && labels.segment(place.segment),
  ];
  return {
    kind: KINDS[row.verdict],
    text,
    n: row.n,
    note: `${row.n}${floor}`,
    recycled: row.recycled ? `incl. ${row.recycled} recycled` : null,
    href: row.n > 0 ? href(context, place, "all") : null,
    label: `${names.filter(Boolean).join(", ")}: ${text} accepted of ${row.n} handed over`,
  };
}

function sharedParts(row: DocumentAcceptance, source: string | null, context: Context) {
  const place = { source, segment: null };
  return {
    unworked: percentText(row.unworked, row.n, source === null ? TOTAL.decimals : 0),
    unworkedHref: row.unworked > 0 ? href(context, place, "unworked") : null,
    pending: row.pending,
    pendingHref: row.pending > 0 ? href(context, place, "pending") : null,
  };
}

/** "SMB, MM: day 12 of 30, and 1 more" for the running clocks of a source: the most urgent in words, the others counted. */
function clockOf(source: string, { cures, as_of: asOf }: ShownDocument, labels: Labels): AcceptanceTableRow["clock"] {
  const prefix = `acceptance:${source}:`;
  const clocks = cures.filter((clock) => clock.unit.startsWith(prefix)).sort(byUrgency);
  const [first] = clocks;
  if (!first) return null;
  const words = clockWords(asOf, first);
  const same = clocks.filter((clock) => clockWords(asOf, clock) === words);
  const rest = clocks.length - same.length;
  const segments = same.map(({ unit }) => labels.segment(unit.slice(prefix.length) as Segment));
  const scope = rest === 0 && segments.length > 2 ? "" : `${segments.join(", ")}: `;
  return { text: `${scope}${words}${rest > 0 ? `, and ${rest} more` : ""}`, due: first.state === "due" };
}

/** A clock as a row shows it: running, or settled by a review while its breach still shows. */
export interface ShownClock {
  readonly unit: string;
  readonly opened: IsoDate;
  readonly due: IsoDate;
  readonly state: ClockState;
  readonly settledOn?: IsoDate | null;
}

/** A Monday's document whose clocks are as the review of its week left them. */
export type ShownDocument = Omit<MetricsDocument, "cures"> & { readonly cures: readonly ShownClock[] };

const URGENCY: Record<ClockState, number> = { due: 0, open: 1, extended: 1, killed: 2, defunded: 2, cured: 2 };

/** Those that wait for a decision, then by the day on which they fall due; settled ones last. */
function byUrgency(a: ShownClock, b: ShownClock): number {
  return URGENCY[a.state] - URGENCY[b.state] || compareNames(a.due, b.due);
}

/**
 * "opens, due 4 Aug", "day 12 of 30", "due", "extended to 9 Sep", "killed 10 Aug", or that its day is past while no Monday could
 * judge it.
 */
export function clockWords(asOf: IsoDate, clock: Omit<ShownClock, "unit">): string {
  if (clock.state === "due") return "due";
  if (clock.settledOn) return `${clock.state} ${shortDate(clock.settledOn)}`;
  const day = diffDays(clock.opened, asOf);
  if (clock.due <= asOf) return `past ${shortDate(clock.due)}, not judged`;
  if (clock.state === "extended") return `extended to ${shortDate(clock.due)}`;
  return day === 0 ? `opens, due ${shortDate(clock.due)}` : `day ${day} of ${diffDays(clock.opened, clock.due)}`;
}

const EMPTY: AcceptanceFigure = {
  kind: "none",
  text: "—",
  n: 0,
  note: "0",
  recycled: null,
  href: null,
  label: "no data",
};

/** One source: its figures by segment, then that of all segments. */
function sourceRow(
  row: MetricsDocument["acceptance"]["by_source"][number],
  figures: AcceptanceFigure[],
  document: ShownDocument,
  trend: AcceptanceTrend,
  context: Context,
): AcceptanceTableRow {
  const { source, floor } = row;
  const line = trend.bySource.find((series) => series.source === source);
  const percents = (line?.points ?? []).map(({ acceptance }) =>
    acceptance === null ? null : Number(acceptance) * 100,
  );
  return {
    key: source,
    label: context.labels.source(source),
    aside: source === PARTNER_REFERRAL ? "own lane" : null,
    figures: [...figures, figure(row, { source, segment: null }, { ownFloor: floor, decimals: 0 }, context)],
    floor: floor === null ? "none" : `${floor} %`,
    ...sharedParts(row, source, context),
    trend: {
      values: percents,
      floor: line?.floor == null ? null : Number(line.floor),
      bad: BREACHED.has(row.verdict),
    },
    clock: clockOf(source, document, context.labels),
  };
}

/** The first table: rows of sources, columns of segments (product.md B2). */
export function acceptanceTable(
  document: ShownDocument,
  trend: AcceptanceTrend,
  labels: Labels,
  segmentOrder: readonly Segment[],
  minimumN: number,
): AcceptanceTable {
  const { cells, by_source: bySource, total } = document.acceptance;
  const context: Context = { asOf: document.as_of, labels };
  const shown = segmentOrder.filter(
    (segment) => segment !== "Unknown" || cells.some((cell) => cell.segment === segment),
  );
  const find = (source: string, segment: Segment) =>
    cells.find((cell) => cell.source === source && cell.segment === segment);
  const rows = bySource.map((row) => {
    const figures = shown.map((segment) => {
      const cell = find(row.source, segment);
      return cell
        ? figure(cell, { source: row.source, segment }, { ownFloor: row.floor, decimals: 0 }, context)
        : EMPTY;
    });
    return sourceRow(row, figures, document, trend, context);
  });
  const bySegment = new Map(document.acceptance_by_segment.map((row) => [row.segment, row]));
  const totals = shown.map((segment) => {
    const row = bySegment.get(segment);
    return row ? figure(row, { source: null, segment }, TOTAL, context) : EMPTY;
  });
  return {
    columns: [
      ...shown.map((code) => ({ key: code, label: labels.segment(code) })),
      { key: "all", label: "All segments" },
    ],
    rows,
    total: {
      figures: [...totals, figure(total, { source: null, segment: null }, TOTAL, context)],
      ...sharedParts(total, null, context),
    },
    minimumN,
  };
}
