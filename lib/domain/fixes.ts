import { addDays, diffDays, type IsoDate } from "./dates";
import { type Reason, type ReasonCounts, rankReasons } from "./reasons";

/** A fix is due this many days after it was opened (metrics.md §5). */
export const FIX_DAYS = 30;
const TOP_WHEN_CAP_BREACHED = 3;

/**
 * The reasons that must have an open fix, ranked (metrics.md §5): the first always, the first three when the rejection cap
 * is breached. By count, equal counts in list order; reasons without a rejection do not rank.
 */
export function reasonsNeedingFix(counts: ReasonCounts, capBreached: boolean): Reason[] {
  const last = capBreached ? TOP_WHEN_CAP_BREACHED : 1;
  return rankReasons(counts)
    .filter(({ rank }) => rank !== null && rank <= last)
    .map(({ code }) => code);
}

export function fixDue(opened: IsoDate): IsoDate {
  return addDays(opened, FIX_DAYS);
}

/** "Closed in under 30 days": day 29 is, day 30 is not. */
export function closedInUnder30(opened: IsoDate, closed: IsoDate): boolean {
  return diffDays(opened, closed) < FIX_DAYS;
}
