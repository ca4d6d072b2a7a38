import type { IsoDate } from "./dates";
import { dayIn, fromDayNumber, instantAtOrAfter, weekdayOf, weekdayOfDay } from "./dates";

/**
 * The organisation's working time (product.md A12). Treated as immutable: opening times are
 * remembered per object, so build it once per request and never change it afterwards.
 */
export interface BusinessCalendar {
  /** IANA zone. */
  readonly zone: string;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  readonly workingDays: readonly number[];
  /** Working hours in minutes after midnight, `[startMinute, endMinute)`. */
  readonly startMinute: number;
  readonly endMinute: number;
  readonly holidays: ReadonlySet<IsoDate>;
}

/** No working day can be found: no weekday, no hours, or holidays for more than ten years. */
export class CalendarEmptyError extends Error {
  readonly code = "CALENDAR_EMPTY";

  constructor() {
    super("The business calendar has no working time: set working days and hours.");
    this.name = "CalendarEmptyError";
  }
}

const MINUTE_MS = 60_000;
const BLOCK_DAYS = 512;
const BLOCKS_KEPT = 256;
const EMPTY_BLOCKS_ALLOWED = 8;

/** Opening and closing instants of the working days among 512 consecutive dates. */
interface Block {
  readonly opens: readonly number[];
  readonly closes: readonly number[];
  /** Per date of the block, the index of the first working day on or after it. */
  readonly firstFrom: readonly number[];
}

const blocksOf = new WeakMap<BusinessCalendar, Map<number, Block>>();

/** Whether a date is a working day: a working weekday that is no holiday, with hours to work. */
export function isWorkingDay(date: IsoDate, calendar: BusinessCalendar): boolean {
  return (
    calendar.endMinute > calendar.startMinute &&
    calendar.workingDays.includes(weekdayOf(date)) &&
    !calendar.holidays.has(date)
  );
}

function buildBlock(calendar: BusinessCalendar, number: number): Block {
  const opens: number[] = [];
  const closes: number[] = [];
  const firstFrom: number[] = [];
  for (let day = number * BLOCK_DAYS; day < (number + 1) * BLOCK_DAYS; day++) {
    firstFrom.push(opens.length);
    if (!calendar.workingDays.includes(weekdayOfDay(day))) continue;
    const date = fromDayNumber(day);
    if (!isWorkingDay(date, calendar)) continue;
    opens.push(instantAtOrAfter(date, calendar.startMinute, calendar.zone).getTime());
    closes.push(instantAtOrAfter(date, calendar.endMinute, calendar.zone).getTime());
  }
  return { opens, closes, firstFrom };
}

function blockOf(calendar: BusinessCalendar, number: number): Block {
  let blocks = blocksOf.get(calendar);
  if (!blocks) {
    blocks = new Map();
    blocksOf.set(calendar, blocks);
  }
  let block = blocks.get(number);
  if (!block) {
    block = buildBlock(calendar, number);
    if (blocks.size >= BLOCKS_KEPT) blocks.clear();
    blocks.set(number, block);
  }
  return block;
}

/**
 * Shows the working days from `day` on to `visit`, as opening and closing instants, until it
 * returns true. Returns false when the calendar runs dry before that.
 */
function walk(calendar: BusinessCalendar, day: number, visit: (opens: number, closes: number) => boolean): boolean {
  let number = Math.floor(day / BLOCK_DAYS);
  let block = blockOf(calendar, number);
  let index = block.firstFrom[day - number * BLOCK_DAYS] ?? 0;
  for (let empty = 0; empty <= EMPTY_BLOCKS_ALLOWED; ) {
    for (; index < block.opens.length; index++) {
      if (visit(block.opens[index] ?? 0, block.closes[index] ?? 0)) return true;
    }
    empty = block.opens.length === 0 ? empty + 1 : 0;
    number += 1;
    block = blockOf(calendar, number);
    index = 0;
  }
  return false;
}

/**
 * When a decision is due: the end of working hours of the `days`-th business day after the
 * hand-over date (metrics.md §1, decision SLA). Throws CalendarEmptyError; RangeError unless `days`
 * is a whole number of at least 1.
 */
export function decideBy(handedOverAt: Date, calendar: BusinessCalendar, days: number): Date {
  if (!Number.isInteger(days) || days < 1) throw new RangeError("days must be a whole number ≥ 1");
  let left = days;
  let due = 0;
  const after = dayIn(handedOverAt.getTime(), calendar.zone) + 1;
  const found = walk(calendar, after, (_opens, closes) => {
    left -= 1;
    due = closes;
    return left === 0;
  });
  if (!found) throw new CalendarEmptyError();
  return new Date(due);
}

/**
 * When the first touch is due: `businessHours` of working time after the hand-over (metrics.md §1,
 * follow-up SLA). Outside working hours the clock starts at the next opening; time that runs out
 * exactly at closing is due then, not the next morning. Throws CalendarEmptyError; RangeError
 * unless `businessHours` is positive.
 */
export function touchBy(handedOverAt: Date, calendar: BusinessCalendar, businessHours: number): Date {
  if (!(businessHours > 0)) throw new RangeError("businessHours must be positive");
  const from = handedOverAt.getTime();
  let left = Math.round(businessHours * 60 * MINUTE_MS);
  let due = 0;
  const found = walk(calendar, dayIn(from, calendar.zone), (opens, closes) => {
    const start = Math.max(opens, from);
    if (closes <= start) return false;
    due = start + left;
    left -= closes - start;
    return left <= 0;
  });
  if (!found) throw new CalendarEmptyError();
  return new Date(due);
}

/** Whole minutes of working time from `from` to `to`; 0 when `to` is not after `from`. */
export function businessMinutesBetween(from: Date, to: Date, calendar: BusinessCalendar): number {
  const start = from.getTime();
  const end = to.getTime();
  if (!(end > start)) return 0;
  let sum = 0;
  walk(calendar, dayIn(start, calendar.zone), (opens, closes) => {
    sum += Math.max(0, Math.min(closes, end) - Math.max(opens, start));
    return closes >= end;
  });
  return Math.floor(sum / MINUTE_MS);
}

export type SlaState = "met" | "at_risk" | "missed" | "running";

/** Working minutes before the due time from which an open SLA is called at risk. */
export const AT_RISK_MINUTES = 480;

export interface SlaClock {
  readonly due: Date;
  /** When the thing was done (touched, decided), or null while it is open. */
  readonly doneAt: Date | null;
  readonly now: Date;
  readonly atRiskMinutes?: number;
}

export interface SlaStatus {
  readonly state: SlaState;
  /** Working minutes left before the due time; 0 once done or missed. */
  readonly leftMinutes: number;
  /** Working minutes beyond the due time, up to the moment it was done or to now; else 0. */
  readonly beyondMinutes: number;
}

/**
 * State of one SLA and the business time left or beyond (product.md A12). Done at the due instant
 * is met; open at the due instant is still at risk. Future facts count as done.
 */
export function slaState(clock: SlaClock, calendar: BusinessCalendar): SlaStatus {
  const { due, doneAt, now, atRiskMinutes = AT_RISK_MINUTES } = clock;
  const judgedAt = doneAt ?? now;
  if (judgedAt.getTime() > due.getTime()) {
    const beyondMinutes = businessMinutesBetween(due, judgedAt, calendar);
    return { state: "missed", leftMinutes: 0, beyondMinutes };
  }
  if (doneAt) return { state: "met", leftMinutes: 0, beyondMinutes: 0 };
  const leftMinutes = businessMinutesBetween(now, due, calendar);
  const state = leftMinutes <= atRiskMinutes ? "at_risk" : "running";
  return { state, leftMinutes, beyondMinutes: 0 };
}
