import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { BusinessCalendar } from "@/lib/domain/calendar";
import type { IsoDate } from "@/lib/domain/dates";
import { Prisma } from "@/prisma/generated/client";
import { lastSeen } from "./changes";

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

/** Throws AppError FORBIDDEN. */
export async function readCalendar(actor: Actor): Promise<CalendarFacts & { seen: bigint }> {
  await authorize(actor, "settings.edit", CALENDAR_OBJECT);
  const [[calendar], seen] = await Promise.all([db().$queryRaw<CalendarFacts[]>(CALENDAR), lastSeen(CALENDAR_OBJECT)]);
  if (!calendar) throw new Error("the organisation is missing");
  return { ...calendar, seen };
}
