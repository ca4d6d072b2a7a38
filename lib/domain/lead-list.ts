import type { Lane, Stage } from "./lifecycle";
import type { Reason } from "./reasons";
import type { Segment } from "./segments";

/** What a list of leads is narrowed to; null is all. */
export interface LeadFilter {
  readonly stage: Stage | null;
  readonly source: string | null;
  readonly segment: Segment | null;
  /** Only leads whose company has an open opportunity that could be theirs: what an SAL needs to become SQL. */
  readonly hasDeal: boolean;
  /** The beginning of a company, an id or an e-mail address. */
  readonly query: string | null;
}

/** A source that does not exist counts as not said, like every other part of an address that makes no sense. */
export function withKnownSource(filter: LeadFilter, sources: readonly { readonly code: string }[]): LeadFilter {
  const isKnown = sources.some(({ code }) => code === filter.source);
  return isKnown ? filter : { ...filter, source: null };
}

/** One line of a list: a lead with a cycle of it, or without one before its hand-over. */
export interface LeadRow {
  readonly leadId: string;
  readonly cycleId: string | null;
  /** Which pass of the lead it is; null where it was never handed over. */
  readonly number: number | null;
  readonly externalId: string;
  readonly title?: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly source: string;
  readonly segment: Segment;
  readonly lane: Lane;
  readonly stage: Stage;
  readonly reason: Reason | null;
  readonly handedOverAt: Date | null;
  readonly firstTouchedAt: Date | null;
  readonly touchBy: Date | null;
  /** When the verdict in force was given. */
  readonly decidedAt: Date | null;
  /** When the first one was given that no correction took back: the one that the decision SLA looks at. */
  readonly firstDecidedAt: Date | null;
  readonly decideBy: Date | null;
  readonly decidedBy: string | null;
  readonly assignedTo: string | null;
}
