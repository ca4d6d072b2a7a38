import type { BusinessCalendar } from "@/lib/domain/calendar";
import { addDays, type IsoDate, instantAtOrAfter } from "@/lib/domain/dates";
import type { Scene } from "./scene";

/** One week of the loop. */
export interface LoopWeek {
  /** Its Monday. */
  readonly asOf: IsoDate;
  /** Before the Monday that is looked at. */
  readonly weeksAgo: number;
  readonly calendar: BusinessCalendar;
  /** The instant of a wall-clock minute of a date in the organisation's zone. */
  at(date: IsoDate, minute: number): Date;
}

export const loopWeek = ({ asOf, calendar }: Scene, weeksAgo: number): LoopWeek => ({
  asOf: addDays(asOf, -7 * weeksAgo),
  weeksAgo,
  calendar,
  at: (date, minute) => instantAtOrAfter(date, minute, calendar.zone),
});
