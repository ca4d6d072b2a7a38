import type { Floors } from "./acceptance";
import type { EarlierSlas } from "./at-risk";
import type { BusinessCalendar } from "./calendar";
import type { WeeklyCounts } from "./counts";
import type { Weights } from "./credits";
import type { CureDecision, CureSnapshot } from "./cures";
import type { DateRange, IsoDate } from "./dates";
import type { Cents } from "./money";
import type { AcvBand, PipelineCounts } from "./pipeline-rate";
import type { Segment } from "./segments";
import type { SpendShare } from "./spend";
import { trendRange } from "./trend";
import { acceptanceWindow, fiscalQuarterToDate, pendingRange, pipelineCohort, trailing90 } from "./weeks";

export interface SourceSetting {
  readonly code: string;
  readonly label: string;
  /** An outside value that RevOps has not mapped yet; its row stands after the configured ones. */
  readonly isUnmapped: boolean;
  /** A source that is no longer used keeps its row only where it has figures. */
  readonly isActive: boolean;
}

export interface SegmentSetting {
  readonly code: Segment;
  readonly label: string;
}

/** What the metrics read from the settings; percentages and money are plain decimal text ("55", "0.22"). */
export interface MetricsSettings {
  readonly currency: string;
  readonly fiscalYearStartMonth: number;
  readonly calendar: BusinessCalendar;
  readonly agreementVersion: number;
  readonly rejectionCap: string;
  readonly pipelineFloor: string;
  readonly costLine: string;
  readonly acvBand: AcvBand;
  readonly weights: Weights;
  readonly lookbackDays: number;
  readonly decisionDays: number;
  readonly followUpHours: number;
  /** Of the versions that judged before. */
  readonly earlierSlas: readonly EarlierSlas[];
  readonly floors: Floors;
  /** In the order of the settings, unmapped ones last. */
  readonly sources: readonly SourceSetting[];
  readonly segments: readonly SegmentSetting[];
  readonly activeSdrs: number;
  /** Leads that one SDR can work in a week; 0 means not set. */
  readonly weeklyCapacity: number;
  /** Stage names that came in and are in no translation table (product.md A11), by key. */
  readonly unmappedStages: readonly string[];
}

/** Credits of one source over the won deals of a window. */
export interface InfluenceSums {
  readonly source: string;
  readonly first_touch: Cents;
  readonly opportunity_created: Cents;
  readonly closed_won: Cents;
  readonly deals: number;
  readonly assists: number;
}

/** Money of one window; spend is still in exact shares. */
export interface MoneyFacts {
  readonly spend: readonly SpendShare[];
  readonly pipeline: ReadonlyMap<string, Cents>;
  readonly influence: readonly InfluenceSums[];
  readonly won: { readonly deals: number; readonly amount: Cents };
}

/** All that the Monday page and the metrics JSON are computed from: some thousand small rows, however many leads. */
export interface MetricsFacts {
  readonly asOf: IsoDate;
  readonly settings: MetricsSettings;
  /** Every row of `countsRange`, in any order. */
  readonly counts: readonly WeeklyCounts[];
  /** Cycles and reached opportunities of the pipeline cohort. */
  readonly cohort: readonly PipelineCounts[];
  readonly trailing: MoneyFacts;
  readonly quarter: MoneyFacts;
  /** What the Monday snapshots before `asOf` said about cells, sources and reasons. */
  readonly history: readonly CureSnapshot[];
  /** What the reviews that were closed before `asOf` decided about clocks. */
  readonly decisions: readonly CureDecision[];
}

/** The date ranges of one Monday, all inclusive (metrics.md §2 to §4). */
export interface MetricsWindows {
  readonly acceptance: DateRange;
  readonly pending: DateRange;
  readonly cohort: DateRange;
  readonly trailing: DateRange;
  readonly quarter: DateRange;
  /** The weeks of counts that tables and trends need together. */
  readonly counts: DateRange;
}

/** Throws CalendarEmptyError; RangeError when `asOf` is no Monday. */
export function metricsWindows(asOf: IsoDate, settings: MetricsSettings): MetricsWindows {
  const { calendar, decisionDays, fiscalYearStartMonth } = settings;
  const acceptance = acceptanceWindow(asOf, calendar, decisionDays);
  return {
    acceptance,
    pending: pendingRange(asOf, acceptance),
    cohort: pipelineCohort(asOf),
    trailing: trailing90(asOf),
    quarter: fiscalQuarterToDate(asOf, fiscalYearStartMonth),
    counts: trendRange(asOf, calendar, decisionDays),
  };
}
