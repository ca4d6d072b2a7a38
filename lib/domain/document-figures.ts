import type { DocumentAcceptance, DocumentCost, DocumentInfluence, MetricsDocument } from "./metrics-document";

/** How a field of a figure is counted: decides what a difference of two of its values means. */
export type FieldUnit = "count" | "rate" | "ratio" | "percent" | "money" | "word";

/** Every field that a figure of the document can have. */
export const FIELD_UNITS = {
  n: "count",
  accepted: "count",
  rejected: "count",
  unworked: "count",
  pending: "count",
  recycled: "count",
  acceptance: "rate",
  decided_acceptance: "rate",
  floor: "percent",
  rate: "rate",
  cap: "percent",
  arguable: "word",
  count: "count",
  reached: "count",
  spend: "money",
  pipeline: "money",
  ratio: "ratio",
  note: "word",
  pipeline_share: "percent",
  first_touch: "money",
  opportunity_created: "money",
  closed_won: "money",
  credit: "money",
  share: "rate",
  deals: "count",
  assists: "count",
  volume: "count",
  feed: "count",
  below_feed: "word",
  touched_in_time: "count",
  touched_rate: "rate",
  decided_in_time: "count",
  decided_rate: "rate",
  verdict: "word",
} as const satisfies Record<string, FieldUnit>;

export type Field = keyof typeof FIELD_UNITS;
export type FieldValue = string | number | boolean | null;
export type FigureFields = Partial<Readonly<Record<Field, FieldValue>>>;

/** The kinds of figures, in the order of the Monday page. */
export const FIGURE_KINDS = [
  "acceptance",
  "acceptance_source",
  "acceptance_segment",
  "acceptance_total",
  "rejection",
  "reason",
  "pipeline_rate",
  "cost",
  "cost_total",
  "influence",
  "influence_total",
  "volume",
  "sla",
  "quarter_cost",
  "quarter_cost_total",
  "quarter_influence",
  "quarter_influence_total",
] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

/** What a figure is about: a source, a segment, a reason, or nothing but its kind. */
export interface FigurePlace {
  readonly kind: FigureKind;
  readonly source: string | null;
  /** A segment, or the code of a reason. */
  readonly part: string | null;
}

/** `acceptance:webinar:ENT`, `cost:webinar`, `reason:bad_data`, `rejection`, `cost_total`. */
export type FigureAddress = string;

const at = (kind: FigureKind, ...names: string[]): FigureAddress => [kind, ...names].join(":");

/** Kinds whose address ends with a segment or a reason. */
const WITH_PART: ReadonlySet<FigureKind> = new Set(["acceptance", "acceptance_segment", "reason", "pipeline_rate"]);

/** The parts of an address; null when there is no such kind. A source may hold colons (`Unmapped: x`), the last part may not. */
export function parseFigure(address: FigureAddress): FigurePlace | null {
  const split = address.indexOf(":");
  const kind = FIGURE_KINDS.find((name) => name === (split < 0 ? address : address.slice(0, split)));
  if (!kind) return null;
  const rest = split < 0 ? null : address.slice(split + 1);
  if (rest === null || !WITH_PART.has(kind)) return { kind, source: rest, part: null };
  if (kind !== "acceptance") return { kind, source: null, part: rest };
  const last = rest.lastIndexOf(":");
  return { kind, source: rest.slice(0, last), part: rest.slice(last + 1) };
}

const acceptanceOf = (row: DocumentAcceptance): FigureFields => ({
  n: row.n,
  accepted: row.accepted,
  rejected: row.rejected,
  unworked: row.unworked,
  pending: row.pending,
  recycled: row.recycled ?? 0,
  acceptance: row.acceptance,
  decided_acceptance: row.decided_acceptance,
  floor: row.floor,
  verdict: row.verdict,
});

const costOf = ({ spend, pipeline, ratio, verdict, note }: DocumentCost): FigureFields => ({
  spend,
  pipeline,
  ratio,
  note,
  verdict,
});

const influenceOf = ({ credit, share, deals, assists }: DocumentInfluence): FigureFields => ({
  credit,
  share,
  deals,
  assists,
});

type Figures = Map<FigureAddress, FigureFields>;

function addAcceptance(figures: Figures, document: MetricsDocument): void {
  const { acceptance, acceptance_by_segment: bySegment } = document;
  for (const row of acceptance.cells) figures.set(at("acceptance", row.source, row.segment), acceptanceOf(row));
  for (const row of acceptance.by_source) figures.set(at("acceptance_source", row.source), acceptanceOf(row));
  for (const row of bySegment) figures.set(at("acceptance_segment", row.segment), acceptanceOf(row));
  figures.set("acceptance_total", acceptanceOf(acceptance.total));
}

function addRates(figures: Figures, { rejection, pipeline_rate: rates, volume, sla }: MetricsDocument): void {
  const { n, rejected, rate, cap, verdict, arguable } = rejection;
  figures.set("rejection", { n, rejected, rate, cap, arguable, verdict });
  for (const { code, count } of rejection.reasons) figures.set(at("reason", code), { count });
  for (const row of rates) {
    const { n: cycles, reached, rate: part, floor, verdict: judged } = row;
    figures.set(at("pipeline_rate", row.segment), { n: cycles, reached, rate: part, floor, verdict: judged });
  }
  figures.set("volume", { volume: volume.volume, feed: volume.feed, below_feed: volume.below_feed });
  const { touched_in_time, touched_rate, decided_in_time, decided_rate } = sla;
  figures.set("sla", { n: sla.n, touched_in_time, touched_rate, decided_in_time, decided_rate });
}

function addMoney(figures: Figures, document: MetricsDocument): void {
  const { cost, pipeline_share: shares, influence, influence_positions: positions, influence_total: total } = document;
  const shareOf = new Map(shares.map(({ source, share }) => [source, share]));
  for (const row of cost.rows) {
    figures.set(at("cost", row.source), { ...costOf(row), pipeline_share: shareOf.get(row.source) ?? null });
  }
  figures.set("cost_total", costOf(cost.total));
  const partsOf = new Map(positions.map(({ source, ...parts }) => [source, parts]));
  for (const row of influence.rows) {
    figures.set(at("influence", row.source), { ...partsOf.get(row.source), ...influenceOf(row) });
  }
  const { first_touch, opportunity_created, closed_won, credit, deals, assists } = total;
  figures.set("influence_total", { first_touch, opportunity_created, closed_won, credit, deals, assists });
}

function addQuarter(figures: Figures, { fiscal_quarter: { cost, influence } }: MetricsDocument): void {
  for (const row of cost.rows) figures.set(at("quarter_cost", row.source), costOf(row));
  figures.set("quarter_cost_total", costOf(cost.total));
  for (const row of influence.rows) figures.set(at("quarter_influence", row.source), influenceOf(row));
  figures.set("quarter_influence_total", { credit: influence.won, deals: influence.deals });
}

/**
 * Every figure of a Monday by its address, each with its fields as they stand in the document. Left out is what is no figure:
 * windows, terms of the header, single deals (their sums are here) and clocks, which follow from snapshots alone.
 */
export function documentFigures(document: MetricsDocument): ReadonlyMap<FigureAddress, FigureFields> {
  const figures: Figures = new Map();
  addAcceptance(figures, document);
  addRates(figures, document);
  addMoney(figures, document);
  addQuarter(figures, document);
  return figures;
}

/** The address of a figure from the parts of its place. */
export const figureAddress = at;

/** One field of a figure, as a comment cites it: `acceptance:webinar:ENT#unworked`, `cost_total#spend`. */
export type CellAddress = string;

export interface FigureCell {
  readonly figure: FigureAddress;
  readonly place: FigurePlace;
  readonly field: Field;
}

export const cellAddress = (figure: FigureAddress, field: Field): CellAddress => `${figure}#${field}`;

/** Figure and field of a cell; null where there is none such. A source may hold a "#", a field may not. */
export function parseCell(address: CellAddress): FigureCell | null {
  const split = address.lastIndexOf("#");
  const figure = address.slice(0, Math.max(split, 0));
  const [place, field] = [parseFigure(figure), address.slice(split + 1)];
  return place && Object.hasOwn(FIELD_UNITS, field) ? { figure, place, field: field as Field } : null;
}
