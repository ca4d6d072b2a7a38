import type { IsoDate } from "@/lib/domain/dates";
import { calendarMondays, type Period } from "@/lib/domain/periods";
import { fiscalWords, mondaysText, periodHref, periodTitle } from "./words";

interface Listed {
  readonly period: Period;
  readonly mondays: readonly IsoDate[];
  readonly comments: number;
}

/** "4 of 4 Mondays frozen: 5 Oct, 12 Oct, 19 Oct and 26 Oct". */
function mondaysOf({ period, mondays }: Listed): string {
  if (period.kind === "partner") return "";
  const all = calendarMondays(period);
  return `${mondays.length} of ${all} Mondays frozen: ${mondaysText(mondays)}`;
}

/** The list of the reviews of a kind. */
export function periodLines(listed: readonly Listed[]) {
  return listed.map((entry) => ({
    key: entry.period.key,
    href: periodHref(entry.period),
    title: periodTitle(entry.period),
    aside: fiscalWords(entry.period),
    mondays: mondaysOf(entry),
    comments: entry.comments === 0 ? null : `${entry.comments} comment${entry.comments === 1 ? "" : "s"}`,
  }));
}
