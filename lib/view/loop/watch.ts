import { percentText } from "@/lib/domain/rates";
import { REASON_TEXTS, type Reason, rankReasons } from "@/lib/domain/reasons";
import type { FrozenRejection, ReasonShare } from "@/lib/domain/watch";
import { dateWithYear } from "@/lib/view/dates";
import { mondayHref } from "@/lib/view/monday/page";

/** What the watched share is of, where fixes and clocks divide by what was rejected. */
export const WATCH_BASE = "of all handed over in the window";

export const WATCH_WHY =
  "Its share is of all handed over in the four weeks that a Monday judges. Fixes and clocks look at a reason’s share of the rejections; this one falls too when fewer leads are rejected at all, which is what marketing is thanked for.";

/** A number with the frozen Monday it is read from. */
export interface Figure {
  count: string;
  share: string;
  monday: string;
  href: string;
}

export function figureOf({ asOf, count, n }: ReasonShare): Figure {
  return {
    count: `${count} of ${n} handed over`,
    share: percentText(count, n, 1),
    monday: dateWithYear(asOf),
    href: mondayHref(asOf),
  };
}

export const reasonLabel = (reason: Reason): string => REASON_TEXTS[reason].label;

/** The reasons that can be watched, the hottest first. */
export function watchChoices(latest: FrozenRejection): { value: Reason; label: string }[] {
  return rankReasons(latest.counts)
    .filter(({ count }) => count > 0)
    .map(({ code, count }) => ({
      value: code,
      label: `${reasonLabel(code)}: ${count} of ${latest.n} handed over, ${percentText(count, latest.n, 1)}`,
    }));
}

/** Percent of each frozen Monday, for the small line. */
export function trendValues(trend: readonly ReasonShare[]): (number | null)[] {
  return trend.map(({ count, n }) => (n === 0 ? null : (100 * count) / n));
}

/** How the number stands, in a sentence. */
export function watchState(now: ReasonShare | null, isFallen: boolean): string {
  if (!now) return "No Monday has been frozen since; the first number after the baseline comes on the next one.";
  return isFallen ? "The number has fallen." : "The number has not fallen.";
}
