import type { WeeklyCounts } from "@/lib/domain/counts";
import type { DateRange, IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { type MetricsFacts, type MetricsSettings, metricsWindows } from "@/lib/domain/metrics-facts";
import type { PipelineCounts } from "@/lib/domain/pipeline-rate";
import { fetchMoney } from "./metrics-money";
import { fetchMetricsSettings } from "./metrics-settings";
import type { Reader } from "./reader";
import { fetchFrozen } from "./snapshots";

/** The facts of a Monday, and its frozen document where a snapshot was taken. */
export interface MondayFacts {
  facts: MetricsFacts;
  frozen: MetricsDocument | null;
}

/**
 * What one Monday is computed from (`computeMetrics`, `metricsTrend`), in four statements over counters whose rows do not
 * grow with the number of leads. `asOf` is a Monday. Throws CalendarEmptyError.
 */
export async function fetchMondayFacts(db: Reader, asOf: IsoDate, settings: MetricsSettings): Promise<MondayFacts> {
  const windows = metricsWindows(asOf, settings);
  const [counts, cohort, money, frozen] = await Promise.all([
    fetchWeeklyCounts(db, windows.counts),
    fetchCohort(db, windows.cohort),
    fetchMoney(db, windows),
    fetchFrozen(db, asOf),
  ]);
  return { facts: { asOf, settings, counts, cohort, ...money, history: frozen.history }, frozen: frozen.document };
}

/** The same with the settings read first. Throws AppError SETTINGS_MISSING, CalendarEmptyError. */
export async function fetchMetricsFacts(db: Reader, asOf: IsoDate): Promise<MetricsFacts> {
  return (await fetchMondayFacts(db, asOf, await fetchMetricsSettings(db))).facts;
}

/** Counters of metric 1 by hand-over week; the range runs from a Monday to a Sunday. */
export function fetchWeeklyCounts(db: Reader, { from, to }: DateRange): Promise<WeeklyCounts[]> {
  return db.$queryRaw<WeeklyCounts[]>`
    SELECT source, segment::text AS segment, lane::text AS lane, (day - (extract(isodow FROM day)::int - 1))::text AS week,
      sum(handed_over)::int AS "handedOver", sum(accepted)::int AS accepted, sum(expired)::int AS expired,
      json_build_object('out_of_icp', sum(out_of_icp), 'wrong_persona', sum(wrong_persona), 'no_intent', sum(no_intent),
        'bad_data', sum(bad_data), 'already_in_pipeline', sum(already_in_pipeline)) AS "rejectedBy",
      sum(touched_in_time)::int AS "touchedInTime", sum(decided_in_time)::int AS "decidedInTime"
    FROM acceptance_days WHERE day BETWEEN ${from}::date AND ${to}::date
    GROUP BY source, segment, lane, week`;
}

/** Cycles handed over in the cohort and opportunities that they brought to stage 3 in time, outside the partner lane. */
function fetchCohort(db: Reader, { from, to }: DateRange): Promise<PipelineCounts[]> {
  return db.$queryRaw<PipelineCounts[]>`
    SELECT segment::text AS segment, sum(n)::int AS n, sum(reached)::int AS reached
    FROM (
      SELECT segment, handed_over AS n, 0 AS reached FROM acceptance_days
      WHERE day BETWEEN ${from}::date AND ${to}::date AND lane = 'standard'
      UNION ALL
      SELECT segment, 0, reached FROM reached_days WHERE day BETWEEN ${from}::date AND ${to}::date
    ) AS parts GROUP BY segment`;
}
