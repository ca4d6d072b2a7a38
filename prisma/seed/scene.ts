import { type BusinessCalendar, isWorkingDay } from "@/lib/domain/calendar";
import { addDays, type DateRange, dateIn, diffDays, type IsoDate, instantAtOrAfter, startOfDay } from "@/lib/domain/dates";
import { acceptanceWindow, pendingRange } from "@/lib/domain/weeks";
import { calendarAround } from "./organisation";
import type { Random } from "./random";

/** Weeks of history before `asOf`. */
export const WEEKS = 52;
/** Business days to decide, hours to touch: the defaults of metrics.md §1. */
export const DECISION_DAYS = 5;
export const FOLLOW_UP_HOURS = 24;

/** When the sample company is looked at, and what follows from it. */
export interface Scene {
  readonly asOf: IsoDate;
  /** The first day of which nothing is known yet: `asOf` or a later day of its week. */
  readonly today: IsoDate;
  /** Its first instant: whatever would happen from then on has not happened. */
  readonly now: Date;
  readonly calendar: BusinessCalendar;
  /** The four matured weeks, and those after them that have not matured. */
  readonly window: DateRange;
  readonly pending: DateRange;
  readonly firstMonday: IsoDate;
}

/** Throws RangeError when `asOf` is no Monday or `today` is not in its week. */
export function sceneOf(asOf: IsoDate, today: IsoDate = asOf): Scene {
  const age = diffDays(asOf, today);
  if (age < 0 || age > 6) throw new RangeError(`today must be in the week of ${asOf}: ${today}`);
  const calendar = calendarAround(asOf);
  const window = acceptanceWindow(asOf, calendar, DECISION_DAYS);
  return {
    asOf,
    today,
    now: startOfDay(today, calendar.zone),
    calendar,
    window,
    pending: pendingRange(asOf, window),
    firstMonday: addDays(asOf, -7 * WEEKS),
  };
}

/** A moment at a wall-clock time of a date, to the second. */
export function momentOn(date: IsoDate, minute: number, scene: Scene, random: Random): Date {
  const start = instantAtOrAfter(date, minute, scene.calendar.zone).getTime();
  return new Date(start + random.int(0, 59) * 1000);
}

/** A moment in working hours of the first working day on or after `date`. */
export function workdayMoment(date: IsoDate, scene: Scene, random: Random): Date {
  let day = date;
  while (!isWorkingDay(day, scene.calendar)) day = addDays(day, 1);
  return momentOn(day, random.int(scene.calendar.startMinute, scene.calendar.endMinute - 1), scene, random);
}

/**
 * A moment in the working time between two instants, or halfway when there is none. `haste` above 1 draws it towards the
 * beginning.
 */
export function workingMoment(from: Date, to: Date, haste: number, scene: Scene, random: Random): Date {
  const { calendar } = scene;
  const spans: { start: number; length: number }[] = [];
  for (let day = dateIn(from, calendar.zone); day <= dateIn(to, calendar.zone); day = addDays(day, 1)) {
    if (!isWorkingDay(day, calendar)) continue;
    const start = Math.max(from.getTime(), instantAtOrAfter(day, calendar.startMinute, calendar.zone).getTime());
    const end = Math.min(to.getTime(), instantAtOrAfter(day, calendar.endMinute, calendar.zone).getTime());
    if (end > start) spans.push({ start, length: end - start });
  }
  let left = spans.reduce((sum, span) => sum + span.length, 0) * random.next() ** haste;
  for (const { start, length } of spans) {
    if (left < length) return new Date(Math.ceil((start + left) / 1000) * 1000);
    left -= length;
  }
  return new Date(Math.floor((from.getTime() + to.getTime()) / 2000) * 1000);
}
