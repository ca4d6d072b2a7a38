import "server-only";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { computeMetrics, metricsTrend } from "@/lib/domain/metrics";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import { metricsDocument } from "@/lib/domain/metrics-json";
import type { AcceptanceTrend } from "@/lib/domain/trend";
import { latestMonday } from "@/lib/domain/weeks";
import { type AtRisk, fetchAtRisk } from "./at-risk";
import { fetchMondayFacts, type MondayFacts } from "./metrics";
import { fetchMetricsSettings } from "./metrics-settings";
import type { Reader } from "./reader";

/** All that the Monday page draws. The document is the JSON of the API without its deals: the page adds no figure to it. */
export interface Monday {
  document: MetricsDocument;
  /** The last 12 Mondays with today's knowledge, also beside a frozen document. */
  trend: AcceptanceTrend;
  /** At `now`, whatever Monday is shown. */
  atRisk: AtRisk;
  sources: readonly SourceSetting[];
  segments: readonly SegmentSetting[];
  /** Of the agreement in force, for words on the page. */
  minimumN: number;
  followUpHours: number;
}

/** The Monday that is current in the organisation's zone. */
export async function currentMonday(now: Date, reader: Reader = db()): Promise<IsoDate> {
  const { calendar } = await fetchMetricsSettings(reader);
  return latestMonday(dateIn(now, calendar.zone));
}

/** The frozen document stands for the live one. */
function documentOf({ facts, frozen }: MondayFacts): MetricsDocument {
  return frozen ?? metricsDocument(computeMetrics(facts), []);
}

/**
 * The Monday page: `asOf` is a Monday, or null for the current one. Six small statements whose rows do not grow with
 * leads, touches or opportunities. Throws AppError SETTINGS_MISSING, CalendarEmptyError.
 */
export async function readMonday(asOf: IsoDate | null, now: Date, reader: Reader = db()): Promise<Monday> {
  const settings = await fetchMetricsSettings(reader);
  const monday = asOf ?? latestMonday(dateIn(now, settings.calendar.zone));
  const [known, atRisk] = await Promise.all([
    fetchMondayFacts(reader, monday, settings),
    fetchAtRisk(reader, now, settings),
  ]);
  const { sources, segments, followUpHours, floors } = settings;
  const { minimumN } = floors;
  return {
    document: documentOf(known),
    trend: metricsTrend(known.facts),
    atRisk,
    sources,
    segments,
    minimumN,
    followUpHours,
  };
}
