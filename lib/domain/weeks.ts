import { type BusinessCalendar, decideBy } from "./calendar";
import { addDays, type DateRange, type IsoDate, isMonday, mondayOf, startOfDay } from "./dates";

/** Matured weeks in an acceptance window (metrics.md §2). */
export const WINDOW_WEEKS = 4;

const MINUTE_MS = 60_000;

function requireMonday(asOf: IsoDate): void {
  if (!isMonday(asOf)) throw new RangeError(`as_of must be a Monday: ${asOf}`);
}

function isMatured(monday: IsoDate, asOf: IsoDate, calendar: BusinessCalendar, decisionDays: number): boolean {
  const nextWeek = startOfDay(addDays(monday, 7), calendar.zone).getTime();
  const lastMinute = new Date(nextWeek - MINUTE_MS);
  const due = decideBy(lastMinute, calendar, decisionDays);
  return due.getTime() <= startOfDay(asOf, calendar.zone).getTime();
}

/**
 * The 4 latest matured hand-over weeks at `asOf`, as dates from a Monday to a Sunday (metrics.md
 * §2). A week is matured when the decision SLA of a hand-over in its last minute has run out by
 * 00:00 of `asOf`. Throws CalendarEmptyError; RangeError when `asOf` is no Monday.
 */
export function acceptanceWindow(asOf: IsoDate, calendar: BusinessCalendar, decisionDays: number): DateRange {
  requireMonday(asOf);
  let monday = addDays(asOf, -7);
  while (!isMatured(monday, asOf, calendar, decisionDays)) monday = addDays(monday, -7);
  return { from: addDays(monday, -7 * (WINDOW_WEEKS - 1)), to: addDays(monday, 6) };
}

/**
 * The weeks after the window that have not matured, up to the Sunday before `asOf` (metrics.md §2,
 * pending). Never empty for a window of `acceptanceWindow`: a decision SLA has at least one day.
 */
export function pendingRange(asOf: IsoDate, window: DateRange): DateRange {
  requireMonday(asOf);
  return { from: addDays(window.to, 1), to: addDays(asOf, -1) };
}

/** The 90 days that end on the Sunday before `asOf` (metrics.md §3 and §4): the 91st is out. */
export function trailing90(asOf: IsoDate): DateRange {
  requireMonday(asOf);
  return { from: addDays(asOf, -90), to: addDays(asOf, -1) };
}

/** Hand-over dates of the pipeline-rate cohort, both inclusive (metrics.md §2). */
export function pipelineCohort(asOf: IsoDate): DateRange {
  requireMonday(asOf);
  return { from: addDays(asOf, -180), to: addDays(asOf, -90) };
}

/**
 * The fiscal quarter that holds the Sunday before `asOf`, from its first day to that Sunday
 * (metrics.md §3): on a Monday that opens a quarter, that is the whole quarter before it.
 * `fiscalYearStartMonth` is 1 (January) to 12.
 */
export function fiscalQuarterToDate(asOf: IsoDate, fiscalYearStartMonth: number): DateRange {
  requireMonday(asOf);
  if (!Number.isInteger(fiscalYearStartMonth) || fiscalYearStartMonth < 1 || fiscalYearStartMonth > 12) {
    throw new RangeError("fiscalYearStartMonth must be 1 to 12");
  }
  const to = addDays(asOf, -1);
  const months = Number(to.slice(0, 4)) * 12 + Number(to.slice(5, 7)) - 1;
  const intoQuarter = (months - (fiscalYearStartMonth - 1) + 12) % 3;
  const first = months - intoQuarter;
  const year = String(Math.floor(first / 12)).padStart(4, "0");
  const month = String((first % 12) + 1).padStart(2, "0");
  return { from: `${year}-${month}-01`, to };
}

/** The `count` Mondays that end with `asOf`, oldest first. */
export function lastMondays(asOf: IsoDate, count: number): IsoDate[] {
  requireMonday(asOf);
  return Array.from({ length: count }, (_, index) => addDays(asOf, 7 * (index + 1 - count)));
}

/** The latest Monday on or before `today`: the `asOf` that is current. */
export function latestMonday(today: IsoDate): IsoDate {
  return mondayOf(today);
}
