import { isUndoOpen } from "@/lib/domain/lifecycle";
import type { QueuedCycle, QueuedLead, StandingVerdict } from "@/lib/domain/queue";
import { isReason } from "@/lib/domain/reasons";
import { SEGMENTS, type Segment } from "@/lib/domain/segments";
import { type DeskState, type Taken, verdictWords } from "./desk";
import { momentWords } from "./moments";
import { type QueueContext, queueItem, queueLead } from "./queue";

/** The query of a page as Next hands it over. */
type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

export interface QueueAddress {
  readonly source: string | null;
  readonly segment: Segment | null;
  /** The cycle that is shown; `done` was just decided by a page without scripts. */
  readonly lead: string | null;
  readonly done: string | null;
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? "";
const id = (text: string) => (/^[1-9]\d{0,17}$/.test(text) ? text : null);

const MAX_SOURCE = 300;

/** Reads the address of the queue; whatever makes no sense counts as not said. Whether a source exists the data knows. */
export function parseQueueAddress(params: SearchParams): QueueAddress {
  const source = first(params.source);
  return {
    source: source !== "" && source.length <= MAX_SOURCE ? source : null,
    segment: SEGMENTS.find((segment) => segment === first(params.segment)) ?? null,
    lead: id(first(params.lead)),
    done: id(first(params.done)),
  };
}

/** The filters of an address as a query without "?". */
export function filterQuery({ source, segment }: Pick<QueueAddress, "source" | "segment">): string {
  const query = new URLSearchParams();
  if (source !== null) query.set("source", source);
  if (segment !== null) query.set("segment", segment);
  return query.toString();
}

const reasonOf = ({ reason }: StandingVerdict) => (reason !== null && isReason(reason) ? reason : null);

/** A verdict of one's own as the desk keeps it for Z. */
export function takenOf(verdict: StandingVerdict): Taken {
  return { id: verdict.cycleId, words: verdictWords(reasonOf(verdict), verdict.company) };
}

export interface VerdictWords {
  readonly kind: "info" | "warn";
  readonly title: string;
  readonly detail: string | null;
  /** The decider's own undo is open. */
  readonly isUndoable: boolean;
}

/** What became of a lead that was asked for and is not in this person's queue. */
export function goneWords(verdict: StandingVerdict, zone: string, now: Date): VerdictWords {
  const { at, by, isOwn, company, title } = verdict;
  const name = [title, company].filter(Boolean).join(", ") || "This lead";
  const isUndoable = isOwn && at !== null && isUndoOpen(at, now, zone);
  const when = at === null ? "" : ` on ${momentWords(at, zone)}`;
  if (isOwn && verdict.verdict !== "expired") {
    const detail = isUndoable
      ? "It can be taken back until the Monday snapshot."
      : "The Monday snapshot has counted it; only VP RevOps can correct it.";
    return { kind: "info", title: verdictWords(reasonOf(verdict), company), detail, isUndoable };
  }
  const words = {
    accepted: `${by ?? "Somebody"} accepted it${when}.`,
    rejected: `${by ?? "Somebody"} rejected it${when}.`,
    expired: "It expired without activity and cannot be decided any more.",
  };
  const detail =
    verdict.verdict === null ? "It is assigned to somebody else, or you sourced it yourself." : words[verdict.verdict];
  return { kind: "warn", title: `${name} is not in your queue.`, detail, isUndoable: false };
}

/** What the server read for one person's queue. */
export interface QueueReading {
  readonly rows: readonly QueuedCycle[];
  readonly leads: readonly QueuedLead[];
  readonly selected: string | null;
  readonly own: readonly StandingVerdict[];
}

/** The desk as the page first draws it. `isAsked`: the address names the lead, which a phone then opens. */
export function deskState(
  { rows, leads, selected, own }: QueueReading,
  context: QueueContext,
  isAsked: boolean,
): DeskState {
  // A lead that was asked for stands in the list even where the filter or the length of the list leaves it out.
  const outside = leads.filter(({ id }) => id === selected && !rows.some((row) => row.id === id));
  const items = [...rows, ...outside].map((row) => queueItem(row, context));
  return {
    items: items.sort((a, b) => a.clock.due - b.clock.due),
    leads: Object.fromEntries(leads.map((lead) => [lead.id, queueLead(lead, context)])),
    current: selected,
    isOpen: isAsked && selected !== null,
    drafts: {},
    faults: {},
    gone: {},
    taken: own.map(takenOf),
  };
}
