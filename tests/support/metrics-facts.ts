import type { MetricsFacts, MetricsSettings, MoneyFacts } from "@/lib/domain/metrics-facts";
import { NEW_YORK } from "./calendars";
import { FLOORS, SOURCES } from "./weekly-counts";

/** The defaults of the product, as a fresh database has them. */
export const SETTINGS: MetricsSettings = {
  currency: "USD",
  fiscalYearStartMonth: 1,
  calendar: NEW_YORK,
  agreementVersion: 1,
  rejectionCap: "22",
  pipelineFloor: "11",
  costLine: "0.22",
  acvBand: { from: 2_500_000n, to: 10_000_000n },
  weights: [30, 30, 40],
  lookbackDays: 90,
  decisionDays: 5,
  followUpHours: 24,
  earlierSlas: [],
  floors: FLOORS,
  sources: SOURCES.map((code) => ({ code, label: code, isUnmapped: false, isActive: true })),
  segments: [
    { code: "SMB", label: "SMB" },
    { code: "MM", label: "Mid-market" },
    { code: "ENT", label: "Enterprise" },
    { code: "Unknown", label: "Unknown" },
  ],
  activeSdrs: 0,
  weeklyCapacity: 0,
  unmappedStages: [],
};

export const NO_MONEY: MoneyFacts = {
  spend: [],
  pipeline: new Map(),
  influence: [],
  won: { deals: 0, amount: 0n },
};

/** Facts of Monday 2027-07-05 with nothing in them, and what a test puts in. */
export function factsOf(changes: Partial<MetricsFacts>): MetricsFacts {
  return {
    asOf: "2027-07-05",
    settings: SETTINGS,
    counts: [],
    cohort: [],
    trailing: NO_MONEY,
    quarter: NO_MONEY,
    history: [],
    decisions: [],
    ...changes,
  };
}
