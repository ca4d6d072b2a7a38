import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import {
  mondaysIn,
  type Period,
  type PeriodKind,
  parsePeriod,
  periodAfter,
  periodBefore,
  periodsOf,
} from "@/lib/domain/periods";
import { TREND_MONDAYS } from "@/lib/domain/trend";
import { type FrozenMonday, readFrozen, readMondays } from "./frozen-documents";
import { readLabels } from "./labels";
import { readFiscal, readOrganisation } from "./organisation";
import { type LoopOfPeriod, readLoop } from "./period-loop";

/** One comment of a review: what somebody says about one frozen figure. */
export interface PeriodComment {
  id: bigint;
  asOf: IsoDate;
  figure: string;
  /** As it stood on that Monday. */
  value: string;
  text: string;
  by: string;
  at: Date;
}

/** Everything that a monthly, quarterly or partner review draws. No live figure is in it (product.md D7). */
export interface PeriodReview {
  period: Period;
  /** Its frozen Mondays, oldest first. */
  mondays: FrozenMonday[];
  /** The frozen Mondays before it: the last one, for a partner review those of its trend. */
  earlier: FrozenMonday[];
  /** Whether there are frozen Mondays at all, and which periods beside this one have some. */
  previous: Period | null;
  next: Period | null;
  hasAny: boolean;
  loop: LoopOfPeriod;
  comments: PeriodComment[];
  sources: SourceSetting[];
  segments: SegmentSetting[];
  zone: string;
  today: IsoDate;
}

export const periodObject = ({ kind, key }: Pick<Period, "kind" | "key">): string => `review:${kind}:${key}`;

/** The periods of a kind that have a frozen Monday, latest first, each with its Mondays counted. Throws AppError FORBIDDEN. */
export async function listPeriods(actor: Actor, kind: PeriodKind, now: Date) {
  await authorize(actor, "metrics.read", `review:${kind}`);
  const [mondays, { startMonth, today }, comments] = await Promise.all([
    readMondays(),
    readFiscal(now),
    db().reviewComment.groupBy({ by: ["period"], where: { kind }, _count: true }),
  ]);
  const commented = new Map(comments.map(({ period, _count }) => [period.toISOString().slice(0, 10), _count]));
  const periods = periodsOf(kind, mondays, startMonth).map((period) => ({
    period,
    mondays: mondaysIn(period, mondays),
    comments: commented.get(period.from) ?? 0,
  }));
  return { periods, startMonth, today };
}

async function readComments({ kind, from }: Period): Promise<PeriodComment[]> {
  return db().$queryRaw<PeriodComment[]>`
    SELECT c.id, c.as_of::text AS "asOf", c.figure, c.value, c.text, u.name AS by, c.at
    FROM review_comments c JOIN users u ON u.id = c.author_id
    WHERE c.kind = ${kind}::period_kind AND c.period = ${from}::date ORDER BY c.at, c.id`;
}

/** What stands before a period: for a partner review the other Mondays of its trend, else the last frozen Monday before it. */
function earlierRange(period: Period, mondays: readonly IsoDate[]) {
  const to = addDays(period.from, -1);
  if (period.kind === "partner") return { from: addDays(period.from, -7 * (TREND_MONDAYS - 1)), to };
  const last = mondays.findLast((monday) => monday <= to);
  return { from: last ?? period.from, to };
}

/**
 * A review by its address ("2026-10", "2026-Q3", "2026-W47"), frozen Mondays alone; null when the address names no period.
 * Throws AppError FORBIDDEN.
 */
export async function readPeriod(actor: Actor, kind: PeriodKind, key: string, now: Date): Promise<PeriodReview | null> {
  await authorize(actor, "metrics.read", `review:${kind}`);
  const [{ startMonth, today }, frozen] = await Promise.all([readFiscal(now), readMondays()]);
  const period = parsePeriod(kind, key, startMonth);
  if (!period) return null;
  const [mondays, earlier, loop, comments, labels, { timeZone }] = await Promise.all([
    readFrozen(period),
    readFrozen(earlierRange(period, frozen)),
    readLoop(period, today),
    readComments(period),
    readLabels(),
    readOrganisation(),
  ]);
  const [first, last] = [frozen[0], frozen.at(-1)];
  return {
    period,
    mondays,
    earlier,
    previous: first !== undefined && first < period.from ? periodBefore(period, startMonth) : null,
    next: last !== undefined && last > period.to ? periodAfter(period, startMonth) : null,
    hasAny: frozen.length > 0,
    loop,
    comments,
    ...labels,
    zone: timeZone,
    today,
  };
}
