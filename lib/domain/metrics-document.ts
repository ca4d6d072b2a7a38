import type { AcceptanceVerdict } from "./acceptance";
import type { CostVerdict } from "./cost";
import type { Position } from "./credits";
import type { ClockState } from "./cures";
import type { DateRange, IsoDate } from "./dates";
import type { PipelineRateRow } from "./pipeline-rate";
import type { Reason } from "./reasons";
import type { Rejection } from "./rejection";
import type { Segment } from "./segments";

/**
 * The metrics JSON of formats.md. Rates are text with four decimals or null, money decimal text, percentages plain decimal
 * text. The Monday page, the API, the snapshots and `npm run metrics` all show this one document.
 */
export interface MetricsDocument {
  as_of: IsoDate;
  frozen: boolean;
  snapshot_id: string | null;
  /** Hexadecimal SHA-256 of the canonical document in which this is null. */
  hash: string | null;
  agreement_version: number;
  time_zone: string;
  currency: string;
  acceptance: {
    window: DateRange;
    cells: (DocumentSource & { segment: Segment } & DocumentAcceptance)[];
    by_source: (DocumentSource & DocumentAcceptance)[];
    total: DocumentAcceptance;
  };
  rejection: {
    n: number;
    rejected: number;
    rate: string | null;
    cap: string;
    verdict: Rejection["verdict"];
    arguable: boolean;
    reasons: { code: Reason; count: number }[];
  };
  pipeline_rate: DocumentPipelineRate[];
  cost: { window: DateRange; line: string; rows: (DocumentSource & DocumentCost)[]; total: DocumentCost };
  influence: {
    window: DateRange;
    weights: number[];
    lookback_days: number;
    rows: DocumentInfluence[];
    won: string;
    deals: DocumentDeal[];
  };
  cures: { unit: string; opened: IsoDate; due: IsoDate; state: ClockState }[];
  /** From here on beyond formats.md. Percent with one decimal, adding up to 100.0. */
  pipeline_share: (DocumentSource & { share: string | null })[];
  volume: { week: DateRange; volume: number; feed: number | null; below_feed: boolean };
  sla: {
    n: number;
    touched_in_time: number;
    touched_rate: string | null;
    decided_in_time: number;
    decided_rate: string | null;
  };
  unmapped_stages: string[];
  pending: DateRange;
  cohort: DateRange;
  acceptance_by_segment: ({ segment: Segment } & DocumentAcceptance)[];
  influence_positions: (DocumentSource & Record<Position, string>)[];
  influence_total: Record<Position, string> & { credit: string; deals: number; assists: number };
  fiscal_quarter: {
    window: DateRange;
    cost: { rows: (DocumentSource & DocumentCost)[]; total: DocumentCost };
    influence: { rows: DocumentInfluence[]; won: string; deals: number };
  };
}

export interface DocumentSource {
  source: string;
}

export interface DocumentAcceptance {
  n: number;
  accepted: number;
  rejected: number;
  unworked: number;
  pending: number;
  acceptance: string | null;
  decided_acceptance: string | null;
  floor: string | null;
  verdict: AcceptanceVerdict;
  /** Of `n`, those in a second or later cycle of their lead; absent for none. */
  recycled?: number;
}

export interface DocumentPipelineRate {
  segment: Segment;
  n: number;
  reached: number;
  rate: string | null;
  floor: string;
  verdict: PipelineRateRow["verdict"];
}

export interface DocumentCost {
  spend: string;
  pipeline: string;
  ratio: string | null;
  verdict: CostVerdict;
  note: string | null;
}

export interface DocumentInfluence extends DocumentSource {
  credit: string;
  deals: number;
  assists: number;
  share: string | null;
}

/** One won deal of the window with its credits, positions in order, then by source. */
export interface DocumentDeal {
  opportunity: string;
  won_date: IsoDate;
  amount: string;
  truncated: boolean;
  implicit: boolean;
  credits: (DocumentSource & { position: Position; credit: string })[];
}
