import { boundedMemo } from "./memo";
import { offsetAt, resolveLocal } from "./offsets";

/** A calendar date `YYYY-MM-DD` in the organisation's zone (metrics.md §0). Sorts as text. */
export type IsoDate = string;

/** An inclusive range of calendar dates; empty when `from` is after `to`. */
export interface DateRange {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MEMORY = 50_000;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

function dayNumberOrNull(text: string): number | null {
  const parts = SHAPE.exec(text);
  if (!parts) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  // Date rolls 31 February over to March: only a date that reads back as written exists.
  const exists = parts[1] !== "0000" && date.toISOString().slice(0, 10) === text;
  return exists ? date.getTime() / DAY_MS : null;
}

/** The text itself when it is a calendar date that exists, else null (`2026-02-31`, year 0000). */
export function parseIsoDate(text: string): IsoDate | null {
  return dayNumberOrNull(text) === null ? null : text;
}

/** Days since 1970-01-01. Throws RangeError when `date` is not a calendar date. */
export const dayNumber = boundedMemo(MEMORY, (date: IsoDate): number => {
  const day = dayNumberOrNull(date);
  if (day === null) throw new RangeError(`Not a calendar date: ${date}`);
  return day;
});

/** The inverse of `dayNumber`. Throws RangeError on a fraction and outside the years 1 to 9999. */
export const fromDayNumber = boundedMemo(MEMORY, (day: number): IsoDate => {
  if (!Number.isInteger(day)) throw new RangeError(`Not a whole day: ${day}`);
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (dayNumberOrNull(text) === null) throw new RangeError(`Not a calendar day: ${day}`);
  return text;
});

/** The date `days` later (earlier when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function diffDays(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Whether a date lies in an inclusive range. */
export function isWithin(date: IsoDate, range: DateRange): boolean {
  return range.from <= date && date <= range.to;
}

/** Day number of the calendar date that `zone` shows at an instant in milliseconds. */
export function dayIn(instant: number, zone: string): number {
  return Math.floor((instant + offsetAt(instant, zone)) / DAY_MS);
}

/** The calendar date that `zone` shows at an instant (metrics.md §0). RangeError: unknown zone. */
export function dateIn(instant: Date, zone: string): IsoDate {
  return fromDayNumber(dayIn(instant.getTime(), zone));
}

/**
 * The first instant of a date in `zone`. Where a clock change skips midnight it is the instant of
 * the change; where it skips the whole date (Apia 2011-12-30) the first instant after it.
 */
export function startOfDay(date: IsoDate, zone: string): Date {
  return instantAtOrAfter(date, 0, zone);
}

/**
 * The instant at which the clock of `zone` shows `minutes` after midnight on `date` (0 to 1440),
 * or null when a clock change skips that time. Of two occurrences the first.
 */
export function instantAt(date: IsoDate, minutes: number, zone: string): Date | null {
  const found = resolveLocal(dayNumber(date) * DAY_MS + minutes * MINUTE_MS, zone);
  return found.skipped ? null : new Date(found.instant);
}

/** Like `instantAt`, but a skipped time gives the instant of the change that skips it. */
export function instantAtOrAfter(date: IsoDate, minutes: number, zone: string): Date {
  return new Date(resolveLocal(dayNumber(date) * DAY_MS + minutes * MINUTE_MS, zone).instant);
}

/** ISO weekday of a day number, 1 Monday to 7 Sunday. */
export function weekdayOfDay(day: number): number {
  // Day 0, 1970-01-01, was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** ISO weekday of a date, 1 Monday to 7 Sunday. */
export function weekdayOf(date: IsoDate): number {
  return weekdayOfDay(dayNumber(date));
}

export function isMonday(date: IsoDate): boolean {
  return weekdayOf(date) === 1;
}

/** The Monday of the ISO week that holds `date`. */
export function mondayOf(date: IsoDate): IsoDate {
  return addDays(date, 1 - weekdayOf(date));
}

/** ISO 8601 week: it belongs to the year that holds its Thursday; years have 52 or 53 weeks. */
export function isoWeek(date: IsoDate): { year: number; week: number } {
  const thursday = addDays(mondayOf(date), 3);
  const firstOfYear = `${thursday.slice(0, 4)}-01-01`;
  return {
    year: Number(thursday.slice(0, 4)),
    week: Math.floor(diffDays(firstOfYear, thursday) / 7) + 1,
  };
}
