import type { AcceptanceCell, Cell, CostCell, CycleCell, InfluenceCell } from "@/lib/domain/cells";
import type { IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { formatMoney, parseMoney } from "@/lib/domain/money";
import { groupDigits } from "@/lib/domain/phrases";
import { dateWithYear } from "@/lib/view/dates";
import { exactMoney } from "./labels";

const ACCEPTANCE_FIELDS = {
  all: "n",
  accepted: "accepted",
  rejected: "rejected",
  unworked: "unworked",
  pending: "pending",
} as const;

function acceptanceCount(document: MetricsDocument, { source, segment, state, reason }: AcceptanceCell): number | null {
  if (reason !== null) return null;
  const { cells, by_source: bySource, total } = document.acceptance;
  const row =
    source === null
      ? segment === null
        ? total
        : document.acceptance_by_segment.find((item) => item.segment === segment)
      : segment === null
        ? bySource.find((item) => item.source === source)
        : cells.find((item) => item.source === source && item.segment === segment);
  return row?.[ACCEPTANCE_FIELDS[state]] ?? 0;
}

/** How many cycles the document of a Monday counts in a cell; null where it does not say. */
export function statedCycles(document: MetricsDocument, cell: CycleCell): number | null {
  const { rejection, sla, volume, pipeline_rate: rates } = document;
  switch (cell.kind) {
    case "acceptance":
      return acceptanceCount(document, cell);
    case "rejection":
      if (cell.reason !== null) return rejection.reasons.find(({ code }) => code === cell.reason)?.count ?? 0;
      return cell.state === "all" ? rejection.n : rejection.rejected;
    case "volume":
      return volume.volume;
    case "sla": {
      const met = cell.clock === "touch" ? sla.touched_in_time : sla.decided_in_time;
      return { all: sla.n, met, missed: sla.n - met }[cell.state];
    }
    case "pipeline_rate":
      return rates.find(({ segment }) => segment === cell.segment)?.n ?? 0;
  }
}

function costOf(document: MetricsDocument, { source, span }: CostCell) {
  const { rows, total } = span === "trailing" ? document.cost : document.fiscal_quarter.cost;
  return source === null ? total : rows.find((row) => row.source === source);
}

/** The spend that the document of a Monday states for a source or for all. */
export function statedSpend(document: MetricsDocument, cell: CostCell): string {
  return costOf(document, cell)?.spend ?? "0.00";
}

function influenceFigure(document: MetricsDocument, { source, span, part }: InfluenceCell): string | null {
  const { influence, influence_positions: positions, influence_total: total, fiscal_quarter: quarter } = document;
  const isTrailing = span === "trailing";
  const table = isTrailing ? influence : quarter.influence;
  const row = table.rows.find((item) => item.source === source);
  if (part === null) return source === null ? table.won : (row?.credit ?? "0.00");
  if (part === "assists" && source !== null) return String(row?.assists ?? 0);
  if (!isTrailing) return null;
  if (source === null) return String(total[part]);
  return part === "assists" ? null : (positions.find((item) => item.source === source)?.[part] ?? "0.00");
}

/** The sum of opportunities that the document of a Monday states for a cell, money or a count; null where it does not say. */
export function statedDeals(document: MetricsDocument, cell: Exclude<Cell, CycleCell>): string | null {
  switch (cell.kind) {
    case "cost":
      return costOf(document, cell)?.pipeline ?? "0.00";
    case "influence":
      return influenceFigure(document, cell);
    case "pipeline_rate":
      return String(document.pipeline_rate.find(({ segment }) => segment === cell.segment)?.reached ?? 0);
  }
}

/** A figure of today beside what the frozen page of its Monday says. */
export interface Statement {
  /** After a figure: "as on the Monday page of 5 Jul 2027", or what is frozen there and the restatement. */
  words: string;
  /** Whether today's figure is another one than the page's. */
  isRestated: boolean;
}

interface Compared {
  asOf: IsoDate;
  /** Whether the page of that Monday is frozen; else it shows today's figures itself. */
  isFrozen: boolean;
  today: string;
  stated: string | null;
  isMoney: boolean;
}

/** Live lists stand behind frozen figures too: late data shows there as a restatement (metrics.md §0). */
export function statementOf({ asOf, isFrozen, today, stated, isMoney }: Compared): Statement {
  const page = `the Monday page of ${dateWithYear(asOf)}`;
  if (!isFrozen) return { words: `as on ${page}`, isRestated: false };
  if (stated === null)
    return { words: `by today’s knowledge; ${page} is frozen and does not say it`, isRestated: true };
  const change = (parseMoney(today) ?? 0n) - (parseMoney(stated) ?? 0n);
  if (change === 0n) return { words: `as frozen on ${page}`, isRestated: false };
  const print = (figure: string) => (isMoney ? exactMoney(figure) : groupDigits(figure));
  const size = formatMoney(change < 0n ? -change : change);
  const delta = `${change < 0n ? "−" : "+"}${print(isMoney ? size : size.replace(/\.00$/, ""))}`;
  return {
    words: `by today’s knowledge; ${page} froze ${print(stated)}, a restatement of ${delta}`,
    isRestated: true,
  };
}
