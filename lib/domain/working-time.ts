import type { AgreedTime } from "./agreement-document";
import type { BusinessCalendar } from "./calendar";

/** A calendar with the days and hours of work that a version of the agreement names; zone and holidays stay. */
export function inHours(calendar: BusinessCalendar, { days, start_minute, end_minute }: AgreedTime): BusinessCalendar {
  return { ...calendar, workingDays: days, startMinute: start_minute, endMinute: end_minute };
}
