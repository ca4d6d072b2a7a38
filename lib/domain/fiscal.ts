import { addDays, diffDays, type IsoDate } from "./dates";

/** A signing this many days after a fiscal-year start counts as at that start (metrics.md §6). */
export const SIGNING_GRACE_DAYS = 14;
/** A slip of the pen can be mended this long after the third signature, with three new ones (metrics.md §6). */
export const TYPO_HOURS = 24;
const HOUR_MS = 3_600_000;

function startIn(year: number, startMonth: number): IsoDate {
  return `${String(year).padStart(4, "0")}-${String(startMonth).padStart(2, "0")}-01`;
}

function requireMonth(startMonth: number): void {
  if (!Number.isInteger(startMonth) || startMonth < 1 || startMonth > 12) {
    throw new RangeError(`A fiscal year starts in month 1 to 12, not ${startMonth}`);
  }
}

/** The start of the fiscal year that holds `date`: its latest start on or before `date`. `startMonth` is 1 to 12. */
export function fiscalYearStart(date: IsoDate, startMonth: number): IsoDate {
  requireMonth(startMonth);
  const year = Number(date.slice(0, 4));
  const start = startIn(year, startMonth);
  return start <= date ? start : startIn(year - 1, startMonth);
}

/** Whether `date` counts as at the start of its fiscal year. */
export function isInGrace(date: IsoDate, startMonth: number): boolean {
  return diffDays(fiscalYearStart(date, startMonth), date) <= SIGNING_GRACE_DAYS;
}

function yearsAfter(start: IsoDate, years: number, startMonth: number): IsoDate {
  return startIn(Number(start.slice(0, 4)) + years, startMonth);
}

/**
 * Until when an agreement is frozen (metrics.md §6): the first fiscal-year start at least 12 months after the date of the
 * third signature; a signing up to 14 days after a start counts as at that start. `signedOn` is the calendar date in the
 * organisation's zone, `startMonth` the month (1 to 12) whose first day opens the fiscal year. The database computes the same
 * (`agreement_frozen_until`) and its answer is the one that is stored.
 * @param effectiveFrom the fiscal-year start on which the version comes into force, when that is later: its 12 months begin there
 */
export function frozenUntil(signedOn: IsoDate, startMonth: number, effectiveFrom: IsoDate | null = null): IsoDate {
  const from = effectiveFrom !== null && effectiveFrom > signedOn ? effectiveFrom : signedOn;
  // A later signing has its 12 months end inside the fiscal year after next year's start, so the start after that is the first.
  return yearsAfter(fiscalYearStart(from, startMonth), isInGrace(from, startMonth) ? 1 : 2, startMonth);
}

/**
 * The first day on which a version that is signed today may come into force, after one that is frozen until `until`: a
 * fiscal-year start on or after it, and not gone by more than the days of grace (metrics.md §6).
 */
export function firstEffectiveFrom(until: IsoDate, today: IsoDate, startMonth: number): IsoDate {
  const begun = fiscalYearStart(today, startMonth);
  const current = isInGrace(today, startMonth) ? begun : yearsAfter(begun, 1, startMonth);
  if (current >= until) return current;
  const start = fiscalYearStart(until, startMonth);
  return start === until ? start : yearsAfter(start, 1, startMonth);
}

export type EffectiveFromError = "NOT_FISCAL_BOUNDARY" | "FROZEN_UNTIL";

/** Why a version that is signed today cannot come into force on `date`; null when it can. */
export function effectiveFromError(
  date: IsoDate,
  { until, today, startMonth }: { until: IsoDate; today: IsoDate; startMonth: number },
): EffectiveFromError | null {
  if (fiscalYearStart(date, startMonth) !== date) return "NOT_FISCAL_BOUNDARY";
  if (date < until) return "FROZEN_UNTIL";
  return date < addDays(today, -SIGNING_GRACE_DAYS) ? "NOT_FISCAL_BOUNDARY" : null;
}

/** Whether a slip of the pen can still be mended. */
export function isTypoWindow(signedAt: Date, now: Date): boolean {
  return now.getTime() - signedAt.getTime() < TYPO_HOURS * HOUR_MS;
}
