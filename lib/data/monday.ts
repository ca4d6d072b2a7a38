import "server-only";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { computeMetrics, metricsTrend } from "@/lib/domain/metrics";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { MetricsFacts, MetricsSettings, SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
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
  /** Of the agreement that the document names, for words on the page. */
  minimumN: number;
  followUpHours: number;
}

/** The Monday that is current in the organisation's zone. */
export async function currentMonday(now: Date, reader: Reader = db()): Promise<IsoDate> {
  const { calendar } = await fetchMetricsSettings(reader);
  return latestMonday(dateIn(now, calendar.zone));
}

/** What the facts of a Monday come to. */
type Computed = Pick<Monday, "document" | "trend">;

interface Remembered extends Computed {
  facts: MetricsFacts;
}

/** The latest computation of some Mondays. It serves again while every fact is the same object (see `fetchMondayFacts`). */
const remembered = new Map<IsoDate, Remembered>();
const REMEMBER = 20;

function isSame(before: MetricsFacts, now: MetricsFacts): boolean {
  if (before.history.length !== now.history.length) return false;
  const { history, ...rest } = now;
  const names = Object.keys(rest) as (keyof typeof rest)[];
  return names.every((name) => before[name] === now[name]) && history.every((item, at) => before.history[at] === item);
}

/** The frozen document stands for the live one. */
function computed({ facts, frozen }: MondayFacts): Computed {
  if (frozen) return { document: frozen, trend: metricsTrend(facts) };
  const known = remembered.get(facts.asOf);
  if (known && isSame(known.facts, facts)) return known;
  const made = { facts, document: metricsDocument(computeMetrics(facts), []), trend: metricsTrend(facts) };
  if (remembered.size >= REMEMBER) remembered.clear();
  remembered.set(facts.asOf, made);
  return made;
}

/**
 * The Monday page: `asOf` is a Monday, or null for the current one. Four small statements whose rows do not grow with
 * leads, touches or opportunities. Throws AppError SETTINGS_MISSING, CalendarEmptyError.
 */
export async function readMonday(asOf: IsoDate | null, now: Date, reader: Reader = db()): Promise<Monday> {
  const settings = await fetchMetricsSettings(reader);
  const monday = asOf ?? latestMonday(dateIn(now, settings.calendar.zone));
  const [known, atRisk] = await Promise.all([
    fetchMondayFacts(reader, monday, settings),
    fetchAtRisk(reader, now, settings),
  ]);
  const { sources, segments } = settings;
  const { document, trend } = computed(known);
  return { document, trend, atRisk, sources, segments, ...(await termsOf(document, settings, reader)) };
}

type Terms = Pick<Monday, "minimumN" | "followUpHours">;

/** A frozen page was judged under the agreement that it names; the document itself does not hold these two. */
async function termsOf(document: MetricsDocument, settings: MetricsSettings, reader: Reader): Promise<Terms> {
  const { followUpHours, floors, agreementVersion } = settings;
  const inForce = { minimumN: floors.minimumN, followUpHours };
  if (document.agreement_version === agreementVersion) return inForce;
  const [own] = await reader.$queryRaw<Terms[]>`
    SELECT minimum_n AS "minimumN", follow_up_hours::int AS "followUpHours" FROM agreements
    WHERE version = ${document.agreement_version}`;
  return own ?? inForce;
}
