import type { AcceptanceState } from "@/lib/domain/cells";
import { diffDays, type IsoDate } from "@/lib/domain/dates";
import type { DocumentAcceptance, MetricsDocument } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
import type { Segment } from "@/lib/domain/segments";
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
  segments: { code: Segment; label: string }[];
  rows: AcceptanceTableRow[];
  total: Pick<AcceptanceTableRow, "figures" | "unworked" | "unworkedHref" | "pending" | "pendingHref">;
  minimumN: number;
}

const KINDS = { ok: "plain", source_breach: "source", sales_sla_breach: "sla", low_n: "low", no_data: "none" } as const;
const PARTNER = "partner_referral";
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

function figure(row: DocumentAcceptance, place: Place, ownFloor: string | null, context: Context): AcceptanceFigure {
  const { labels } = context;
  const text = percentText(row.accepted, row.n, 0, row.floor === null ? undefined : { floor: row.floor });
  const floor = row.floor !== null && row.floor !== ownFloor ? ` · floor ${row.floor}` : "";
  const names = [
    place.source === null ? "All MQL sources" : labels.source(place.source),
    place.segment && labels.segment(place.segment),
  ];
  return {
    kind: KINDS[row.verdict],
    text,
    n: row.n,
    note: `${row.n}${floor}`,
    href: row.n > 0 ? href(context, place, "all") : null,
    label: `${names.filter(Boolean).join(", ")}: ${text} accepted of ${row.n} handed over`,
  };
}

function sharedParts(row: DocumentAcceptance, source: string | null, context: Context) {
  const place = { source, segment: null };
  return {
    unworked: percentText(row.unworked, row.n, 0),
    unworkedHref: row.unworked > 0 ? href(context, place, "unworked") : null,
    pending: row.pending,
    pendingHref: row.pending > 0 ? href(context, place, "pending") : null,
  };
}

/** "SMB, MM: day 12 of 30" for the running clocks of a source; the ones that are due come first. */
function clockOf(source: string, document: MetricsDocument, labels: Labels): AcceptanceTableRow["clock"] {
  const prefix = `acceptance:${source}:`;
  const clocks = document.cures.filter((clock) => clock.unit.startsWith(prefix));
  const groups = new Map<string, { words: string; due: boolean; segments: string[] }>();
  for (const { unit, opened, due, state } of clocks) {
    const words = clockWords(document.as_of, { opened, due, state });
    const group = groups.get(words) ?? { words, due: state === "due", segments: [] };
    group.segments.push(labels.segment(unit.slice(prefix.length) as Segment));
    groups.set(words, group);
  }
  const [first] = [...groups.values()].sort((a, b) => Number(b.due) - Number(a.due));
  if (!first) return null;
  const scope = groups.size === 1 && first.segments.length > 2 ? "" : `${first.segments.join(", ")}: `;
  return { text: `${scope}${first.words}`, due: first.due };
}

/** "opens today, due 4 Aug", "day 12 of 30", "due". */
export function clockWords(asOf: IsoDate, clock: { opened: IsoDate; due: IsoDate; state: string }): string {
  if (clock.state === "due") return "due";
  const day = diffDays(clock.opened, asOf);
  return day === 0 ? `opens, due ${shortDate(clock.due)}` : `day ${day} of ${diffDays(clock.opened, clock.due)}`;
}

/** The first table: rows of sources, columns of segments (product.md B2). */
export function acceptanceTable(
  document: MetricsDocument,
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
  const empty: AcceptanceFigure = { kind: "none", text: "—", n: 0, note: "0", href: null, label: "no data" };
  const rows = bySource.map((row): AcceptanceTableRow => {
    const line = trend.bySource.find((series) => series.source === row.source);
    const own = shown.map((segment) => ({ segment, cell: find(row.source, segment) }));
    return {
      key: row.source,
      label: labels.source(row.source),
      aside: row.source === PARTNER ? "own lane" : null,
      figures: own.map(({ segment, cell }) =>
        cell ? figure(cell, { source: row.source, segment }, row.floor, context) : empty,
      ),
      floor: row.floor === null ? "none" : `${row.floor} %`,
      ...sharedParts(row, row.source, context),
      trend: {
        values: (line?.points ?? []).map((point) =>
          point.acceptance === null ? null : Number(point.acceptance) * 100,
        ),
        floor: line?.floor == null ? null : Number(line.floor),
        bad: BREACHED.has(row.verdict),
      },
      clock: clockOf(row.source, document, labels),
    };
  });
  const bySegment = new Map(document.acceptance_by_segment.map((row) => [row.segment, row]));
  const totals = shown.map((segment) => {
    const row = bySegment.get(segment);
    return row ? figure(row, { source: null, segment }, null, context) : empty;
  });
  return {
    segments: shown.map((code) => ({ code, label: labels.segment(code) })),
    rows,
    total: { figures: totals, ...sharedParts(total, null, context) },
    minimumN,
  };
}
