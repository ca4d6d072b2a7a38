import type { WeeklyCounts } from "@/lib/domain/counts";
import type { CureDecision } from "@/lib/domain/cures";
import type { DateRange, IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { type MetricsFacts, type MetricsSettings, metricsWindows } from "@/lib/domain/metrics-facts";
import type { PipelineCounts } from "@/lib/domain/pipeline-rate";
import { Prisma } from "@/prisma/generated/client";
import { moneyFacts, moneySums, type SumRow } from "./metrics-money";
import type { Reader } from "./reader";
import { fetchFrozen } from "./snapshots";

/** The facts of a Monday, and its frozen document where a snapshot was taken. */
export interface MondayFacts {
  facts: MetricsFacts;
  frozen: MetricsDocument | null;
  /** When that was frozen; null while the Monday is live. */
  takenAt: Date | null;
  /** What the closed review of this Monday decided about a clock. */
  decided: CureDecision | null;
}

/** The facts of a Monday in one row; a list that aggregates to JSON keeps its numbers numbers. */
interface FactRow {
  counts: WeeklyCounts[];
  cohort: PipelineCounts[];
  money: SumRow[];
}

const jsonOf = (rows: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(SELECT coalesce(json_agg(fact), '[]') FROM (${rows}) AS fact)`;

/**
 * What one Monday is computed from (`computeMetrics`, `metricsTrend`), in two statements over counters whose rows do not
 * grow with the number of leads. `asOf` is a Monday. Throws CalendarEmptyError.
 */
export async function fetchMondayFacts(db: Reader, asOf: IsoDate, settings: MetricsSettings): Promise<MondayFacts> {
  const windows = metricsWindows(asOf, settings);
  const [[row], frozen] = await Promise.all([
    db.$queryRaw<[FactRow]>`
      SELECT ${jsonOf(weeklyCounts(windows.counts))} AS counts, ${jsonOf(cohortCounts(windows.cohort))} AS cohort,
        ${jsonOf(moneySums(windows))} AS money`,
    fetchFrozen(db, asOf),
  ]);
  const { counts, cohort, money } = row;
  const { history, decisions, document, takenAt, decided } = frozen;
  return {
    facts: { asOf, settings, counts, cohort, ...moneyFacts(money), history, decisions },
    frozen: document,
    takenAt,
    decided,
  };
}

/** Counters of metric 1 by hand-over week; the range runs from a Monday to a Sunday. */
function weeklyCounts({ from, to }: DateRange): Prisma.Sql {
  // Weeks are cut in whole days from the Monday that the range begins with, which is cheaper than asking each day for its weekday.
  return Prisma.sql`
    SELECT source, segment, lane, (${from}::date + week * 7) AS week,
      sum(handed_over) AS "handedOver", sum(accepted) AS accepted, sum(expired) AS expired,
      json_build_object('out_of_icp', sum(out_of_icp), 'wrong_persona', sum(wrong_persona), 'no_intent', sum(no_intent),
        'bad_data', sum(bad_data), 'already_in_pipeline', sum(already_in_pipeline)) AS "rejectedBy",
      sum(touched_in_time) AS "touchedInTime", sum(decided_in_time) AS "decidedInTime", sum(recycled) AS recycled
    FROM (SELECT (day - ${from}::date) / 7 AS week, * FROM acceptance_days WHERE day BETWEEN ${from}::date AND ${to}::date) AS days
    GROUP BY source, segment, lane, days.week`;
}

/** Cycles handed over in the cohort and opportunities that they brought to stage 3 in time, outside the partner lane. */
function cohortCounts({ from, to }: DateRange): Prisma.Sql {
  return Prisma.sql`
    SELECT segment, sum(n) AS n, sum(reached) AS reached
    FROM (
      SELECT segment, handed_over AS n, 0 AS reached FROM acceptance_days
      WHERE day BETWEEN ${from}::date AND ${to}::date AND lane = 'standard'
      UNION ALL
      SELECT segment, 0, reached FROM reached_days WHERE day BETWEEN ${from}::date AND ${to}::date
    ) AS parts GROUP BY segment`;
}
