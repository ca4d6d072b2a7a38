import { leastCommonMultiple } from "./decimals";
import type { Cents } from "./money";
import { largestRemainder } from "./rates";
import { compareNames } from "./source-rows";

/** The three positions, in the order that breaks ties (metrics.md §4). */
export const POSITIONS = ["first_touch", "opportunity_created", "closed_won"] as const;
export type Position = (typeof POSITIONS)[number];

/** Whole percents at first touch, opportunity created, closed won. */
export type Weights = readonly [firstTouch: number, opportunityCreated: number, closedWon: number];

/** Who stands at each position of a won deal: at least one row name each, every name once. */
export interface Picks {
  readonly firstTouch: readonly string[];
  readonly opportunityCreated: readonly string[];
  readonly closedWon: readonly string[];
  /** Eligible touches whose date decides no position, counted by source. */
  readonly assists: ReadonlyMap<string, number>;
  /** An older touch outside the window got nothing. */
  readonly truncated: boolean;
  /** The touches are the account's: contacts and lead gave none. */
  readonly implicit: boolean;
}

export interface Credit {
  readonly source: string;
  readonly position: Position;
  readonly credit: Cents;
}

/** "ok" for three whole percents from 0 to 100 that add up to 100. */
export function checkWeights(weights: readonly number[]): "ok" | "WEIGHTS_INVALID" {
  const whole = weights.length === 3 && weights.every((weight) => Number.isInteger(weight) && weight >= 0);
  return whole && weights.reduce((sum, weight) => sum + weight, 0) === 100 ? "ok" : "WEIGHTS_INVALID";
}

/**
 * The credits of one deal (metrics.md §4). Each position's weight is shared equally by the distinct names standing there;
 * all shares are then cut to cents together by largest remainder, ties in position order, then by source name. The credits
 * add up to `amount` exactly. One name may appear once per position. Throws `RangeError` on weights that `checkWeights`
 * refuses and on a position with nobody.
 */
export function splitCredit(
  amount: Cents,
  picks: Pick<Picks, "firstTouch" | "opportunityCreated" | "closedWon">,
  weights: Weights,
): Credit[] {
  if (checkWeights(weights) !== "ok") throw new RangeError(`Weights must add up to 100: ${weights.join("/")}`);
  const standing = [picks.firstTouch, picks.opportunityCreated, picks.closedWon].map((names) =>
    [...new Set(names)].sort(compareNames),
  );
  if (standing.some((names) => names.length === 0))
    throw new RangeError("Every position needs a source or a fallback row");
  // Shares over a common denominator, so that the cut to cents is the only rounding.
  const common = standing.reduce((all, names) => leastCommonMultiple(all, BigInt(names.length)), 1n);
  const shares = POSITIONS.flatMap((position, index) => {
    const names = standing[index] ?? [];
    const part = (BigInt(weights[index] ?? 0) * common) / BigInt(names.length);
    return names.map((source) => ({ source, position, part }));
  });
  const cents = largestRemainder(
    shares.map(({ part }) => part),
    amount,
  );
  return shares.map(({ source, position }, index) => ({ source, position, credit: cents[index] ?? 0n }));
}
