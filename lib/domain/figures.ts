import { parseUnit } from "./cures";
import {
  type CellAddress,
  cellAddress,
  documentFigures,
  type Field,
  type FigureAddress,
  type FigureFields,
  type FigureKind,
  type FigurePlace,
  figureAddress,
  parseCell,
  parseFigure,
} from "./document-figures";
import { countOf, DECIMALS, type ShownValue, shownValue, textOf, type Whole, wholeOf } from "./figure-values";
import type { MetricsDocument } from "./metrics-document";
import type { PeriodKind } from "./periods";
import { groupDigits } from "./phrases";
import { PARTNER_REFERRAL } from "./source-rows";

/** The tables of a Monday in which a figure can stand. */
export const FIGURE_TABLES = {
  acceptance: "Acceptance",
  facts: "Rejection, pipeline, SLA and volume",
  reasons: "Reasons",
  cost: "Cost per pipeline dollar",
  influence: "Closed-won influence",
} as const;
export type FigureTable = keyof typeof FIGURE_TABLES;

/** One field of a figure of a Monday, as pages show it. */
export interface Figure extends ShownValue {
  readonly address: CellAddress;
  readonly figure: FigureAddress;
  readonly place: FigurePlace;
  readonly field: Field;
  readonly table: FigureTable;
  /** Of a share that is judged: of how many it is, and the verdict. */
  readonly n: number | null;
  readonly verdict: string | null;
}

interface Shown {
  readonly table: FigureTable;
  /** What the reviews show of it; the first is the figure's own value. */
  readonly fields: readonly [Field, ...Field[]];
}

const ACCEPTANCE: Shown = {
  table: "acceptance",
  fields: ["acceptance", "n", "accepted", "rejected", "unworked", "pending", "recycled", "floor"],
};
const POSITIONS = ["first_touch", "opportunity_created", "closed_won"] as const;
const COST = { table: "cost" } as const;
const INFLUENCE = { table: "influence" } as const;

/** The kinds that a frozen Monday shows in its tables and facts; those of the fiscal quarter stand in none of them. */
const SHOWN: Partial<Readonly<Record<FigureKind, Shown>>> = {
  acceptance: ACCEPTANCE,
  acceptance_source: ACCEPTANCE,
  acceptance_segment: ACCEPTANCE,
  acceptance_total: ACCEPTANCE,
  rejection: { table: "facts", fields: ["rate", "rejected", "n"] },
  reason: { table: "reasons", fields: ["count"] },
  pipeline_rate: { table: "facts", fields: ["rate", "reached", "n", "floor"] },
  cost: { ...COST, fields: ["ratio", "spend", "pipeline", "pipeline_share"] },
  cost_total: { ...COST, fields: ["ratio", "spend", "pipeline"] },
  influence: { ...INFLUENCE, fields: ["share", "credit", ...POSITIONS, "deals", "assists"] },
  influence_total: { ...INFLUENCE, fields: ["credit", ...POSITIONS, "deals", "assists"] },
  volume: { table: "facts", fields: ["volume"] },
  sla: {
    table: "facts",
    fields: ["touched_rate", "touched_in_time", "decided_rate", "decided_in_time", "n"],
  },
};

/** Table of a cell, its place and field, and whether it is its figure's own value; null for what reviews do not show. */
export function shownCell(address: CellAddress) {
  const cell = parseCell(address);
  const shown = cell && SHOWN[cell.place.kind];
  if (!cell || !shown?.fields.includes(cell.field)) return null;
  return { ...cell, table: shown.table, isOwn: cell.field === shown.fields[0] };
}

function cellsOf(figure: FigureAddress, fields: FigureFields, whole: Whole): Figure[] {
  const place = parseFigure(figure);
  const shown = place && SHOWN[place.kind];
  if (!place || !shown) return [];
  return shown.fields.map((field) => {
    const address = cellAddress(figure, field);
    const own = field === shown.fields[0];
    return {
      address,
      figure,
      place,
      field,
      table: shown.table,
      ...shownValue(place, field, fields, whole),
      n: own && fields.n !== undefined ? countOf(fields, "n") : null,
      verdict: own ? textOf(fields, "verdict") : null,
    };
  });
}

/** Every cell of a Monday that reviews show and comments cite, in the order of its page. */
export function figuresOf(document: MetricsDocument): Figure[] {
  const whole = wholeOf(document);
  return [...documentFigures(document)].flatMap(([figure, fields]) => cellsOf(figure, fields, whole));
}

/** The cells of a Monday that a review of a kind may cite: the partner review those of its lane (product.md A9). */
export function citable(kind: PeriodKind, document: MetricsDocument): Figure[] {
  const figures = figuresOf(document);
  return kind === "partner" ? figures.filter(({ place }) => place.source === PARTNER_REFERRAL) : figures;
}

/** The cell by which a unit of the loop is judged: the sales SLA is one of the acceptance cell; null for what is no unit. */
export function cellOfUnit(unit: string): CellAddress | null {
  const parts = parseUnit(unit);
  switch (parts?.kind) {
    case "acceptance":
    case "sales_sla":
      return cellAddress(figureAddress("acceptance", parts.source, parts.segment), "acceptance");
    case "cost":
      return cellAddress(figureAddress("cost", parts.source), "ratio");
    case "reason":
      return cellAddress(figureAddress("reason", parts.code), "count");
    default:
      return null;
  }
}

/** "+4.2 points", "−0.0408", "+1,200", "unchanged"; null where one of the two has no number. */
export function changeText(from: Figure | null, to: Figure | null): string | null {
  if (from?.number == null || to?.number == null) return null;
  const change = to.number - from.number;
  const size = Math.abs(change).toFixed(DECIMALS[to.unit]);
  if (Number(size) === 0) return "unchanged";
  return `${change > 0 ? "+" : "−"}${groupDigits(size)}${to.unit === "points" ? " points" : ""}`;
}
