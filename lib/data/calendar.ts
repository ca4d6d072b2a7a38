import "server-only";
import { isDeepStrictEqual } from "node:util";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { AgreedTime } from "@/lib/domain/agreement-document";
import type { BusinessCalendar } from "@/lib/domain/calendar";
import type { IsoDate } from "@/lib/domain/dates";
import { Prisma } from "@/prisma/generated/client";
import { feedOfTable, fetchTables, seenOfTable } from "./agreed-tables";
import { rowsOf } from "./agreement-versions";

export const CALENDAR_OBJECT = "calendar";

export interface HolidayRow {
  day: IsoDate;
  name: string;
}

/** The business calendar as its screen shows it (product.md A12). */
export interface CalendarFacts {
  /** IANA; set with the organisation. */
  zone: string;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  workingDays: number[];
  /** Minutes of the day, `[start, end)`. */
  startMinute: number;
  endMinute: number;
  holidays: HolidayRow[];
}

/** One row of `CalendarFacts`; services run it in their transaction. */
export const CALENDAR = Prisma.sql`
  SELECT time_zone AS zone, working_days::int[] AS "workingDays", work_start_minute::int AS "startMinute",
    work_end_minute::int AS "endMinute",
    (SELECT coalesce(json_agg(json_build_object('day', day, 'name', name) ORDER BY day), '[]') FROM holidays) AS holidays
  FROM organisation WHERE id = 1`;

/** The calendar as the rules of time take it. */
export function businessCalendar({ holidays, ...rest }: CalendarFacts): BusinessCalendar {
  return { ...rest, holidays: new Set(holidays.map(({ day }) => day)) };
}

/** The organisation's calendar as the rules of time take it; every reader of a review sees its days. */
export async function readHolidayCalendar(): Promise<BusinessCalendar> {
  const [calendar] = await db().$queryRaw<CalendarFacts[]>(CALENDAR);
  if (!calendar) throw new Error("the organisation is missing");
  return businessCalendar(calendar);
}

type Time = Pick<CalendarFacts, "workingDays" | "startMinute" | "endMinute">;

export interface CalendarPage extends CalendarFacts {
  /** The working time that counts today, where the version that is being written has another. */
  live: Time | null;
  seen: bigint;
  /** Objects of the audit log for the feed. */
  feed: string[];
}

const timeOf = ({ days, start_minute, end_minute }: AgreedTime): Time => ({
  workingDays: [...days],
  startMinute: start_minute,
  endMinute: end_minute,
});

/** The calendar with the working time as it is edited. Throws AppError FORBIDDEN. */
export async function readCalendar(actor: Actor): Promise<CalendarPage> {
  await authorize(actor, "settings.edit", CALENDAR_OBJECT);
  const [[calendar], tables] = await Promise.all([
    db().$queryRaw<CalendarFacts[]>(CALENDAR),
    fetchTables(rowsOf(db())),
  ]);
  if (!calendar) throw new Error("the organisation is missing");
  const [live, edited] = [timeOf(tables.time.live), timeOf(tables.time.edited)];
  return {
    ...calendar,
    ...edited,
    live: isDeepStrictEqual(live, edited) ? null : live,
    seen: await seenOfTable(CALENDAR_OBJECT, tables),
    feed: feedOfTable(CALENDAR_OBJECT, tables),
  };
}
