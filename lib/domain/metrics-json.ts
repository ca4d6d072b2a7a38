import type { AcceptanceRow } from "./acceptance";
import type { CostFigures, CostTable } from "./cost";
import { POSITIONS, type Position } from "./credits";
import type { DateRange } from "./dates";
import type { InfluenceTable } from "./influence";
import type { Metrics } from "./metrics";
import type {
  DocumentAcceptance,
  DocumentCost,
  DocumentDeal,
  DocumentInfluence,
  DocumentSource,
  MetricsDocument,
} from "./metrics-document";
import { type Cents, formatMoney } from "./money";

const range = ({ from, to }: DateRange): DateRange => ({ from, to });

function acceptanceOf(row: AcceptanceRow): DocumentAcceptance {
  const { n, accepted, rejected, unworked, pending, acceptance, decidedAcceptance, floor, verdict, recycled } = row;
  return {
    n,
    accepted,
    rejected,
    unworked,
    pending,
    acceptance,
    decided_acceptance: decidedAcceptance,
    floor,
    verdict,
    ...(recycled > 0 && { recycled }),
  };
}

function costOf({ spend, pipeline, ratio, verdict, note }: CostFigures): DocumentCost {
  return { spend: formatMoney(spend), pipeline: formatMoney(pipeline), ratio, verdict, note };
}

function costTableOf({ rows, total }: CostTable): { rows: (DocumentSource & DocumentCost)[]; total: DocumentCost } {
  return { rows: rows.map((row) => ({ source: row.source, ...costOf(row) })), total: costOf(total) };
}

function influenceOf({ rows }: InfluenceTable): DocumentInfluence[] {
  return rows.map(({ source, credit, deals, assists, share }) => ({
    source,
    credit: formatMoney(credit),
    deals,
    assists,
    share,
  }));
}

function positionsOf(figures: Readonly<Record<Position, Cents>>): Record<Position, string> {
  const [first_touch, opportunity_created, closed_won] = POSITIONS.map((position) => formatMoney(figures[position]));
  return {
    first_touch: first_touch ?? "",
    opportunity_created: opportunity_created ?? "",
    closed_won: closed_won ?? "",
  };
}

type Acceptance = Pick<MetricsDocument, "acceptance" | "acceptance_by_segment">;

function acceptancePart({ windows, acceptance: { cells, bySource, total }, bySegment }: Metrics): Acceptance {
  return {
    acceptance: {
      window: range(windows.acceptance),
      cells: cells.map((cell) => ({ source: cell.source, segment: cell.segment, ...acceptanceOf(cell) })),
      by_source: bySource.map((row) => ({ source: row.source, ...acceptanceOf(row) })),
      total: acceptanceOf(total),
    },
    acceptance_by_segment: bySegment.map((row) => ({ segment: row.segment, ...acceptanceOf(row) })),
  };
}

type Rates = Pick<MetricsDocument, "rejection" | "pipeline_rate" | "volume" | "sla">;

function ratesPart({ rejection, pipelineRate, volume, sla }: Metrics): Rates {
  const { n, rejected, rate, cap, verdict, arguable, reasons } = rejection;
  return {
    rejection: {
      n,
      rejected,
      rate,
      cap,
      verdict,
      arguable,
      reasons: reasons.map(({ code, count }) => ({ code, count })),
    },
    pipeline_rate: pipelineRate.map((row) => {
      const { segment, n: cycles, reached, rate: reachedRate, floor, verdict: judged } = row;
      return { segment, n: cycles, reached, rate: reachedRate, floor, verdict: judged };
    }),
    volume: { week: range(volume.week), volume: volume.volume, feed: volume.feed, below_feed: volume.belowFeed },
    sla: {
      n: sla.n,
      touched_in_time: sla.touchedInTime,
      touched_rate: sla.touchedRate,
      decided_in_time: sla.decidedInTime,
      decided_rate: sla.decidedRate,
    },
  };
}

type Money = Pick<
  MetricsDocument,
  "cost" | "influence" | "pipeline_share" | "influence_positions" | "influence_total" | "fiscal_quarter"
>;

function moneyPart(metrics: Metrics, deals: readonly DocumentDeal[]): Money {
  const { windows, settings, cost, influence, quarter, pipelineShare } = metrics;
  const { credit, deals: won, assists } = influence.total;
  return {
    cost: { window: range(windows.trailing), line: settings.costLine, ...costTableOf(cost) },
    influence: {
      window: range(windows.trailing),
      weights: [...settings.weights],
      lookback_days: settings.lookbackDays,
      rows: influenceOf(influence),
      won: formatMoney(credit),
      deals: [...deals],
    },
    pipeline_share: pipelineShare.map(({ source, share }) => ({ source, share })),
    influence_positions: influence.rows.map((row) => ({ source: row.source, ...positionsOf(row) })),
    influence_total: { ...positionsOf(influence.total), credit: formatMoney(credit), deals: won, assists },
    fiscal_quarter: {
      window: range(windows.quarter),
      cost: costTableOf(quarter.cost),
      influence: {
        rows: influenceOf(quarter.influence),
        won: formatMoney(quarter.influence.total.credit),
        deals: quarter.influence.total.deals,
      },
    },
  };
}

/**
 * The document of one Monday, keys in the order of formats.md and then what goes beyond it. `deals` are those of the
 * trailing window; the Monday page leaves them out (`[]`) and asks for a deal when its drawer opens. Live: not frozen,
 * no id, no hash.
 */
export function metricsDocument(metrics: Metrics, deals: readonly DocumentDeal[]): MetricsDocument {
  const { settings, windows, cures } = metrics;
  const { acceptance, acceptance_by_segment } = acceptancePart(metrics);
  const { rejection, pipeline_rate, volume, sla } = ratesPart(metrics);
  const { cost, influence, pipeline_share, influence_positions, influence_total, fiscal_quarter } = moneyPart(
    metrics,
    deals,
  );
  return {
    as_of: metrics.asOf,
    frozen: false,
    snapshot_id: null,
    hash: null,
    agreement_version: settings.agreementVersion,
    time_zone: settings.calendar.zone,
    currency: settings.currency,
    acceptance,
    rejection,
    pipeline_rate,
    cost,
    influence,
    cures: cures.map(({ unit, opened, due, state }) => ({ unit, opened, due, state })),
    pipeline_share,
    volume,
    sla,
    unmapped_stages: [...settings.unmappedStages],
    pending: range(windows.pending),
    cohort: range(windows.cohort),
    acceptance_by_segment,
    influence_positions,
    influence_total,
    fiscal_quarter,
  };
}

/** The same document as a snapshot holds it: frozen, with its id, the hash still to be taken. */
export function frozenDocument(document: MetricsDocument): MetricsDocument {
  return { ...document, frozen: true, snapshot_id: document.as_of, hash: null };
}
