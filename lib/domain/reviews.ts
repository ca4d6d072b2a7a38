import { type BusinessCalendar, isWorkingDay } from "./calendar";
import { addDays, type IsoDate, instantAtOrAfter, isMonday, isoWeek, mondayOf } from "./dates";
import { REVIEW_SEATS, type ReviewSeat } from "./roles";

/** The five kinds of decision, one of which a review takes (product.md D5). */
export const DECISION_TYPES = ["kill", "defund", "extend", "fix", "watch"] as const;
export type DecisionType = (typeof DECISION_TYPES)[number];

/** Whether text is exactly one of the five. */
export function isDecisionType(text: string): text is DecisionType {
  return (DECISION_TYPES as readonly string[]).includes(text);
}

/** The review begins at this minute of the organisation's day, 10:00, for the calendar file; the room itself keeps no hour. */
export const REVIEW_START_MINUTE = 10 * 60;

/** A decision is due this many days after it, and a clock may be extended by no more (metrics.md §5). */
export const DECISION_DAYS = 30;

/** Somebody whose page was heard of within this time is in the room: longer than the minute after which a hidden tab speaks. */
export const PRESENT_MS = 90_000;

/** Whether a heartbeat still counts. */
export const isPresent = (seenAt: Date, now: Date): boolean => now.getTime() - seenAt.getTime() <= PRESENT_MS;

/** "2026-W47" for a Monday. */
export function weekCode(asOf: IsoDate): string {
  const { year, week } = isoWeek(asOf);
  return `${String(year).padStart(4, "0")}-W${String(week).padStart(2, "0")}`;
}

/** Of a company that runs; beyond them a week of the year has no date that can be written. */
const YEARS = { first: 1970, last: 2199 };

/** The Monday of "2026-W47"; null for text that names no ISO week (`2026-W54`, `2027-W53`). */
export function parseWeek(text: string): IsoDate | null {
  const parts = /^(\d{4})-W(\d{2})$/.exec(text);
  if (!parts) return null;
  const [year, week] = [Number(parts[1]), Number(parts[2])];
  if (year < YEARS.first || year > YEARS.last || week > 53) return null;
  const monday = addDays(mondayOf(`${parts[1]}-01-04`), 7 * (week - 1));
  return weekCode(monday) === text ? monday : null;
}

/** The Tuesday of a Monday's week. Throws RangeError when it is none. */
export function reviewTuesday(asOf: IsoDate): IsoDate {
  if (!isMonday(asOf)) throw new RangeError(`A review belongs to a Monday, not to ${asOf}`);
  return addDays(asOf, 1);
}

/**
 * The days on which a review may be held besides the one it is set on: after a holiday Tuesday the working days that are left of
 * its week; Tuesday again where that is no holiday any more.
 */
export function daysToMoveTo(asOf: IsoDate, heldOn: IsoDate, calendar: BusinessCalendar): IsoDate[] {
  const tuesday = reviewTuesday(asOf);
  if (!calendar.holidays.has(tuesday)) return heldOn === tuesday ? [] : [tuesday];
  return [1, 2, 3, 4, 5].map((days) => addDays(tuesday, days)).filter((day) => isWorkingDay(day, calendar));
}

export type MoveRefusal = "NO_HOLIDAY" | "NO_DAY_LEFT" | "DAY_NOT_POSSIBLE";

/** Why a review that is set on a day cannot be moved to another; null when it can (product.md D4). */
export function moveRefusal(
  { asOf, heldOn }: { asOf: IsoDate; heldOn: IsoDate },
  to: IsoDate,
  calendar: BusinessCalendar,
): MoveRefusal | null {
  const days = daysToMoveTo(asOf, heldOn, calendar);
  if (days.length > 0) return days.includes(to) ? null : "DAY_NOT_POSSIBLE";
  return calendar.holidays.has(reviewTuesday(asOf)) ? "NO_DAY_LEFT" : "NO_HOLIDAY";
}

/** The day on which the review of a week is held unless somebody moves it: Tuesday, or the first working day after a holiday. */
export function heldDay(asOf: IsoDate, calendar: BusinessCalendar): IsoDate {
  const tuesday = reviewTuesday(asOf);
  return daysToMoveTo(asOf, tuesday, calendar)[0] ?? tuesday;
}

/** When it begins, for the calendar file; a clock change that skips the hour gives the instant of the change. */
export function reviewStart(heldOn: IsoDate, zone: string): Date {
  return instantAtOrAfter(heldOn, REVIEW_START_MINUTE, zone);
}

export type ReviewState = "open" | "closed" | "lapsed";

/** Closed for ever, or open through the Sunday of its ISO week and lapsed from then on: read-only, without effect. */
export function reviewState(review: { asOf: IsoDate; isClosed: boolean }, today: IsoDate): ReviewState {
  if (review.isClosed) return "closed";
  return mondayOf(today) > review.asOf ? "lapsed" : "open";
}

export interface SeatCandidate {
  readonly id: bigint;
  readonly role: string;
  readonly active: boolean;
}

/**
 * Whether these people are exactly the five of the review: one active person in each of the five roles, nobody more
 * (product.md D4). Gives the first seat that is wrong.
 */
export function wrongSeat(seats: Readonly<Record<ReviewSeat, SeatCandidate | null>>): ReviewSeat | null {
  return REVIEW_SEATS.find((seat) => !seats[seat]?.active || seats[seat].role !== seat) ?? null;
}

/** The last day to which a clock may be extended by a decision of this day. */
export const lastExtension = (on: IsoDate): IsoDate => addDays(on, DECISION_DAYS);
