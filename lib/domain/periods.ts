import { addDays, type DateRange, type IsoDate, isoWeek, isWithin, mondayOf, parseIsoDate } from "./dates";
import { fiscalYearStart } from "./fiscal";

/** The reviews beside the Tuesday one (product.md D7). */
export const PERIOD_KINDS = ["monthly", "quarterly", "partner"] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export function isPeriodKind(text: string): text is PeriodKind {
  return (PERIOD_KINDS as readonly string[]).includes(text);
}

/** What one review looks at: a calendar month, a fiscal quarter, an ISO week. Both days belong to it; `from` identifies it in the database. */
export interface Period extends DateRange {
  readonly kind: PeriodKind;
  /** As addresses have it: `2026-10`, `2026-Q3` of the fiscal year that began in 2026, `2026-W47`. */
  readonly key: string;
}

const two = (number: number) => String(number).padStart(2, "0");
const four = (number: number) => String(number).padStart(4, "0");

/** First day of the month that comes `months` after that of `date`. */
function monthStart(date: IsoDate, months = 0): IsoDate {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  return `${four(Math.floor(month / 12))}-${two((month % 12) + 1)}-01`;
}

function monthsBetween(from: IsoDate, to: IsoDate): number {
  const number = (date: IsoDate) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return number(to) - number(from);
}

function quarterly(date: IsoDate, startMonth: number): Period {
  const year = fiscalYearStart(date, startMonth);
  const quarter = Math.floor(monthsBetween(year, date) / 3);
  const from = monthStart(year, 3 * quarter);
  return {
    kind: "quarterly",
    key: `${year.slice(0, 4)}-Q${quarter + 1}`,
    from,
    to: addDays(monthStart(from, 3), -1),
  };
}

/** The period of a kind that holds a date. `startMonth` (1 to 12) is that in which the fiscal year begins. */
export function periodOf(kind: PeriodKind, date: IsoDate, startMonth: number): Period {
  if (kind === "quarterly") return quarterly(date, startMonth);
  if (kind === "monthly") {
    const from = monthStart(date);
    return { kind, key: from.slice(0, 7), from, to: addDays(monthStart(from, 1), -1) };
  }
  const from = mondayOf(date);
  const { year, week } = isoWeek(date);
  return { kind, key: `${four(year)}-W${two(week)}`, from, to: addDays(from, 6) };
}

const FIRST_YEAR = 2000;
const LAST_YEAR = 2199;
const SHAPES: Readonly<Record<PeriodKind, RegExp>> = {
  monthly: /^(\d{4})-(\d{2})$/,
  quarterly: /^(\d{4})-Q([1-4])$/,
  partner: /^(\d{4})-W(\d{2})$/,
};

function dateInside(kind: PeriodKind, year: number, number: number, startMonth: number): IsoDate | null {
  if (kind === "monthly") return parseIsoDate(`${four(year)}-${two(number)}-01`);
  if (kind === "quarterly") return monthStart(`${four(year)}-${two(startMonth)}-01`, 3 * (number - 1));
  // The fourth of January lies in week 1.
  return addDays(`${four(year)}-01-04`, 7 * (number - 1));
}

/** The period that an address names; null when there is none such (month 13, week 53 of a year of 52). */
export function parsePeriod(kind: PeriodKind, key: string, startMonth: number): Period | null {
  const [, year = "", number = ""] = SHAPES[kind].exec(key) ?? [];
  if (year === "" || Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return null;
  const date = dateInside(kind, Number(year), Number(number), startMonth);
  const period = date === null ? null : periodOf(kind, date, startMonth);
  return period?.key === key ? period : null;
}

export function periodBefore({ kind, from }: Period, startMonth: number): Period {
  return periodOf(kind, addDays(from, -1), startMonth);
}

export function periodAfter({ kind, to }: Period, startMonth: number): Period {
  return periodOf(kind, addDays(to, 1), startMonth);
}

/** Those of the Mondays that belong to a period, in their order: a Monday belongs to the month of its own date. */
export function mondaysIn(period: Period, mondays: readonly IsoDate[]): IsoDate[] {
  return mondays.filter((monday) => isWithin(monday, period));
}

/** How many Mondays the calendar has in a period. */
export function calendarMondays({ from, to }: Period): number {
  const first = mondayOf(addDays(from, 6));
  let count = 0;
  for (let monday = first; monday <= to; monday = addDays(monday, 7)) count += 1;
  return count;
}

/** The periods in which there is a frozen Monday, latest first, each once. */
export function periodsOf(kind: PeriodKind, mondays: readonly IsoDate[], startMonth: number): Period[] {
  const periods = new Map(
    mondays.map((monday) => periodOf(kind, monday, startMonth)).map((period) => [period.key, period]),
  );
  return [...periods.values()].sort((a, b) => (a.from < b.from ? 1 : -1));
}
