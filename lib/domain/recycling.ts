import { addDays, type IsoDate } from "./dates";
import type { Stage } from "./lifecycle";

/** Days between a rejection or an expiry and the next hand-over of the same lead, at least (metrics.md §1). */
export const REST_DAYS = 30;

/** The latest cycle of a lead, as far as the next one depends on it. */
export interface LastCycle {
  readonly stage: Stage;
  /** Date of the rejection or expiry that stands; null for a cycle that did not end so. */
  readonly endedOn: IsoDate | null;
  /** Date of the latest response of the lead up to the day of the hand-over; null for none. */
  readonly lastResponseOn: IsoDate | null;
}

export type RecyclingProblem =
  | { readonly code: "ILLEGAL_TRANSITION" }
  | { readonly code: "TOO_SOON"; readonly endedOn: IsoDate; readonly earliest: IsoDate }
  | { readonly code: "NO_NEW_ACTIVITY"; readonly endedOn: IsoDate };

/**
 * What keeps a lead from a new cycle on a day, before it is evaluated afresh; null for nothing (metrics.md §1, product.md A8).
 * Day 30 after the rejection or expiry is late enough, day 29 is not. New activity is a response dated after that day.
 */
export function recyclingProblem({ stage, endedOn, lastResponseOn }: LastCycle, on: IsoDate): RecyclingProblem | null {
  if (endedOn === null || (stage !== "rejected" && stage !== "expired")) return { code: "ILLEGAL_TRANSITION" };
  const earliest = addDays(endedOn, REST_DAYS);
  if (on < earliest) return { code: "TOO_SOON", endedOn, earliest };
  if (lastResponseOn === null || lastResponseOn <= endedOn) return { code: "NO_NEW_ACTIVITY", endedOn };
  return null;
}
