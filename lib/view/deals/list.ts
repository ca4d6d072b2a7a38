import type { CostCell, DealCell, InfluenceCell } from "@/lib/domain/cells";
import type { Position } from "@/lib/domain/credits";
import type { DateRange, IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { OpportunityRow } from "@/lib/domain/opportunities";
import { cellHref } from "@/lib/view/cells";
import type { CsvValue } from "@/lib/view/csv";
import { dateWithYear, rangeText } from "@/lib/view/dates";
import { exactMoney, type Labels } from "@/lib/view/monday/labels";
import { statedDeals, statementOf } from "@/lib/view/monday/stated";

/** One opportunity of a list, ready to print. */
export interface DealListRow {
  id: string;
  name: string;
  account: string;
  owner: string;
  stage: string;
  created: string;
  pipeline: string | null;
  pipelineAmount: string | null;
  won: string | null;
  wonAmount: string | null;
  figure: string;
  /** What the reader must know of the figures: "approximate", "truncated" … */
  flags: string;
  href: string;
}

const FLAGS = [
  ["isApproximate", "approximate"],
  ["isAmountLate", "amount came later"],
  ["isTruncated", "truncated"],
  ["isImplicit", "account touches"],
] as const satisfies readonly (readonly [keyof OpportunityRow, string])[];

const PARTS: Record<Position | "assists", string> = {
  first_touch: "First touch",
  opportunity_created: "Opportunity created",
  closed_won: "Closed won",
  assists: "Assists",
};

/** What the figure column holds: this opportunity's part of the figure that was opened. */
export function figureName(cell: DealCell): string {
  if (cell.kind === "cost") return "Pipeline";
  if (cell.kind === "pipeline_rate") return "Counts";
  return cell.part === null ? "Closed-won credit" : PARTS[cell.part];
}

const isMoney = (cell: DealCell): boolean =>
  cell.kind === "cost" || (cell.kind === "influence" && cell.part !== "assists");
const figureText = (cell: DealCell, figure: string): string => (isMoney(cell) ? exactMoney(figure) : figure);

export function dealRows(
  rows: readonly OpportunityRow[],
  cell: DealCell,
  labels: Labels,
  address: string,
): DealListRow[] {
  return rows.map((row) => ({
    id: row.id,
    name: row.name ?? row.externalId,
    account: row.account ?? "—",
    owner: labels.source(row.ownerSource),
    stage: row.outcome === "open" ? (row.stage ?? "open") : row.outcome,
    created: dateWithYear(row.createdOn),
    pipeline: row.pipelineOn && dateWithYear(row.pipelineOn),
    pipelineAmount: row.pipelineAmount && exactMoney(row.pipelineAmount),
    won: row.wonOn && dateWithYear(row.wonOn),
    wonAmount: row.wonAmount && exactMoney(row.wonAmount),
    figure: figureText(cell, row.figure),
    flags: FLAGS.flatMap(([flag, words]) => (row[flag] ? [words] : [])).join(", "),
    href: `${address}&deal=${row.id}`,
  }));
}

/** What a list counts: its opportunities, the sum of their figures, the days. */
export interface DealListFacts {
  total: number;
  sum: string;
  range: DateRange;
}

/**
 * "Pipeline: Paid search": what the list counts, and its sum beside the figure of the Monday page. `frozen` is the document
 * of that Monday where a snapshot was taken; the list itself is live.
 */
export function dealListWords(cell: DealCell, facts: DealListFacts, labels: Labels, frozen: MetricsDocument | null) {
  const of =
    cell.kind === "pipeline_rate"
      ? labels.segment(cell.segment)
      : cell.source === null
        ? "all sources"
        : labels.source(cell.source);
  const names = { cost: "Pipeline", influence: figureName(cell), pipeline_rate: "Reached pipeline within 90 days" };
  const days = { cost: "entered pipeline", influence: "won", pipeline_rate: "handed over" };
  const { words, isRestated } = statementOf({
    asOf: cell.asOf,
    isFrozen: frozen !== null,
    today: facts.sum,
    stated: frozen && statedDeals(frozen, cell),
    isMoney: isMoney(cell),
  });
  return {
    title: `${names[cell.kind]}: ${of}`,
    note: `${facts.total} ${facts.total === 1 ? "opportunity" : "opportunities"}, ${days[cell.kind]} ${rangeText(facts.range)} · sum ${figureText(cell, facts.sum)}, ${words}`,
    figureNote: `the second column adds up to ${isRestated ? "today’s figure" : "the figure on the Monday page"}`,
  };
}

/** The two lists that the page opens with, for 90 days and for the fiscal quarter. */
export function dealTabs(asOf: IsoDate, current: DealCell) {
  const tab = (label: string, cell: CostCell | InfluenceCell) => ({
    label,
    href: cellHref(cell),
    current: current.kind === cell.kind && current.source === null && current.span === cell.span,
  });
  return [
    tab("Won, 90 days", { kind: "influence", asOf, source: null, span: "trailing", part: null }),
    tab("Won, fiscal quarter", { kind: "influence", asOf, source: null, span: "quarter", part: null }),
    tab("Entered pipeline, 90 days", { kind: "cost", asOf, source: null, span: "trailing" }),
    tab("Entered pipeline, fiscal quarter", { kind: "cost", asOf, source: null, span: "quarter" }),
  ];
}

export const DEAL_CSV_HEADER = [
  "opportunity",
  "name",
  "account",
  "owner_source",
  "stage",
  "outcome",
  "created_date",
  "pipeline_date",
  "pipeline_amount",
  "won_date",
  "won_amount",
  "figure",
  "flags",
];

/** The same rows for a spreadsheet: exact amounts, ISO dates. */
export function dealCsvRow(row: OpportunityRow): CsvValue[] {
  const flags = FLAGS.flatMap(([flag, words]) => (row[flag] ? [words] : [])).join("; ");
  return [
    row.externalId,
    row.name,
    row.account,
    row.ownerSource,
    row.stage,
    row.outcome,
    row.createdOn,
    row.pipelineOn,
    row.pipelineAmount,
    row.wonOn,
    row.wonAmount,
    row.figure,
    flags,
  ];
}
