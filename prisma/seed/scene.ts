import { type BusinessCalendar, isWorkingDay } from "@/lib/domain/calendar";
import {
  addDays,
  type DateRange,
  dayIn,
  diffDays,
  fromDayNumber,
  type IsoDate,
  instantAtOrAfter,
  startOfDay,
} from "@/lib/domain/dates";
import { boundedMemo } from "@/lib/domain/memo";
import { acceptanceWindow, pendingRange } from "@/lib/domain/weeks";
import { calendarAround } from "./organisation";
import type { Random } from "./random";

/** Weeks of history before `asOf`. */
export const WEEKS = 52;
/** Business days to decide, hours to touch: the defaults of metrics.md §1. */
export const DECISION_DAYS = 5;
export const FOLLOW_UP_HOURS = 24;

/** Working time of one day, in milliseconds since the epoch; of a day off its first instant, without any. */
interface Span {
  readonly start: number;
  readonly end: number;
}

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
  /** When the CRM was last read, the Friday before `asOf`: records without a history are first seen then. */
  readonly syncedAt: Date;
  /** By day number, remembered. */
  hoursOf(day: number): Span;
}

function hours(day: number, calendar: BusinessCalendar): Span {
  const date = fromDayNumber(day);
  const at = (minute: number): number => instantAtOrAfter(date, minute, calendar.zone).getTime();
  if (!isWorkingDay(date, calendar)) return { start: at(0), end: at(0) };
  return { start: at(calendar.startMinute), end: at(calendar.endMinute) };
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
    syncedAt: instantAtOrAfter(addDays(asOf, -3), calendar.endMinute, calendar.zone),
    hoursOf: boundedMemo(1_000, (day: number) => hours(day, calendar)),
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
  const [first, last] = [from.getTime(), to.getTime()];
  const spans: Span[] = [];
  for (let day = dayIn(first, scene.calendar.zone); ; day++) {
    const { start, end } = scene.hoursOf(day);
    if (start >= last) break;
    if (end > first) spans.push({ start: Math.max(start, first), end: Math.min(end, last) });
  }
  let left = spans.reduce((sum, { start, end }) => sum + end - start, 0) * random.next() ** haste;
  for (const { start, end } of spans) {
    if (left < end - start) return new Date(Math.ceil((start + left) / 1000) * 1000);
    left -= end - start;
  }
  return new Date(Math.floor((first + last) / 2000) * 1000);
}
