import { type DateRange, type IsoDate, isWithin } from "./dates";
import type { Lane } from "./lifecycle";
import { REASONS, type Reason, type ReasonCounts } from "./reasons";
import type { Segment } from "./segments";

/** Counters of the cycles handed over in one week, per source, segment and lane (metrics.md §2). */
export interface WeeklyCounts {
  readonly source: string;
  readonly segment: Segment;
  readonly lane: Lane;
  /** Monday of the hand-over week. */
  readonly week: IsoDate;
  readonly handedOver: number;
  /** Cycles whose verdict in force is acceptance; a later rejection takes them out again. */
  readonly accepted: number;
  readonly rejectedBy: ReasonCounts;
  /** Expired undecided; a part of what is unworked. */
  readonly expired: number;
  /** First touch, first decision within its SLA. */
  readonly touchedInTime: number;
  readonly decidedInTime: number;
  /** In a second or later cycle of their lead (product.md A8). */
  readonly recycled: number;
}

/** Sum of weekly counts over some rows, with what was handed over after the window beside it. */
export interface Tally {
  handedOver: number;
  accepted: number;
  rejected: number;
  rejectedBy: Record<Reason, number>;
  expired: number;
  touchedInTime: number;
  decidedInTime: number;
  recycled: number;
  pending: number;
}

export function noReasons(): Record<Reason, number> {
  return { out_of_icp: 0, wrong_persona: 0, no_intent: 0, bad_data: 0, already_in_pipeline: 0 };
}

export function emptyTally(): Tally {
  return {
    handedOver: 0,
    accepted: 0,
    rejected: 0,
    rejectedBy: noReasons(),
    expired: 0,
    touchedInTime: 0,
    decidedInTime: 0,
    recycled: 0,
    pending: 0,
  };
}

function addMatured(tally: Tally, row: WeeklyCounts): void {
  tally.handedOver += row.handedOver;
  tally.accepted += row.accepted;
  tally.expired += row.expired;
  tally.touchedInTime += row.touchedInTime;
  tally.decidedInTime += row.decidedInTime;
  tally.recycled += row.recycled;
  for (const code of REASONS) {
    tally.rejected += row.rejectedBy[code];
    tally.rejectedBy[code] += row.rejectedBy[code];
  }
}

/** The matured window and the weeks after it (`acceptanceWindow`, `pendingRange`). */
export interface Windows {
  readonly window: DateRange;
  readonly pending: DateRange;
}

/** Whether a row has cycles in either range. */
export function concerns(row: WeeklyCounts, { window, pending }: Windows): boolean {
  return row.handedOver > 0 && (isWithin(row.week, window) || isWithin(row.week, pending));
}

/** Adds a row to a tally: a matured week to its figures, a week after the window to `pending`. */
export function addRow(tally: Tally, row: WeeklyCounts, { window, pending }: Windows): void {
  if (isWithin(row.week, window)) addMatured(tally, row);
  else if (isWithin(row.week, pending)) tally.pending += row.handedOver;
}

/** Whether a row counts in totals, cap and pipeline rate: the partner lane does not (metrics.md §2). */
export function isStandard(row: WeeklyCounts): boolean {
  return row.lane === "standard";
}
