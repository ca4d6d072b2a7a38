import { diffDays, type IsoDate } from "./dates";
import { below, ratio } from "./rates";
import { SEGMENTS, type Segment, SIZED_SEGMENTS } from "./segments";

/** Days after the hand-over in which stage 3 must be reached, the last one included. */
export const REACH_DAYS = 90;

/** ACV band in minor units of the reporting currency, both ends inclusive. */
export interface AcvBand {
  readonly from: bigint;
  readonly to: bigint;
}

/** An opportunity's first entry to stage 3, beside the hand-over of the cycle it is credited to. */
export interface StageThreeEntry {
  readonly handedOverOn: IsoDate;
  readonly enteredOn: IsoDate;
  /** Stage-3 amount in minor units of the reporting currency; null when it has none. */
  readonly amount: bigint | null;
}

/** Whether an entry counts in the numerator: day 0 to 90, amount inside the band (metrics.md §2). */
export function countsAsReached(entry: StageThreeEntry, band: AcvBand): boolean {
  const days = diffDays(entry.handedOverOn, entry.enteredOn);
  const { amount } = entry;
  return days >= 0 && days <= REACH_DAYS && amount !== null && amount >= band.from && amount <= band.to;
}

/** One segment of the cohort, partner lane left out (`pipelineCohort` gives its dates). */
export interface PipelineCounts {
  readonly segment: Segment;
  /** Cycles of the cohort. */
  readonly n: number;
  /** Distinct opportunities that count as reached, each credited to one cycle. */
  readonly reached: number;
}

export interface PipelineRateRow extends PipelineCounts {
  /** Text with four decimals; null without cycles. */
  readonly rate: string | null;
  readonly floor: string;
  readonly verdict: "maturing" | "low_n" | "ok" | "breach";
}

function rowOf(counts: PipelineCounts, floor: string, minimumN: number): PipelineRateRow {
  const { n, reached } = counts;
  const rate = ratio(reached, n);
  if (n === 0) return { ...counts, rate, floor, verdict: "maturing" };
  if (n < minimumN) return { ...counts, rate, floor, verdict: "low_n" };
  return { ...counts, rate, floor, verdict: below(reached, n, floor) ? "breach" : "ok" };
}

/**
 * MQL→pipeline rate per segment against the floor in percent; exactly on it is fine (metrics.md
 * §2). Several rows of a segment add up. SMB, MM, ENT always, Unknown where it has cycles.
 */
export function pipelineRate(counts: readonly PipelineCounts[], floor: string, minimumN: number): PipelineRateRow[] {
  const sum = (segment: Segment, key: "n" | "reached"): number =>
    counts.filter((row) => row.segment === segment).reduce((all, row) => all + row[key], 0);
  return SEGMENTS.map((segment) => ({ segment, n: sum(segment, "n"), reached: sum(segment, "reached") }))
    .filter((row) => (SIZED_SEGMENTS as readonly Segment[]).includes(row.segment) || row.n > 0)
    .map((row) => rowOf(row, floor, minimumN));
}
