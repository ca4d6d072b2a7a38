import type { IsoDate } from "./dates";
import { compareNames, OUTBOUND_BDR, UNATTRIBUTED } from "./source-rows";
import { isOutboundKind, type TouchKind } from "./touches";

/** Pipeline begins at this stage ordinal (metrics.md §3). */
export const PIPELINE_ORDINAL = 3;

export type CreatedByTeam = "sales" | "marketing" | "partner";

/** One row of stage history. `enteredOn` is `enteredAt` in the organisation's zone; `amount` is a decimal string. */
export interface StageEntry {
  readonly ordinal: number;
  readonly enteredAt: Date;
  readonly enteredOn: IsoDate;
  readonly amount: string | null;
  readonly currency: string;
}

export interface OpportunityFacts {
  readonly createdOn: IsoDate;
  /** The day on which we first saw the record standing at its present stage. */
  readonly firstSeenOn: IsoDate;
  /** The ordinal of its present stage; `null` where the stage has none (Closed Lost). */
  readonly ordinal: number | null;
  readonly outcome: "open" | "won" | "lost";
  /** The close date of a won opportunity. */
  readonly closedOn: IsoDate | null;
  readonly amount: string | null;
  readonly currency: string;
}

export interface PipelineEntry {
  readonly on: IsoDate;
  /** In `currency`, to be converted at the rate of `on`; `null` while no amount was ever known. */
  readonly amount: string | null;
  readonly currency: string;
  /** There was no history of the entry; the day is our best knowledge. */
  readonly approximate: boolean;
  /** The entry had no amount; this one is the next that became known. */
  readonly amountLater: boolean;
}

/** Ties within one instant go by ordinal, then amount, then currency, so that the order of rows does not matter. */
function compareEntries(a: StageEntry, b: StageEntry): number {
  return (
    a.enteredAt.getTime() - b.enteredAt.getTime() ||
    a.ordinal - b.ordinal ||
    Number(a.amount === null) - Number(b.amount === null) ||
    compareNames(a.amount ?? "", b.amount ?? "") ||
    compareNames(a.currency, b.currency)
  );
}

/** The amount that was taken for an entry without one when it first became known. */
export interface TakenAmount {
  /** Day of the entry that it was taken for. */
  readonly on: IsoDate;
  readonly amount: string;
  readonly currency: string;
}

function entryFromHistory(
  opportunity: OpportunityFacts,
  history: readonly StageEntry[],
  taken: TakenAmount | null,
): PipelineEntry | null {
  const ordered = [...history].sort(compareEntries);
  const index = ordered.findIndex((entry) => entry.ordinal >= PIPELINE_ORDINAL);
  const first = ordered[index];
  if (!first) return null;
  if (first.amount === null && taken?.on === first.enteredOn) {
    return { on: taken.on, amount: taken.amount, currency: taken.currency, approximate: false, amountLater: true };
  }
  const valued = ordered.slice(index).find((entry) => entry.amount !== null) ?? opportunity;
  return {
    on: first.enteredOn,
    amount: valued.amount,
    currency: valued.currency,
    approximate: false,
    amountLater: valued !== first && valued.amount !== null,
  };
}

const laterOf = (a: IsoDate, b: IsoDate): IsoDate => (compareNames(a, b) > 0 ? a : b);

function approximateDay(opportunity: OpportunityFacts): IsoDate | null {
  const { outcome, closedOn, ordinal, firstSeenOn, createdOn } = opportunity;
  if (outcome === "won" && closedOn !== null) return closedOn;
  if (outcome === "won" || (ordinal !== null && ordinal >= PIPELINE_ORDINAL)) {
    return laterOf(firstSeenOn, createdOn);
  }
  return null;
}

/**
 * The one entry of an opportunity into pipeline, or `null` (metrics.md §3):
 * - the first history row with an ordinal of 3 or more, so that 3→2→3 counts once and later rows restate nothing;
 * - its amount then, else the next amount that is not null (of later rows, then of the record), flagged `amountLater`; once
 *   such an amount was `taken` for the entry of that day, neither the record nor a later row restates it;
 * - won without such a row: on the close date with its amount, flagged `approximate`;
 * - standing at stage 3 or more without such a row: the day it was first seen there, but never before its creation,
 *   flagged `approximate`.
 */
export function pipelineEntry(
  opportunity: OpportunityFacts,
  history: readonly StageEntry[],
  taken: TakenAmount | null = null,
): PipelineEntry | null {
  const exact = entryFromHistory(opportunity, history, taken);
  if (exact) return exact;
  const on = approximateDay(opportunity);
  if (on === null) return null;
  return { on, amount: opportunity.amount, currency: opportunity.currency, approximate: true, amountLater: false };
}

/**
 * Created by the sales team, with an outbound touch on or before the created date (metrics.md §3). `touches` are those of
 * its contacts, its lead and its account.
 */
export function isOutbound(
  opportunity: { readonly createdByTeam: CreatedByTeam | null; readonly createdOn: IsoDate },
  touches: Iterable<{ readonly kind: TouchKind; readonly on: IsoDate }>,
): boolean {
  if (opportunity.createdByTeam !== "sales") return false;
  for (const touch of touches) {
    if (isOutboundKind(touch.kind) && touch.on <= opportunity.createdOn) return true;
  }
  return false;
}

export interface OwnerCycle {
  readonly id: string;
  readonly source: string;
  readonly handedOverOn: IsoDate;
  /** Null while undecided, and again once an acceptance was followed by a rejection. */
  readonly acceptedOn: IsoDate | null;
}

export interface Owner {
  readonly source: string;
  /** The cycle that the source comes from: the originating cycle of metrics.md §2. */
  readonly cycleId: string | null;
  readonly by: "lead" | "account" | "outbound" | "none";
}

const byHandOver = (a: OwnerCycle, b: OwnerCycle): number =>
  compareNames(a.handedOverOn, b.handedOverOn) || compareNames(a.id, b.id);

/** The lead's latest cycle handed over on or before the created date; if all came later, the earliest of them. */
function leadCycle(cycles: readonly OwnerCycle[], createdOn: IsoDate): OwnerCycle | undefined {
  const ordered = [...cycles].sort(byHandOver);
  return ordered.findLast((cycle) => cycle.handedOverOn <= createdOn) ?? ordered[0];
}

function accountCycle(cycles: readonly OwnerCycle[], createdOn: IsoDate): OwnerCycle | undefined {
  return cycles
    .filter((cycle) => cycle.acceptedOn !== null && cycle.acceptedOn <= createdOn)
    .sort((a, b) => compareNames(a.acceptedOn ?? "", b.acceptedOn ?? "") || byHandOver(a, b))
    .at(-1);
}

/**
 * The one source that owns an opportunity (metrics.md §3): that of its lead's cycle; else of the latest cycle of the
 * account accepted on or before the created date; else `outbound_bdr` if it is outbound; else `Unattributed`. Ties go to
 * the later hand-over, then to the greater id. `leadCycles` is empty for an opportunity without a lead, or whose lead was
 * never handed over.
 */
export function ownerOf(facts: {
  readonly createdOn: IsoDate;
  readonly leadCycles: readonly OwnerCycle[];
  readonly accountCycles: readonly OwnerCycle[];
  readonly outbound: boolean;
}): Owner {
  const own = leadCycle(facts.leadCycles, facts.createdOn);
  if (own) return { source: own.source, cycleId: own.id, by: "lead" };
  const related = accountCycle(facts.accountCycles, facts.createdOn);
  if (related) return { source: related.source, cycleId: related.id, by: "account" };
  if (facts.outbound) return { source: OUTBOUND_BDR, cycleId: null, by: "outbound" };
  return { source: UNATTRIBUTED, cycleId: null, by: "none" };
}
