import { addDays, dateIn, type IsoDate, mondayOf, parseIsoDate, startOfDay, weekdayOf } from "./dates";
import { undoClosesAt } from "./lifecycle";

export type AsOfCode = "AS_OF_INVALID" | "AS_OF_NOT_MONDAY";

export type AsOf =
  | { readonly ok: true; readonly asOf: IsoDate }
  | { readonly ok: false; readonly code: AsOfCode; readonly message: string };

/** Windows reach back 180 days and trends further; no company has Mondays outside these years. */
const FIRST = "2000-01-03";
const LAST = "2199-12-30";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** The Monday of which the fewest days separate `date`: Tuesday to Thursday go back, Friday to Sunday on. */
export function nearestMonday(date: IsoDate): IsoDate {
  const past = weekdayOf(date) - 1;
  return addDays(date, past <= 3 ? -past : 7 - past);
}

/**
 * Reads the `as_of` that a person or a program asks for: a calendar date that is a Monday (metrics.md §0). Refusals name
 * the cure: the nearest Monday, or the form of a date.
 */
export function parseAsOf(text: string): AsOf {
  const date = parseIsoDate(text);
  if (date === null || date < FIRST || date > LAST) {
    const message = `as_of must be a Monday as YYYY-MM-DD, from ${FIRST} to ${LAST}.`;
    return { ok: false, code: "AS_OF_INVALID", message };
  }
  if (weekdayOf(date) === 1) return { ok: true, asOf: date };
  const day = WEEKDAYS[weekdayOf(date) - 1];
  const message = `as_of must be a Monday: ${date} is a ${day}, the nearest Monday is ${nearestMonday(date)}.`;
  return { ok: false, code: "AS_OF_NOT_MONDAY", message };
}

/** From when on the snapshot of a Monday can be taken: the instant at which it closes the undo of its own first minute. */
export function snapshotDueAt(asOf: IsoDate, zone: string): Date {
  return undoClosesAt(startOfDay(asOf, zone), zone);
}

/** The latest Monday whose snapshot can be taken at `now`. */
export function latestDueMonday(now: Date, zone: string): IsoDate {
  const monday = mondayOf(dateIn(now, zone));
  return now.getTime() >= snapshotDueAt(monday, zone).getTime() ? monday : addDays(monday, -7);
}

/** So many Mondays are caught up at most: a quarter. */
export const CATCH_UP = 13;

/** The Mondays after `latest`, the last one that is frozen, whose 06:00 has come: the 13 latest of them, oldest first. */
export function missedMondays(latest: IsoDate, now: Date, zone: string): IsoDate[] {
  const last = latestDueMonday(now, zone);
  const missed: IsoDate[] = [];
  for (let monday = addDays(last, -7 * (CATCH_UP - 1)); monday <= last; monday = addDays(monday, 7)) {
    if (monday > latest) missed.push(monday);
  }
  return missed;
}
