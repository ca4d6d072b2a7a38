import { computeMetrics } from "@/lib/domain/metrics";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { MetricsFacts } from "@/lib/domain/metrics-facts";
import { metricsDocument } from "@/lib/domain/metrics-json";
import type { Segment } from "@/lib/domain/segments";
import { type Labels, labelsOf } from "@/lib/view/monday/labels";
import { factsOf, NO_MONEY, SETTINGS } from "./metrics-facts";
import { weekly } from "./weekly-counts";

/** The live document of Monday 2027-07-05 under the defaults of the product. */
export function mondayDocument(changes: Partial<MetricsFacts> = {}): MetricsDocument {
  return metricsDocument(computeMetrics(factsOf(changes)), []);
}

/** Cycles of one cell in the acceptance window; what is neither accepted nor rejected is unworked. */
export function handedOver(source: string, segment: Segment, n: number, accepted: number, rejected = 0) {
  const lane = source === "partner_referral" ? ("partner" as const) : ("standard" as const);
  return weekly({ source, segment, lane, handedOver: n, accepted, rejectedBy: { bad_data: rejected } });
}

/** Spend and pipeline of the trailing 90 days, in whole units. */
export function costFacts(rows: Record<string, [spend: number, pipeline: number]>): MetricsFacts["trailing"] {
  const entries = Object.entries(rows);
  return {
    ...NO_MONEY,
    spend: entries.map(([source, [spend]]) => ({ source, totalDays: 1, weighted: String(spend) })),
    pipeline: new Map(entries.map(([source, [, pipeline]]) => [source, BigInt(pipeline) * 100n])),
  };
}

const NAMES: Record<string, string> = {
  paid_search: "Paid search",
  content_syndication: "Content syndication",
  webinar: "Webinar",
  partner_referral: "Partner referral",
  intent: "Intent",
  outbound_bdr: "Outbound BDR",
  customer_referral: "Customer referral",
};

export const LABELED_SOURCES = SETTINGS.sources.map((source) => ({
  ...source,
  label: NAMES[source.code] ?? source.code,
}));

export const LABELS: Labels = labelsOf(LABELED_SOURCES, SETTINGS.segments);
