import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { fetchStanding } from "@/lib/data/agreement-versions";
import { businessCalendar, CALENDAR, CALENDAR_OBJECT, type CalendarFacts } from "@/lib/data/calendar";
import { CalendarEmptyError, decideBy } from "@/lib/domain/calendar";
import { dateIn, type IsoDate, parseIsoDate } from "@/lib/domain/dates";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { isLive } from "./agreement/drafts";
import { heldUntilError } from "./agreement/frozen";
import { editTable, intoDraft } from "./agreement/tables";
import { editSettings } from "./settings";
import { onlyRow, type Tx } from "./sql";

/** Working time as a form sends it. */
export interface WorkingTime {
  /** ISO weekdays, 1 to 7. */
  days: readonly number[];
  /** "09:00" */
  start: string;
  end: string;
}

const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const refuse = (code: string, field: string, message: string) => new AppError(code, { field, message });

/** "09:30" → 570, "24:00" → 1440. */
function minutesOf(text: string, field: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (match && Number(match[2]) < 60 && minutes <= 1440) return minutes;
  throw refuse("TIME_INVALID", field, "Enter a time of the day such as 09:00.");
}

/** The state as people read it. */
function hoursState({ workingDays, startMinute, endMinute }: Omit<CalendarFacts, "zone" | "holidays">): object {
  const clock = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const days = [...workingDays].sort((a, b) => a - b).map((day) => DAY_NAMES[day - 1] ?? String(day));
  return { working_days: days.join(", "), from: clock(startMinute), to: clock(endMinute) };
}

/** Throws AppError CALENDAR_EMPTY when nothing is left to count with: then no lead could get a due date. */
function requireWorkingTime(calendar: CalendarFacts, field: string, now: Date): void {
  try {
    decideBy(now, businessCalendar(calendar), 1);
  } catch (error) {
    if (!(error instanceof CalendarEmptyError)) throw error;
    throw refuse(
      "CALENDAR_EMPTY",
      field,
      "No working time would be left. Keep a working day, and hours that end after they begin.",
    );
  }
}

/** Working time as it is typed. Throws AppError CALENDAR_EMPTY, TIME_INVALID. */
function requireTime(time: WorkingTime): Pick<CalendarFacts, "workingDays" | "startMinute" | "endMinute"> {
  const workingDays = [...new Set(time.days)].filter((day) => day >= 1 && day <= 7).sort((a, b) => a - b);
  if (workingDays.length === 0) {
    throw refuse("CALENDAR_EMPTY", "days", "Choose at least one working day: due dates are counted in them.");
  }
  const [startMinute, endMinute] = [minutesOf(time.start, "start"), minutesOf(time.end, "end")];
  if (endMinute <= startMinute) {
    throw refuse("CALENDAR_EMPTY", "end", "The working day must end after it begins.");
  }
  return { workingDays, startMinute, endMinute };
}

/**
 * Sets working days and hours. Due dates that were set at a hand-over stay; later hand-overs and the maturing of weeks take
 * the new ones. While an agreement is in force or one is being written, the draft of the next version takes them (product.md C4).
 * @throws AppError CALENDAR_EMPTY, TIME_INVALID, ALREADY_SIGNED, as `editSettings`
 */
export async function setWorkingTime(
  actor: Actor,
  edit: { time: WorkingTime; seen: bigint },
  now: Date,
): Promise<void> {
  await editTable(actor, { object: CALENDAR_OBJECT, seen: edit.seen }, async (tx, tables) => {
    const { workingDays, startMinute, endMinute } = requireTime(edit.time);
    const { days, start_minute, end_minute } = tables.time.edited;
    const live = await onlyRow<CalendarFacts>(tx, CALENDAR);
    const before = { ...live, workingDays: [...days], startMinute: start_minute, endMinute: end_minute };
    const after = { ...before, workingDays, startMinute, endMinute };
    requireWorkingTime(after, "days", now);
    const states = { action: "calendar.set_hours", before: hoursState(before), after: hoursState(after) };
    if (!isLive(tables)) {
      const agreed = { days: workingDays, start_minute: startMinute, end_minute: endMinute };
      return { ...states, ...(await intoDraft(tx, actor, CALENDAR_OBJECT, ["working_time", agreed])) };
    }
    await tx.rows(Prisma.sql`
      UPDATE organisation SET working_days = ${workingDays}::smallint[], work_start_minute = ${startMinute}, work_end_minute = ${endMinute} WHERE id = 1`);
    return states;
  });
}

/**
 * A day that has begun counts in due dates and in weeks that have matured: it stays what it is while an agreement is frozen.
 * Throws AppError FROZEN_UNTIL.
 */
async function requireToCome(tx: Tx, day: IsoDate, zone: string, now: Date): Promise<void> {
  const { frozenUntil } = (await fetchStanding(tx.rows)).judging;
  const today = dateIn(now, zone);
  if (frozenUntil === null || frozenUntil <= today || day > today) return;
  const message = `Days up to today stay as they are until ${frozenUntil}: due dates of the agreement in force were counted with them. Choose a day after ${today}.`;
  throw heldUntilError(frozenUntil, "day", message);
}

function requireDay(text: string): IsoDate {
  const day = parseIsoDate(text.trim());
  if (day !== null) return day;
  throw refuse("DATE_INVALID", "day", "Enter a day that exists, such as 2027-12-25.");
}

/**
 * Adds a holiday, on which nothing falls due; only one that is to come while an agreement is frozen.
 * @throws AppError DATE_INVALID, NAME_REQUIRED, HOLIDAY_EXISTS, CALENDAR_EMPTY, FROZEN_UNTIL, as `editSettings`
 */
export async function addHoliday(
  actor: Actor,
  edit: { day: string; name: string; seen: bigint },
  now: Date,
): Promise<void> {
  await editSettings(actor, "settings.edit", { object: CALENDAR_OBJECT, seen: edit.seen }, async (tx) => {
    const day = requireDay(edit.day);
    const name = edit.name.normalize("NFC").trim().replace(/\s+/gu, " ");
    if (name === "" || [...name].length > 80) {
      throw refuse("NAME_REQUIRED", "name", "Enter the name of the holiday, up to 80 characters.");
    }
    const before = await onlyRow<CalendarFacts>(tx, CALENDAR);
    const known = before.holidays.find((holiday) => holiday.day === day);
    if (known) throw refuse("HOLIDAY_EXISTS", "day", `That day is a holiday already: ${known.name}.`);
    await requireToCome(tx, day, before.zone, now);
    requireWorkingTime({ ...before, holidays: [...before.holidays, { day, name }] }, "day", now);
    await tx.rows(Prisma.sql`INSERT INTO holidays (day, name) VALUES (${day}::date, ${name})`);
    return { action: "calendar.add_holiday", before: null, after: { day, name } };
  });
}

/** Takes a holiday out; only one that is to come while an agreement is frozen. Throws AppError NOT_FOUND, FROZEN_UNTIL, as `editSettings`. */
export async function removeHoliday(actor: Actor, edit: { day: string; seen: bigint }, now: Date): Promise<void> {
  await editSettings(actor, "settings.edit", { object: CALENDAR_OBJECT, seen: edit.seen }, async (tx) => {
    const day = requireDay(edit.day);
    const { zone, holidays } = await onlyRow<CalendarFacts>(tx, CALENDAR);
    const removed = holidays.find((holiday) => holiday.day === day);
    if (!removed) throw new AppError("NOT_FOUND", { message: "That day is no holiday any more. Reload the page." });
    await requireToCome(tx, day, zone, now);
    await tx.rows(Prisma.sql`DELETE FROM holidays WHERE day = ${day}::date`);
    return { action: "calendar.remove_holiday", before: { day, name: removed.name }, after: null };
  });
}
