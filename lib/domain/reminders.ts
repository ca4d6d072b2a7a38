import { AT_RISK_MINUTES, type BusinessCalendar, businessMinutesBetween, isWorkingDay, touchBy } from "./calendar";
import { dateIn, type IsoDate } from "./dates";

export type ReminderKind = "at_risk" | "missed";

/** Older misses came in late or were known before there were reminders: they stand in the queue and in the head of SDR's list. */
const MISSED_DAYS = 7;

const DAY_MS = 86_400_000;

/** Whose follow-up somebody is reminded of at a moment of working time. */
export interface ReminderWindow {
  /** Untouched leads whose follow-up falls due from here on; before `now` it is missed. */
  readonly since: Date;
  /** At risk up to here: at most the at-risk minutes of working time are left (calendar.ts). */
  readonly until: Date;
  /** The working day, for what comes once a day. */
  readonly day: IsoDate;
}

/** The day's list of what is late, as a message. */
export const missedKey = (day: IsoDate): string => `missed:${day}`;

/** The window at `now`; null outside of working time, when nobody is reminded of anything (product.md A12). */
export function reminderWindow(now: Date, calendar: BusinessCalendar): ReminderWindow | null {
  const day = dateIn(now, calendar.zone);
  const inMinutes = businessMinutesBetween(now, new Date(now.getTime() + 60_000), calendar);
  if (!isWorkingDay(day, calendar) || inMinutes < 1) return null;
  const until = touchBy(now, calendar, AT_RISK_MINUTES / 60);
  return { since: new Date(now.getTime() - MISSED_DAYS * DAY_MS), until, day };
}

/** A lead whose first touch is due or late. */
export interface ReminderLead {
  readonly kind: ReminderKind;
  readonly leadId: string;
  readonly company: string | null;
  readonly externalId: string;
  readonly source: string;
  readonly touchBy: Date;
  /** Who has it; null: nobody. */
  readonly owner: string | null;
}
