import { type AttributionOptions, type DealTouch, pickPositions, type WonDeal } from "./attribution";
import { POSITIONS, type Position } from "./credits";
import { addDays } from "./dates";
import { isResponse } from "./touches";

/** Why a touch was not asked; `eligible` when it was. */
export type TouchReason =
  | "eligible"
  /** A send, an invitation, an impression, or sales' own call or mail. */
  | "no_response"
  | "after_won"
  | "outside_window"
  /** The account's, while contacts and lead gave touches of their own. */
  | "account_not_asked";

export interface ExplainedTouch {
  readonly reason: TouchReason;
  /** The positions whose deciding date is this touch's. */
  readonly positions: readonly Position[];
  /** Eligible, and its date decides no position. */
  readonly isAssist: boolean;
}

const NOT_ELIGIBLE = { positions: [], isAssist: false } as const;

function refusal(touch: DealTouch, deal: WonDeal, lookbackDays: number): TouchReason {
  if (!isResponse(touch.kind)) return "no_response";
  if (touch.on > deal.wonOn) return "after_won";
  return touch.on < addDays(deal.wonOn, -lookbackDays) ? "outside_window" : "account_not_asked";
}

/**
 * What became of every touch of one won deal, in the order of `touches` (product.md B5). The rule itself is asked, with each
 * touch as a source of its own: whoever then stands at a position holds it, whoever assists is an assist.
 */
export function explainTouches(
  deal: WonDeal,
  touches: readonly DealTouch[],
  { lookbackDays }: Pick<AttributionOptions, "lookbackDays">,
): ExplainedTouch[] {
  const named = touches.map((touch, index) => ({ ...touch, source: String(index) }));
  const { firstTouch, opportunityCreated, closedWon, assists } = pickPositions(deal, named, { lookbackDays });
  const standing = [firstTouch, opportunityCreated, closedWon];
  return named.map((touch) => {
    const positions = POSITIONS.filter((_, index) => standing[index]?.includes(touch.source));
    const isAssist = assists.has(touch.source);
    if (positions.length > 0 || isAssist) return { reason: "eligible", positions, isAssist };
    return { reason: refusal(touch, deal, lookbackDays), ...NOT_ELIGIBLE };
  });
}
