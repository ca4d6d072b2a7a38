import { type Credit, type Picks, splitCredit, type Weights } from "./credits";
import { addDays, type IsoDate } from "./dates";
import type { Cents } from "./money";
import { type CreatedByTeam, isOutbound } from "./ownership";
import { compareNames, OUTBOUND_BDR, OUTSIDE_WINDOW, UNATTRIBUTED } from "./source-rows";
import { isResponse, type TouchKind } from "./touches";

/** Longer lookbacks are noise and refused always, whatever an agreement says (metrics.md §4). */
export const MAX_LOOKBACK_DAYS = 180;

export interface AttributionOptions {
  readonly lookbackDays: number;
  readonly weights: Weights;
}

export const DEFAULT_ATTRIBUTION: AttributionOptions = { lookbackDays: 90, weights: [30, 30, 40] };

/** A touch as one deal sees it. `direct`: of the opportunity, its contacts or its lead; `account`: of its company only. */
export interface DealTouch {
  readonly source: string;
  readonly kind: TouchKind;
  readonly on: IsoDate;
  readonly link: "direct" | "account";
}

export interface WonDeal {
  readonly createdOn: IsoDate;
  readonly wonOn: IsoDate;
  readonly createdByTeam: CreatedByTeam | null;
}

/** "ok" for 1 to 180 whole days. 180 is fine, 181 is refused whether or not an agreement is in force. */
export function checkLookback(days: number): "ok" | "LOOKBACK_INVALID" | "LOOKBACK_TOO_LONG" {
  if (!Number.isInteger(days) || days < 1) return "LOOKBACK_INVALID";
  return days > MAX_LOOKBACK_DAYS ? "LOOKBACK_TOO_LONG" : "ok";
}

interface Pool {
  readonly eligible: readonly DealTouch[];
  readonly truncated: boolean;
  readonly implicit: boolean;
}

/**
 * "Eligible touches: of the opportunity's contacts and its lead, with won_date − 90 ≤ date ≤ won_date; if those give none,
 * of the account, flagged `implicit`. Day 90 is in, day 91 is out. Responses count": sends, invitations, impressions and
 * outbound calls and e-mails are no touches here. `implicit` is set only if the account does give one.
 *
 * "An older touch outside the window sets `truncated`": a response older than the window among the touches that were asked,
 * the direct ones, and those of the account too when the direct ones gave none.
 */
function poolOf(deal: WonDeal, touches: readonly DealTouch[], lookbackDays: number): Pool {
  const start = addDays(deal.wonOn, -lookbackDays);
  const responses = touches.filter((touch) => isResponse(touch.kind) && touch.on <= deal.wonOn);
  const direct = responses.filter((touch) => touch.link === "direct");
  const fromDirect = direct.some((touch) => touch.on >= start);
  const asked = fromDirect ? direct : responses;
  const eligible = asked.filter((touch) => touch.on >= start);
  return {
    eligible,
    truncated: asked.some((touch) => touch.on < start),
    implicit: !fromDirect && eligible.length > 0,
  };
}

interface DecidingDates {
  readonly first: IsoDate | undefined;
  readonly created: IsoDate | undefined;
  readonly won: IsoDate | undefined;
}

/**
 * "First touch = earliest eligible touch. Opportunity-created = latest eligible touch on or before the created date.
 * Closed-won = latest eligible touch on or before the won date." None of them, or only the created one, may be missing.
 */
function decidingDates(eligible: readonly DealTouch[], createdOn: IsoDate): DecidingDates {
  const dates = eligible.map((touch) => touch.on).sort(compareNames);
  return { first: dates[0], created: dates.findLast((date) => date <= createdOn), won: dates.at(-1) };
}

/** "Several sources on the deciding date share the position equally, each distinct source once": here in name order. */
function sourcesOn(eligible: readonly DealTouch[], date: IsoDate): string[] {
  return [...new Set(eligible.filter((touch) => touch.on === date).map((touch) => touch.source))].sort(compareNames);
}

/**
 * "An eligible touch whose date decides no position is an assist of its source": counted per touch. A second touch on a
 * deciding date is no assist, for its date does decide.
 */
function assistsOf(eligible: readonly DealTouch[], { first, created, won }: DecidingDates): Map<string, number> {
  const assists = new Map<string, number>();
  for (const { source, on } of eligible) {
    if (on === first || on === created || on === won) continue;
    assists.set(source, (assists.get(source) ?? 0) + 1);
  }
  return assists;
}

/**
 * "No eligible touch at a position → `outbound_bdr` when the opportunity is outbound, else `Outside window / no touch`.
 * No eligible touch at all → 100 % `outbound_bdr` when it is outbound, else 100 % `Unattributed`."
 */
function fallbackRow(outbound: boolean, noneAtAll: boolean): string {
  if (outbound) return OUTBOUND_BDR;
  return noneAtAll ? UNATTRIBUTED : OUTSIDE_WINDOW;
}

/**
 * Who stands at each position of one won deal (metrics.md §4); the sentences are quoted at the parts above. `touches` are
 * all of the deal's contacts, lead and account, in any order and of any kind and date; outbound ones decide whether the
 * deal is outbound. One source may hold several positions. Throws `RangeError` on a lookback that `checkLookback` refuses.
 */
export function pickPositions(
  deal: WonDeal,
  touches: readonly DealTouch[],
  options: Pick<AttributionOptions, "lookbackDays"> = DEFAULT_ATTRIBUTION,
): Picks {
  const check = checkLookback(options.lookbackDays);
  if (check !== "ok") throw new RangeError(`${check}: ${options.lookbackDays} days`);
  const { eligible, truncated, implicit } = poolOf(deal, touches, options.lookbackDays);
  const dates = decidingDates(eligible, deal.createdOn);
  const fallback = fallbackRow(isOutbound(deal, touches), eligible.length === 0);
  const at = (date: IsoDate | undefined): string[] => (date === undefined ? [fallback] : sourcesOn(eligible, date));
  return {
    firstTouch: at(dates.first),
    opportunityCreated: at(dates.created),
    closedWon: at(dates.won),
    assists: assistsOf(eligible, dates),
    truncated,
    implicit,
  };
}

export interface Attribution extends Picks {
  readonly credits: readonly Credit[];
}

/** Picks and credits of one deal of `amount` cents: `pickPositions`, then `splitCredit`. */
export function attribute(
  deal: WonDeal & { readonly amount: Cents },
  touches: readonly DealTouch[],
  options: AttributionOptions = DEFAULT_ATTRIBUTION,
): Attribution {
  const picks = pickPositions(deal, touches, options);
  return { ...picks, credits: splitCredit(deal.amount, picks, options.weights) };
}
