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

/** One fix as the share of an owner counts it. */
export interface FixSpan {
  readonly ownerId: bigint;
  readonly opened: IsoDate;
  readonly closed: IsoDate | null;
}

/** How many of an owner's fixes were closed in under 30 days, of those whose 30 days can be judged. */
export interface OwnerShare {
  readonly ownerId: bigint;
  readonly inTime: number;
  readonly judged: number;
}

/**
 * The share closed in under 30 days by owner (product.md D3), as counts. A fix that is still open counts as missed from its
 * thirtieth day on and not at all before, so that nobody's share grows by leaving fixes open.
 */
export function shareByOwner(fixes: readonly FixSpan[], today: IsoDate): OwnerShare[] {
  const shares = new Map<bigint, { inTime: number; judged: number }>();
  for (const { ownerId, opened, closed } of fixes) {
    if (closed === null && closedInUnder30(opened, today)) continue;
    const share = shares.get(ownerId) ?? { inTime: 0, judged: 0 };
    const isInTime = closed !== null && closedInUnder30(opened, closed);
    shares.set(ownerId, { inTime: share.inTime + Number(isInTime), judged: share.judged + 1 });
  }
  return [...shares].map(([ownerId, share]) => ({ ownerId, ...share }));
}
