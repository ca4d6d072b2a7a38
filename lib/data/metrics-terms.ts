import type { DateRange, IsoDate } from "@/lib/domain/dates";
import { type MetricsFacts, type MetricsSettings, metricsWindows } from "@/lib/domain/metrics-facts";
import { formatMoney } from "@/lib/domain/money";
import { type AcvBand, REACH_DAYS } from "@/lib/domain/pipeline-rate";
import type { Segment } from "@/lib/domain/segments";
import { fetchMondayFacts } from "./metrics";
import type { Reader } from "./reader";

/** The cohort's opportunities inside another band; the counters hold those of the stored one (services/facts/days.ts). */
async function fetchReached(reader: Reader, { from, to }: DateRange, band: AcvBand): Promise<Map<Segment, number>> {
  const [least, most] = [formatMoney(band.from), formatMoney(band.to)];
  const rows = await reader.$queryRaw<{ segment: Segment; reached: number }[]>`
    SELECT c.segment_code::text AS segment, count(*)::int AS reached
    FROM cycles c JOIN opportunities o ON o.origin_cycle_id = c.id
    WHERE c.handed_over_on BETWEEN ${from}::date AND ${to}::date AND c.lane = 'standard'
      AND o.pipeline_on BETWEEN c.handed_over_on AND c.handed_over_on + ${REACH_DAYS}::int
      AND o.pipeline_amount BETWEEN ${least}::numeric AND ${most}::numeric
    GROUP BY 1`;
  return new Map(rows.map(({ segment, reached }) => [segment, reached]));
}

/** The facts of a Monday as they would be read under terms that do not judge today. Throws CalendarEmptyError. */
export async function fetchFactsUnder(reader: Reader, asOf: IsoDate, settings: MetricsSettings): Promise<MetricsFacts> {
  const { facts } = await fetchMondayFacts(reader, asOf, settings);
  const reached = await fetchReached(reader, metricsWindows(asOf, settings).cohort, settings.acvBand);
  const totals = new Map<Segment, number>();
  for (const { segment, n } of facts.cohort) totals.set(segment, (totals.get(segment) ?? 0) + n);
  const cohort = [...totals].map(([segment, n]) => ({ segment, n, reached: reached.get(segment) ?? 0 }));
  return { ...facts, cohort };
}
