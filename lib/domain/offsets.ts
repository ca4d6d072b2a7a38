import { tzOffset } from "@date-fns/tz";
import { boundedMemo } from "./memo";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The offsets of one UTC day: one value, or two with the instant at which the second begins. */
interface DayOffsets {
  readonly before: number;
  readonly after: number;
  readonly changesAt: number;
}

/** Milliseconds to add to UTC, asked of the platform's zone data; slow, hence the memory below. */
function lookUp(zone: string, instant: number): number {
  const minutes = tzOffset(zone, new Date(instant));
  if (Number.isNaN(minutes)) throw new RangeError(`Unknown time zone or instant: ${zone}`);
  return Math.round(minutes * MINUTE_MS);
}

/** First instant in (from, to] at which `zone` no longer has the offset it has at `from`. */
function changeBetween(zone: string, from: number, to: number): number {
  const before = lookUp(zone, from);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (lookUp(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetsOfDay(zone: string, utcDay: number): DayOffsets {
  const from = utcDay * DAY_MS;
  const before = lookUp(zone, from);
  const after = lookUp(zone, from + DAY_MS);
  const changesAt = before === after ? from : changeBetween(zone, from, from + DAY_MS);
  return { before, after, changesAt };
}

const daysOfZone = boundedMemo(64, (zone: string) =>
  boundedMemo(20_000, (utcDay: number) => offsetsOfDay(zone, utcDay)),
);

/**
 * Offset of `zone` from UTC at an instant (milliseconds since the epoch), in milliseconds, east
 * positive. Exact to the millisecond around a change. Throws RangeError on an unknown zone.
 */
export function offsetAt(instant: number, zone: string): number {
  if (!Number.isFinite(instant)) throw new RangeError("Invalid instant");
  const day = daysOfZone(zone)(Math.floor(instant / DAY_MS));
  return instant < day.changesAt ? day.before : day.after;
}

/** An instant, and whether the wall clock ever showed the time that was asked for. */
export interface Resolved {
  readonly instant: number;
  readonly skipped: boolean;
}

/**
 * The first instant at which the wall clock of `zone` reads `local` (the wall time written as if it
 * were UTC, in milliseconds). A time that a clock change skips resolves to the instant of the
 * change; a time that occurs twice to its first occurrence.
 */
export function resolveLocal(local: number, zone: string): Resolved {
  // A day either side is beyond every offset, so these are the offsets before and after the date.
  const earlier = offsetAt(local - DAY_MS, zone);
  const later = offsetAt(local + DAY_MS, zone);
  const candidates = [local - Math.max(earlier, later), local - Math.min(earlier, later)];
  for (const instant of candidates) {
    if (instant + offsetAt(instant, zone) === local) return { instant, skipped: false };
  }
  const [from = 0, to = 0] = candidates;
  return { instant: changeBetween(zone, from, to), skipped: true };
}
