import type { BusinessCalendar } from "@/lib/domain/calendar";
import { addDays, type IsoDate, weekdayOf } from "@/lib/domain/dates";

export interface Holiday {
  readonly day: IsoDate;
  readonly name: string;
}

/** The sample company. With four active BDRs the feed rate is 108 leads a week; some 120 MQLs come in, so the cap is arguable. */
export const ORGANISATION = {
  name: "Larkspur Forecasting (sample company)",
  timeZone: "America/New_York",
  currency: "USD",
  fiscalYearStartMonth: 2,
  sdrWeeklyCapacity: 27,
  cmoTitle: "Chief Marketing Officer",
  workingDays: [1, 2, 3, 4, 5],
  workStartMinute: 540,
  workEndMinute: 1080,
} as const;

/** The `nth` weekday (1 Monday to 7 Sunday) of a month written "YYYY-MM"; -1 is the last one. */
function nthWeekday(month: string, weekday: number, nth: number): IsoDate {
  const first = `${month}-01`;
  const lead = (weekday - weekdayOf(first) + 7) % 7;
  if (nth > 0) return addDays(first, lead + 7 * (nth - 1));
  const fifth = addDays(first, lead + 28);
  return fifth.startsWith(month) ? fifth : addDays(fifth, -7);
}

/** A fixed holiday on a Saturday is kept on the Friday before, on a Sunday on the Monday after. */
function observed(day: IsoDate): IsoDate {
  const weekday = weekdayOf(day);
  return weekday === 6 ? addDays(day, -1) : weekday === 7 ? addDays(day, 1) : day;
}

function holidaysOf(year: number): Holiday[] {
  const thanksgiving = nthWeekday(`${year}-11`, 4, 4);
  return [
    { day: observed(`${year}-01-01`), name: "New Year's Day" },
    { day: nthWeekday(`${year}-05`, 1, -1), name: "Memorial Day" },
    { day: observed(`${year}-06-19`), name: "Juneteenth" },
    { day: observed(`${year}-07-04`), name: "Independence Day" },
    { day: nthWeekday(`${year}-09`, 1, 1), name: "Labor Day" },
    { day: thanksgiving, name: "Thanksgiving Day" },
    { day: addDays(thanksgiving, 1), name: "Day after Thanksgiving" },
    { day: observed(`${year}-12-25`), name: "Christmas Day" },
  ];
}

/** Holidays of the year of the data and of the one after it: from two years before `asOf` to one year beyond. */
export function holidaysAround(asOf: IsoDate): Holiday[] {
  const year = Number(asOf.slice(0, 4));
  return [year - 2, year - 1, year, year + 1].flatMap(holidaysOf);
}

export function calendarAround(asOf: IsoDate): BusinessCalendar {
  return {
    zone: ORGANISATION.timeZone,
    workingDays: ORGANISATION.workingDays,
    startMinute: ORGANISATION.workStartMinute,
    endMinute: ORGANISATION.workEndMinute,
    holidays: new Set(holidaysAround(asOf).map((holiday) => holiday.day)),
  };
}
