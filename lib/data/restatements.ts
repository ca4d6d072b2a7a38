import "server-only";
import type { IsoDate } from "@/lib/domain/dates";
import { computeMetrics } from "@/lib/domain/metrics";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { MetricsFacts, MetricsSettings } from "@/lib/domain/metrics-facts";
import { metricsDocument } from "@/lib/domain/metrics-json";
import { type RestatedFigure, restate } from "@/lib/domain/restatement";
import { fetchMondayFacts, type MondayFacts } from "./metrics";
import { fetchMetricsSettings } from "./metrics-settings";
import { fetchFactsUnder } from "./metrics-terms";
import type { Reader } from "./reader";

/** The feed rate is no fact of that week but of whoever works here now: the frozen one stays, and today's volume is held against it. */
function withFrozenFeed(facts: MetricsFacts, { volume }: MetricsDocument): MetricsFacts {
  const feed =
    volume.feed === null ? { activeSdrs: 0, weeklyCapacity: 0 } : { activeSdrs: volume.feed, weeklyCapacity: 1 };
  return { ...facts, settings: { ...facts.settings, ...feed } };
}

/**
 * What a frozen Monday would come to if it were frozen now, without its deals: the facts of today under the terms of the
 * version that it names. Credits are stored, and so of the model of today.
 */
async function documentOfToday(
  reader: Reader,
  frozen: MetricsDocument,
  { facts }: MondayFacts,
  settings: MetricsSettings,
): Promise<MetricsDocument> {
  if (frozen.agreement_version === settings.agreementVersion)
    return metricsDocument(computeMetrics(withFrozenFeed(facts, frozen)), []);
  const then = await fetchMetricsSettings(reader, { frozen: frozen.as_of });
  const { weights, lookbackDays } = settings;
  const judged = await fetchFactsUnder(reader, frozen.as_of, { ...then, weights, lookbackDays });
  return metricsDocument(computeMetrics(withFrozenFeed(judged, frozen)), []);
}

/** The figures of a frozen Monday that are known otherwise by now; none while it is live. */
export async function restatedFigures(
  reader: Reader,
  facts: MondayFacts,
  settings: MetricsSettings,
): Promise<RestatedFigure[]> {
  const { frozen } = facts;
  return frozen ? restate(frozen, await documentOfToday(reader, frozen, facts, settings)) : [];
}

/** The same for a Monday by its date. */
export async function fetchRestated(reader: Reader, asOf: IsoDate): Promise<RestatedFigure[]> {
  const settings = await fetchMetricsSettings(reader);
  return restatedFigures(reader, await fetchMondayFacts(reader, asOf, settings), settings);
}
