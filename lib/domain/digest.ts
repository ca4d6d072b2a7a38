import { snapshotDueAt } from "./as-of";
import { addDays, dateIn, diffDays, type IsoDate } from "./dates";
import type { MetricsDocument } from "./metrics-document";
import type { SegmentSetting, SourceSetting } from "./metrics-facts";
import type { Reason } from "./reasons";
import type { DecisionType } from "./reviews";
import { latestMonday } from "./weeks";

/** A clock that runs, with the person who answers for it; null while nobody has the role or the reason. */
export interface DigestClock {
  readonly unit: string;
  readonly opened: IsoDate;
  readonly due: IsoDate;
  readonly state: "open" | "due" | "extended";
  readonly owner: string | null;
}

/** What the review of the week before decided. */
export interface DigestDecision {
  readonly type: DecisionType;
  readonly unit: string;
  /** Of a defund. */
  readonly toSource: string | null;
  readonly amount: string | null;
  /** Of an extension. */
  readonly until: IsoDate | null;
  /** Of a fix of a reason at one source. */
  readonly fixSource: string | null;
  /** Of a fix. */
  readonly action: string | null;
  readonly why: string;
  readonly owner: string;
  readonly dueOn: IsoDate;
}

/** A thank-you with the number that moved. */
export interface DigestThanks {
  readonly reason: Reason;
  readonly baselineCount: number;
  readonly baselineN: number;
  readonly count: number;
  readonly n: number;
  readonly by: string;
  readonly text: string;
}

/** All that the digest of a Monday says (product.md D11). */
export interface DigestFacts {
  readonly document: MetricsDocument;
  readonly clocks: readonly DigestClock[];
  readonly decision: DigestDecision | null;
  /** Given since the Monday before, oldest first. */
  readonly thanks: readonly DigestThanks[];
  readonly sources: readonly SourceSetting[];
  readonly segments: readonly SegmentSetting[];
}

/** The Monday whose digest may go out: the one of this week, from the 06:00 of its snapshot to Sunday; else null. */
export function digestMonday(now: Date, zone: string): IsoDate | null {
  const monday = latestMonday(dateIn(now, zone));
  return now.getTime() >= snapshotDueAt(monday, zone).getTime() ? monday : null;
}

export const digestKey = (asOf: IsoDate): string => `digest:${asOf}`;

/** Whether this is the key of a digest whose week is over, or whose Monday is not the one that may go out. */
export function isPastDigest(key: string, now: Date, zone: string): boolean {
  const monday = digestMonday(now, zone);
  return key.startsWith("digest:") && (monday === null || key !== digestKey(monday));
}

/**
 * The clocks that this week is about: those that wait for a decision, and those that fall due by its Sunday; the most urgent first.
 * One that is past its due date and still open could not be judged by this Monday: nobody can do anything about it this week.
 */
export function clocksOfWeek(clocks: readonly DigestClock[], asOf: IsoDate): DigestClock[] {
  return clocks
    .filter(({ state, due }) => state === "due" || (due > asOf && due <= addDays(asOf, 6)))
    .sort(
      (a, b) =>
        Number(b.state === "due") - Number(a.state === "due") || diffDays(b.due, a.due) || (a.unit < b.unit ? -1 : 1),
    );
}
