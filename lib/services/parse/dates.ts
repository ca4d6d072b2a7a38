import { dayIn, dayNumber, fromDayNumber, type IsoDate, instantAt, parseIsoDate, startOfDay } from "@/lib/domain/dates";
import { boundedMemo } from "@/lib/domain/memo";
import type { DateFormat } from "./date-format";

/** An instant as it is staged. */
export interface Moment {
  /** ISO 8601 in UTC, one text per instant: `2027-07-05T10:00:00Z`, milliseconds only when there are any. */
  readonly at: string;
  /** Its calendar date in the organisation's zone. */
  readonly on: IsoDate;
  readonly ms: number;
}

export type DateFlaw = "DATE_INVALID" | "DATE_FORMAT" | "TIME_WITHOUT_OFFSET" | "TIME_IN_GAP";

/** What was read of a text, before zones: day number, and time and offset where it has them. */
export interface Wall {
  day: number;
  /** Milliseconds after midnight; null for a date without a time. */
  time: number | null;
  /** Milliseconds east of UTC; null where the text has no offset. */
  offset: number | null;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MEMORY = 50_000;
const EARLIEST = dayNumber("1900-01-01");
const LATEST = dayNumber("2999-12-31");
const OFFSET_LIMIT = 18 * 60;

/** Day number of `YYYY-MM-DD`, NaN for a date that does not exist or is out of the years 1900 to 2999. */
export const existingDay = boundedMemo(MEMORY, (text: string): number => {
  if (parseIsoDate(text) === null) return Number.NaN;
  const day = dayNumber(text);
  return day >= EARLIEST && day <= LATEST ? day : Number.NaN;
});

const TAIL = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Milliseconds east of UTC of `Z`, `UTC`, `+02`, `+0200`, `+02:00`; NaN when no place has it. */
function offsetOf(text: string): number {
  if (!/^[+-]/.test(text)) return 0;
  const minutes = Number(text.slice(3).replace(":", "") || "0");
  const size = Number(text.slice(1, 3)) * 60 + minutes;
  if (minutes > 59 || size > OFFSET_LIMIT) return Number.NaN;
  return (text[0] === "-" ? -size : size) * MINUTE_MS;
}

const ZERO = 48;

/** Number of two digits at `at`; NaN when they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/**
 * Milliseconds since the epoch of `YYYY-MM-DDTHH:mm:ssZ`, which is what most systems export and what
 * `instantText` writes; NaN for anything else, to be read the long way.
 */
function canonicalInstant(text: string): number {
  if (text.length !== 20 || text[10] !== "T" || text[13] !== ":" || text[16] !== ":" || text[19] !== "Z")
    return Number.NaN;
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return Number.NaN;
  return existingDay(text.slice(0, 10)) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

/**
 * Reads a time of day with an optional offset into `wall`. Digits of a second beyond milliseconds are
 * dropped. Times run to 23:59:59: there is no 24:00 and no leap second to give to a database.
 */
export function readTime(text: string, wall: Wall): DateFlaw | null {
  const parts = TAIL.exec(text);
  if (!parts) return "DATE_FORMAT";
  const [, hours = "", minutes = "", seconds = "0", fraction = "0", offset] = parts;
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return "DATE_INVALID";
  wall.time = Number(hours) * 3_600_000 + Number(minutes) * MINUTE_MS + Number(seconds) * 1_000 + milliseconds;
  wall.offset = offset === undefined ? null : offsetOf(offset);
  return Number.isNaN(wall.offset) ? "DATE_INVALID" : null;
}

const SHAPE = /^\d{4}-\d{2}-\d{2}(?:$|[Tt ])/;

/** ISO 8601: `YYYY-MM-DD`, or that with `T` or a blank and a time. */
function readIso(text: string, wall: Wall): DateFlaw | null {
  if (!SHAPE.test(text)) return "DATE_FORMAT";
  wall.day = existingDay(text.slice(0, 10));
  wall.time = null;
  wall.offset = null;
  const flaw = text.length > 10 ? readTime(text.slice(11), wall) : null;
  return flaw ?? (Number.isNaN(wall.day) ? "DATE_INVALID" : null);
}

const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

/** ISO 8601 in UTC, with milliseconds only when there are any. */
export function instantText(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  const rest = ms - day * DAY_MS;
  const seconds = Math.floor(rest / 1_000);
  const time = `${TWO[Math.floor(seconds / 3_600)]}:${TWO[Math.floor(seconds / 60) % 60]}:${TWO[seconds % 60]}`;
  const fraction = rest % 1_000;
  return `${fromDayNumber(day)}T${time}${fraction === 0 ? "" : `.${String(fraction).padStart(3, "0")}`}Z`;
}

export interface DateRules {
  moment(text: string): Moment | DateFlaw;
  /** For fields that are dates: midnight without an offset is how some tools write a date. */
  date(text: string): IsoDate | DateFlaw;
}

/**
 * How the dates of one file are read (formats.md): a date without a time is that calendar date in the
 * organisation's zone; a time without an offset is refused unless the mapping names its zone.
 */
export function dateRules(
  organisationZone: string,
  zone: string | undefined,
  format: DateFormat | undefined,
): DateRules {
  const wall: Wall = { day: 0, time: null, offset: null };
  const read = format ? (text: string) => format(text, wall) : (text: string) => readIso(text, wall);
  const momentOf = (ms: number, at = instantText(ms)): Moment => {
    return { at, on: fromDayNumber(dayIn(ms, organisationZone)), ms };
  };
  const dayStart = boundedMemo(MEMORY, (day: number) =>
    momentOf(startOfDay(fromDayNumber(day), organisationZone).getTime()),
  );
  const inZone = (day: number, time: number): Moment | DateFlaw => {
    if (zone === undefined) return "TIME_WITHOUT_OFFSET";
    const minutes = Math.floor(time / MINUTE_MS);
    const minute = instantAt(fromDayNumber(day), minutes, zone);
    return minute === null ? "TIME_IN_GAP" : momentOf(minute.getTime() + time - minutes * MINUTE_MS);
  };
  return {
    moment(text) {
      const canonical = format ? Number.NaN : canonicalInstant(text);
      if (!Number.isNaN(canonical)) return momentOf(canonical, text);
      const flaw = read(text);
      if (flaw !== null) return flaw;
      if (wall.time === null) return dayStart(wall.day);
      if (wall.offset === null) return inZone(wall.day, wall.time);
      return momentOf(wall.day * DAY_MS + wall.time - wall.offset);
    },
    date(text) {
      const flaw = read(text);
      if (flaw !== null) return flaw;
      const isDate = wall.time === null || (wall.time === 0 && wall.offset === null);
      return isDate ? fromDayNumber(wall.day) : "DATE_FORMAT";
    },
  };
}
