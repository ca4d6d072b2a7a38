import { addRow, emptyTally, isStandard, type WeeklyCounts, type Windows } from "./counts";
import { above, ratio } from "./rates";
import { type RankedReason, type Reason, rankReasons } from "./reasons";

export interface RejectionInput extends Windows {
  readonly counts: readonly WeeklyCounts[];
  /** Cap in percent as decimal text; exactly on it is no breach. */
  readonly cap: string;
  /** From `weeklyVolume`: below the feed rate the cap is not arguable this week. */
  readonly belowFeed: boolean;
}

export interface Rejection {
  readonly n: number;
  readonly rejected: number;
  /** Text with four decimals; null without cycles. */
  readonly rate: string | null;
  readonly cap: string;
  readonly verdict: "no_data" | "ok" | "breach";
  readonly arguable: boolean;
  /** All five, ranked. */
  readonly reasons: readonly RankedReason[];
  /** Reasons that need an open fix: the first one, and in a breach the first three (§5). */
  readonly fixes: readonly Reason[];
}

const FIXES_IN_BREACH = 3;
const FIXES_ALWAYS = 1;

/**
 * The rejection cap over all cycles of the window outside the partner lane (metrics.md §2). It has
 * no minimum n. A reason that nobody gave needs no fix, even in a breach.
 */
export function rejection(input: RejectionInput): Rejection {
  const tally = emptyTally();
  for (const row of input.counts) if (isStandard(row)) addRow(tally, row, input);
  const { handedOver: n, rejected } = tally;
  const isBreach = above(rejected, n, input.cap);
  const reasons = rankReasons(tally.rejectedBy);
  const ranked = reasons.filter((reason) => reason.rank !== null).map((reason) => reason.code);
  return {
    n,
    rejected,
    rate: ratio(rejected, n),
    cap: input.cap,
    verdict: n === 0 ? "no_data" : isBreach ? "breach" : "ok",
    arguable: !input.belowFeed,
    reasons,
    fixes: ranked.slice(0, isBreach ? FIXES_IN_BREACH : FIXES_ALWAYS),
  };
}
