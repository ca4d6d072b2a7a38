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

/** The SLAs of an agreement with the working time in which they are counted. */
export interface Slas {
  readonly calendar: BusinessCalendar;
  readonly followUpHours: number;
  readonly decisionDays: number;
}

/** Those of a version that judged until then: cycles that were handed over under it keep their due times. */
export interface EarlierSlas extends Slas {
  readonly until: Date;
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

/** Decision due times of the hand-overs whose first touch falls due in a span; null when there can be none. */
function touchDecisions(from: Date, to: Date, slas: Slas & { readonly until?: Date }): [Date, Date] | null {
  const { calendar, followUpHours, decisionDays } = slas;
  const touchDue = (handedOverAt: Date): number => touchBy(handedOverAt, calendar, followUpHours).getTime();
  const first = lastMinute(from, (at) => touchDue(at) < from.getTime());
  if (slas.until && slas.until < first) return null;
  const last = lastMinute(from, (at) => touchDue(at) <= to.getTime());
  return [decideBy(first, calendar, decisionDays), decideBy(last, calendar, decisionDays)];
}

/**
 * Where to look for cycles at risk (product.md A12) without reading every open one: both due times grow with the hand-over,
 * so that touches due soon belong to a short run of decision due times. Throws CalendarEmptyError.
 * @param earlier what was in force before: its run lies elsewhere, until the last of its hand-overs has been due
 */
export function atRiskBounds(
  now: Date,
  calendar: BusinessCalendar,
  slas: Omit<Slas, "calendar">,
  earlier: readonly EarlierSlas[] = [],
): AtRiskBounds {
  const until = touchBy(now, calendar, AT_RISK_MINUTES / 60);
  const { followUpHours, decisionDays } = slas;
  const all = [{ calendar, followUpHours, decisionDays }, ...earlier];
  const runs = all.flatMap((one) => touchDecisions(now, until, one) ?? []).map((due) => due.getTime());
  return {
    now,
    until,
    touchDecideFrom: new Date(Math.min(...runs)),
    touchDecideUntil: new Date(Math.max(...runs)),
  };
}
