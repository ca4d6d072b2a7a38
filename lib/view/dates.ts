import { type DateRange, type IsoDate, isoWeek } from "@/lib/domain/dates";

/** A calendar date has no zone: it is printed as it stands. */
const utc = (date: IsoDate) => new Date(`${date}T00:00:00Z`);

const LONG = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });
const DAY_YEAR = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
const DAY_MONTH = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "long" });
const MONTH_YEAR = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" });
const MONTH_LONG = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long" });
const MONTH = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "short" });

/** "Monday 5 July 2027". */
export const longDate = (date: IsoDate): string => LONG.format(utc(date)).replace(",", "");

/** "5 Jul". */
export const shortDate = (date: IsoDate): string => DAY.format(utc(date));

/** "5 Jul 2027". */
export const dateWithYear = (date: IsoDate): string => DAY_YEAR.format(utc(date));

/** "31 May – 27 June"; the first month is left out where both are the same. */
export function rangeText({ from, to }: DateRange): string {
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  return sameMonth
    ? `${utc(from).getUTCDate()} – ${DAY_MONTH.format(utc(to))}`
    : `${DAY_MONTH.format(utc(from))} – ${DAY_MONTH.format(utc(to))}`;
}

/** "Jan – Apr". */
export const monthsText = ({ from, to }: DateRange): string => `${MONTH.format(utc(from))} – ${MONTH.format(utc(to))}`;

/** "July 2027". */
export const monthWords = (date: IsoDate): string => MONTH_YEAR.format(utc(date));

/** "August to October 2026"; the first year stands where both are not the same. */
export function monthRange({ from, to }: DateRange): string {
  const first = from.slice(0, 4) === to.slice(0, 4) ? MONTH_LONG.format(utc(from)) : monthWords(from);
  return `${first} to ${monthWords(to)}`;
}

/** "week 26". */
export const weekText = (date: IsoDate): string => `week ${isoWeek(date).week}`;

/** "1 day", "66 days". */
export const dayCount = (count: number): string => (count === 1 ? "1 day" : `${count} days`);
