import { AT_RISK_MINUTES, type BusinessCalendar, decideBy, touchBy } from "./calendar";

/** Bounds between which an open cycle's due times lie when it is at risk at `now`. */
export interface AtRiskBounds {
  readonly now: Date;
  /** A due time from `now` to here leaves at most the at-risk minutes of working time. */
  readonly until: Date;
  /** Decision due times of the hand-overs whose first touch falls due from `now` to `until`. */
  readonly touchDecideFrom: Date;
  readonly touchDecideUntil: Date;
}

const MINUTE_MS = 60_000;
const REACH_MINUTES = 366 * 24 * 60;

/** The latest minute up to `now` at which `isBefore` holds; it holds up to some minute and not after. */
function lastMinute(now: Date, isBefore: (handedOverAt: Date) => boolean): Date {
  let [ago, later] = [REACH_MINUTES, 0];
  if (isBefore(now)) return now;
  while (ago - later > 1) {
    const middle = Math.floor((ago + later) / 2);
    if (isBefore(new Date(now.getTime() - middle * MINUTE_MS))) ago = middle;
    else later = middle;
  }
  return new Date(now.getTime() - ago * MINUTE_MS);
}

/**
 * Where to look for cycles at risk (product.md A12) without reading every open one: both due times grow with the hand-over,
 * so that touches due soon belong to a short run of decision due times. Throws CalendarEmptyError.
 */
export function atRiskBounds(
  now: Date,
  calendar: BusinessCalendar,
  { followUpHours, decisionDays }: { readonly followUpHours: number; readonly decisionDays: number },
): AtRiskBounds {
  const until = touchBy(now, calendar, AT_RISK_MINUTES / 60);
  const touchDue = (handedOverAt: Date): number => touchBy(handedOverAt, calendar, followUpHours).getTime();
  const first = lastMinute(now, (at) => touchDue(at) < now.getTime());
  const last = lastMinute(now, (at) => touchDue(at) <= until.getTime());
  return {
    now,
    until,
    touchDecideFrom: decideBy(first, calendar, decisionDays),
    touchDecideUntil: decideBy(last, calendar, decisionDays),
  };
}
