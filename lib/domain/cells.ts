import type { Position } from "./credits";
import type { IsoDate } from "./dates";
import type { Reason } from "./reasons";
import type { Segment } from "./segments";

/**
 * The figures of the Monday page that lead somewhere: each names the cycles or deals that it counts. A source of null is
 * the total, which leaves the partner lane out; a segment of null is all of them.
 */
export type Cell = CycleCell | DealCell;

/** Cells made of cycles; they open the list of leads. */
export type CycleCell = AcceptanceCell | RejectionCell | VolumeCell | SlaCell | CohortCell;

/** Cells made of opportunities; they open the list of deals. */
export type DealCell = ReachedCell | CostCell | InfluenceCell;

export const ACCEPTANCE_STATES = ["all", "accepted", "rejected", "unworked", "pending"] as const;
export type AcceptanceState = (typeof ACCEPTANCE_STATES)[number];

export interface AcceptanceCell {
  readonly kind: "acceptance";
  readonly asOf: IsoDate;
  readonly source: string | null;
  readonly segment: Segment | null;
  /** `all` is n: the matured window without what is pending. */
  readonly state: AcceptanceState;
  /** Only with `rejected`. */
  readonly reason: Reason | null;
}

/** The rejection cap: n, what was rejected, or one reason. */
export interface RejectionCell {
  readonly kind: "rejection";
  readonly asOf: IsoDate;
  readonly state: "all" | "rejected";
  readonly reason: Reason | null;
}

/** MQLs of the week before `asOf`. */
export interface VolumeCell {
  readonly kind: "volume";
  readonly asOf: IsoDate;
}

export interface SlaCell {
  readonly kind: "sla";
  readonly asOf: IsoDate;
  readonly clock: "touch" | "decision";
  readonly state: "all" | "met" | "missed";
}

/** The denominator of a pipeline rate. */
export interface CohortCell {
  readonly kind: "pipeline_rate";
  readonly asOf: IsoDate;
  readonly segment: Segment;
  readonly state: "cohort";
}

/** Its numerator. */
export interface ReachedCell {
  readonly kind: "pipeline_rate";
  readonly asOf: IsoDate;
  readonly segment: Segment;
  readonly state: "reached";
}

export const SPANS = ["trailing", "quarter"] as const;
/** The trailing 90 days, or the fiscal quarter to date. */
export type Span = (typeof SPANS)[number];

export interface CostCell {
  readonly kind: "cost";
  readonly asOf: IsoDate;
  readonly source: string | null;
  readonly span: Span;
}

export interface InfluenceCell {
  readonly kind: "influence";
  readonly asOf: IsoDate;
  readonly source: string | null;
  readonly span: Span;
  /** Credit at one position, at all of them (null), or touches that decided nothing. */
  readonly part: Position | "assists" | null;
}

/** Whether a cell is made of opportunities. */
export function isDealCell(cell: Cell): cell is DealCell {
  return (
    cell.kind === "cost" || cell.kind === "influence" || (cell.kind === "pipeline_rate" && cell.state === "reached")
  );
}
