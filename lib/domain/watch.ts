import type { IsoDate } from "./dates";
import type { Reason } from "./reasons";

/** Rejections of one reason among all cycles of a frozen Monday's rejection table. */
export interface ReasonShare {
  readonly asOf: IsoDate;
  readonly count: number;
  readonly n: number;
}

/** The rejection table of one frozen Monday. */
export interface FrozenRejection {
  readonly asOf: IsoDate;
  /** The day on which it was frozen: its number was not known before. */
  readonly takenOn: IsoDate;
  readonly n: number;
  readonly counts: Readonly<Record<Reason, number>>;
}

/** The figure of one reason on a frozen Monday. */
export function shareOf({ asOf, n, counts }: FrozenRejection, reason: Reason): ReasonShare {
  return { asOf, count: counts[reason], n };
}

/**
 * Whether the number has fallen (product.md D9): a strictly lower share, compared in whole numbers so that no rounding helps.
 * A Monday without cycles says nothing.
 */
export function hasFallen(baseline: Omit<ReasonShare, "asOf">, now: Omit<ReasonShare, "asOf">): boolean {
  return now.n > 0 && BigInt(now.count) * BigInt(baseline.n) < BigInt(baseline.count) * BigInt(now.n);
}

/** The first Monday after the baseline on which the number had fallen; null while it has not. */
export function firstFallen(baseline: ReasonShare, later: readonly ReasonShare[]): ReasonShare | null {
  const ordered = [...later].sort((a, b) => (a.asOf < b.asOf ? -1 : 1));
  return ordered.find((share) => share.asOf > baseline.asOf && hasFallen(baseline, share)) ?? null;
}

/** Text of a thank-you and of why a watch ends, in characters. */
export const THANKS_LENGTH = { least: 3, most: 1000 };
