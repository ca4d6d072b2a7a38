import { type Acceptance, type AcceptanceRow, acceptance } from "./acceptance";
import { type CostTable, costTable } from "./cost";
import { isStandard, type Windows } from "./counts";
import { type Clock, replayClocks, runningClocks } from "./cures";
import type { IsoDate } from "./dates";
import type { InfluenceTable } from "./influence";
import { cureSnapshot, isCure, orderClocks } from "./metrics-cures";
import { type MetricsFacts, type MetricsWindows, type MoneyFacts, metricsWindows } from "./metrics-facts";
import { influenceFromSums } from "./metrics-influence";
import { type PipelineRateRow, pipelineRate } from "./pipeline-rate";
import { ratio, sharesOf100 } from "./rates";
import { type Rejection, rejection } from "./rejection";
import { SEGMENTS, type Segment, SIZED_SEGMENTS } from "./segments";
import { spendFromShares, totalSpend } from "./spend";
import { type AcceptanceTrend, acceptanceTrend } from "./trend";
import { type WeeklyVolume, weeklyVolume } from "./volume";

export interface SegmentTotal extends AcceptanceRow {
  readonly segment: Segment;
}

/** How many cycles of the acceptance window met the two SLAs; the partner lane is left out as in every total. */
export interface SlaFigures {
  readonly n: number;
  readonly touchedInTime: number;
  readonly touchedRate: string | null;
  readonly decidedInTime: number;
  readonly decidedRate: string | null;
}

export interface PipelineShare {
  readonly source: string;
  /** Percent with one decimal; all shares add up to 100.0. Null without any pipeline. */
  readonly share: string | null;
}

/** Metrics 2 and 3 over one window. */
export interface MoneyTables {
  readonly cost: CostTable;
  readonly influence: InfluenceTable;
}

/** Everything that one Monday says (metrics.md §2 to §5), rates as text, money in minor units. */
export interface Metrics extends MoneyTables {
  readonly asOf: IsoDate;
  readonly windows: MetricsWindows;
  readonly settings: MetricsFacts["settings"];
  readonly acceptance: Acceptance;
  /** The total of each segment over all sources outside the partner lane. */
  readonly bySegment: readonly SegmentTotal[];
  readonly rejection: Rejection;
  readonly pipelineRate: readonly PipelineRateRow[];
  readonly pipelineShare: readonly PipelineShare[];
  /** The fiscal quarter to date, beside the trailing 90 days. */
  readonly quarter: MoneyTables;
  /** Running clocks, in the order of the tables. */
  readonly cures: readonly Clock[];
  readonly volume: WeeklyVolume;
  readonly sla: SlaFigures;
}

/** Sources that have a row whatever they count: the configured ones in use, and of the others those with figures. */
function rowOrder(facts: MetricsFacts): string[] {
  const present = new Set(facts.counts.map((row) => row.source));
  for (const money of [facts.trailing, facts.quarter]) {
    for (const { source } of [...money.spend, ...money.influence]) present.add(source);
    for (const source of money.pipeline.keys()) present.add(source);
  }
  return facts.settings.sources
    .filter(({ code, isUnmapped, isActive }) => !isUnmapped && (isActive || present.has(code)))
    .map(({ code }) => code);
}

function moneyTables(money: MoneyFacts, order: readonly string[], line: string): MoneyTables {
  return {
    cost: costTable(spendFromShares(money.spend), money.pipeline, { order, line, totalSpend: totalSpend(money.spend) }),
    influence: influenceFromSums(money, order),
  };
}

function segmentTotals({ counts, settings }: MetricsFacts, windows: Windows): SegmentTotal[] {
  const standard = counts.filter(isStandard);
  const totals = SEGMENTS.map((segment) => {
    const rows = standard.filter((row) => row.segment === segment);
    return { segment, ...acceptance({ counts: rows, sources: [], floors: settings.floors, ...windows }).total };
  });
  const sized: readonly Segment[] = SIZED_SEGMENTS;
  return totals.filter(({ segment, n, pending }) => sized.includes(segment) || n + pending > 0);
}

function slaOf({ n, touchedInTime, decidedInTime }: AcceptanceRow): SlaFigures {
  return {
    n,
    touchedInTime,
    touchedRate: ratio(touchedInTime, n),
    decidedInTime,
    decidedRate: ratio(decidedInTime, n),
  };
}

/** A source whose pipeline shrank below zero by a corrected amount has no share. */
function pipelineShares({ rows }: CostTable): PipelineShare[] {
  const shares = sharesOf100(rows.map(({ pipeline }) => (pipeline > 0n ? pipeline : 0n)));
  return rows.map(({ source }, index) => ({ source, share: shares[index] ?? null }));
}

/** The volume of MQLs against what the SDRs can work; the feed is unknown until their capacity is set. */
function volumeOf({ counts, asOf, settings: { activeSdrs, weeklyCapacity } }: MetricsFacts): WeeklyVolume {
  return weeklyVolume(counts, asOf, weeklyCapacity > 0 ? { activeSdrs, weeklyCapacity } : null);
}

/**
 * The three metrics of one Monday from its facts, whose rows may come in any order. Clocks are replayed from the snapshots
 * of earlier Mondays and the decisions before this one, and judged on these figures. Throws CalendarEmptyError; RangeError when `asOf` is no Monday.
 */
export function computeMetrics(facts: MetricsFacts): Metrics {
  const { asOf, settings, counts } = facts;
  const { floors, costLine: line, rejectionCap: cap } = settings;
  const windows = metricsWindows(asOf, settings);
  const weeks: Windows = { window: windows.acceptance, pending: windows.pending };
  const order = rowOrder(facts);
  const accepted = acceptance({ counts, sources: order, floors, ...weeks });
  const volume = volumeOf(facts);
  const rejected = rejection({ counts, cap, belowFeed: volume.belowFeed, ...weeks });
  const money = moneyTables(facts.trailing, order, line);
  const today = cureSnapshot(asOf, {
    cells: accepted.cells,
    costs: money.cost.rows,
    isCapBreached: rejected.verdict === "breach",
    reasons: rejected.reasons,
  });
  return {
    asOf,
    windows,
    settings,
    acceptance: accepted,
    bySegment: segmentTotals(facts, weeks),
    rejection: rejected,
    pipelineRate: pipelineRate(facts.cohort, settings.pipelineFloor, floors.minimumN),
    ...money,
    pipelineShare: pipelineShares(money.cost),
    quarter: moneyTables(facts.quarter, order, line),
    cures: orderClocks(runningClocks(replayClocks(facts.history, facts.decisions), today).filter(isCure), order),
    volume,
    sla: slaOf(accepted.total),
  };
}

/** The 12 Mondays up to `asOf` from the same facts, in the rows of the table. */
export function metricsTrend(facts: MetricsFacts): AcceptanceTrend {
  const { asOf, counts, settings } = facts;
  const { calendar, decisionDays, floors } = settings;
  return acceptanceTrend({ asOf, counts, calendar, decisionDays, floors, sources: rowOrder(facts) });
}
