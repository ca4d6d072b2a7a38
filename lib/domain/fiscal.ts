import { diffDays, type IsoDate } from "./dates";

/** A signing this many days after a fiscal-year start counts as at that start (metrics.md §6). */
export const SIGNING_GRACE_DAYS = 14;

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

/**
 * Until when an agreement is frozen (metrics.md §6): the first fiscal-year start at least 12 months after the date of the
 * third signature; a signing up to 14 days after a start counts as at that start. `signedOn` is the calendar date in the
 * organisation's zone, `startMonth` the month (1 to 12) whose first day opens the fiscal year.
 */
export function frozenUntil(signedOn: IsoDate, startMonth: number): IsoDate {
  const start = fiscalYearStart(signedOn, startMonth);
  const inGrace = diffDays(start, signedOn) <= SIGNING_GRACE_DAYS;
  // A later signing has its 12 months end inside the fiscal year after next year's start, so the start after that is the first.
  return startIn(Number(start.slice(0, 4)) + (inGrace ? 1 : 2), startMonth);
}
