import type { DealTouch } from "./attribution";
import type { Position } from "./credits";
import type { IsoDate } from "./dates";
import type { ExplainedTouch } from "./deal-touches";
import type { CreatedByTeam } from "./ownership";
import type { TouchKind } from "./touches";

/** One opportunity of a list; money is decimal text in the reporting currency. */
export interface OpportunityRow {
  id: string;
  externalId: string;
  name: string | null;
  account: string | null;
  ownerSource: string;
  stage: string | null;
  outcome: "open" | "won" | "lost";
  createdOn: IsoDate;
  pipelineOn: IsoDate | null;
  pipelineAmount: string | null;
  wonOn: IsoDate | null;
  wonAmount: string | null;
  isApproximate: boolean;
  isAmountLate: boolean;
  isTruncated: boolean;
  isImplicit: boolean;
  /** What this opportunity adds to the cell: pipeline, credit, a number of assists, or 1. */
  figure: string;
}

/** A row of spend and the part of it that falls into the window. */
export interface SpendLine {
  source: string;
  campaign: string;
  startDate: IsoDate;
  endDate: IsoDate;
  amount: string;
  currency: string;
  daysInWindow: number;
  days: number;
  /** In the reporting currency, rounded for show; the sum is rounded once. */
  inWindow: string;
}

/** One opportunity; money is decimal text, in `currency` where the record says so, else in the reporting currency. */
export interface DealFacts {
  id: string;
  sourceSystem: string;
  externalId: string;
  name: string | null;
  account: string | null;
  type: "new_business" | "renewal" | "expansion";
  currency: string | null;
  amount: string | null;
  stage: string | null;
  outcome: "open" | "won" | "lost";
  lostReason: string | null;
  createdOn: IsoDate;
  createdByTeam: CreatedByTeam | null;
  closedOn: IsoDate | null;
  leadId: string | null;
  leadExternalId: string | null;
  originCycleId: string | null;
  originLeadId: string | null;
  ownerSource: string;
  isOutbound: boolean;
  pipelineOn: IsoDate | null;
  pipelineAmount: string | null;
  isApproximate: boolean;
  isAmountLate: boolean;
  wonOn: IsoDate | null;
  wonAmount: string | null;
  isTruncated: boolean;
  isImplicit: boolean;
}

/** One touch as the deal sees it, with what became of it; null explanation while the deal is not won. */
export interface DealTouchLine {
  id: string;
  externalId: string;
  source: string;
  campaign: string | null;
  kind: TouchKind;
  on: IsoDate;
  link: DealTouch["link"];
  /** The lead it was recorded on, where there is one. */
  leadId: string | null;
  leadName: string | null;
  explanation: ExplainedTouch | null;
}

export interface StageLine {
  stage: string;
  ordinal: number;
  amount: string | null;
  currency: string | null;
  enteredOn: IsoDate;
}

export interface Deal {
  deal: DealFacts;
  /** Latest first. */
  touches: DealTouchLine[];
  /** More touches than the drawer reads. */
  hasMoreTouches: boolean;
  history: StageLine[];
  credits: { source: string; position: Position; credit: string }[];
  assists: { source: string; count: number }[];
  /** What the credits were given by. */
  model: { agreementVersion: number; weights: [number, number, number]; lookbackDays: number };
}
