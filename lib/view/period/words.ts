import { addDays, type IsoDate, mondayOf } from "@/lib/domain/dates";
import { calendarMondays, type Period, type PeriodKind } from "@/lib/domain/periods";
import { joinWords } from "@/lib/domain/phrases";
import { dateWithYear, longDate, monthRange, monthWords, shortDate } from "@/lib/view/dates";

export const periodHref = ({ kind, key }: Pick<Period, "kind" | "key">): string => `/review/${kind}/${key}`;

/** First day of the fiscal year that holds a quarter. */
function yearOf({ key, from }: Period): IsoDate {
  const quarter = Number(key.slice(-1));
  const month = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 - 3 * (quarter - 1);
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
}

/** "October 2026", "Fiscal quarter 3, August to October 2026", "Week 47, Monday 16 November 2026". */
export function periodTitle(period: Period): string {
  if (period.kind === "monthly") return monthWords(period.from);
  if (period.kind === "quarterly") return `Fiscal quarter ${period.key.slice(-1)}, ${monthRange(period)}`;
  return `Week ${Number(period.key.slice(-2))}, ${longDate(period.from)}`;
}

/** "of the fiscal year that began on 1 February 2026"; null for what the calendar names. */
export function fiscalWords(period: Period): string | null {
  return period.kind === "quarterly" ? `of the fiscal year that began on ${dateWithYear(yearOf(period))}` : null;
}

/** "5 Oct, 12 Oct and 19 Oct"; of more than four the first and the last: "3 Aug to 26 Oct". */
export function mondaysText(mondays: readonly IsoDate[]): string {
  const days = mondays.map(shortDate);
  return days.length > 4 ? `${days[0]} to ${days.at(-1)}` : joinWords(days, "and");
}

/** Where all figures of a review come from. */
export function fromWords(mondays: readonly IsoDate[]): string {
  const which =
    mondays.length > 4
      ? `${mondays.length} frozen Mondays, ${mondaysText(mondays)}, `
      : `the frozen Monday${mondays.length === 1 ? "" : "s"} of ${mondaysText(mondays)} `;
  return `From ${which}alone: data, not opinions.`;
}

/** How many Mondays of the calendar are frozen, where not all are. */
export function missingWords(period: Period, frozen: number, today: IsoDate): string | null {
  const all = calendarMondays(period);
  if (frozen === all) return null;
  const rest = period.to >= today ? "the others have not come yet or were not frozen" : "the others were never frozen";
  return `${frozen} of its ${all} Mondays ${frozen === 1 ? "is" : "are"} frozen; ${rest}.`;
}

const NOUNS: Readonly<Record<PeriodKind, string>> = { monthly: "month", quarterly: "quarter", partner: "week" };

/** Why a review has nothing to show, and what would change it. */
export function emptyWords(period: Period, today: IsoDate, hasAny: boolean): { title: string; text: string } {
  const noun = NOUNS[period.kind];
  if (period.from > today) {
    const text = `Its first Monday is frozen at 06:00 of that day. Until then there is nothing to review.`;
    return { title: `This ${noun} has not begun`, text };
  }
  const title = `No Monday of this ${noun} is frozen`;
  if (!hasAny) {
    const text =
      "Reviews are built from frozen Mondays alone, and none was frozen yet. The first one is frozen at 06:00 of the next Monday.";
    return { title, text };
  }
  const running = period.to >= today;
  return {
    title,
    text: running
      ? `Reviews are built from frozen Mondays alone. The next one is frozen at 06:00 of ${longDate(nextMonday(today))}.`
      : `Reviews are built from frozen Mondays alone: nothing was frozen between ${dateWithYear(period.from)} and ${dateWithYear(period.to)}. A Monday can still be frozen by hand with npm run snapshot.`,
  };
}

const nextMonday = (today: IsoDate): IsoDate => addDays(mondayOf(today), 7);

export const KIND_TITLES: Readonly<Record<PeriodKind, { title: string; note: string }>> = {
  monthly: {
    title: "Monthly source review",
    note: "Each source at the last frozen Monday of the month, held against the last one before the month.",
  },
  quarterly: {
    title: "Quarterly review",
    note: "About thirteen frozen Mondays: what moved, what was decided, and whether the number of a decision moved.",
  },
  partner: {
    title: "Partner review",
    note: "The partner lane has no scoring, a floor of its own and stands in no total. It is reviewed every week by itself.",
  },
};
