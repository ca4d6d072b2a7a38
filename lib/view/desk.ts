import { needsDuplicate, needsTouch, REASON_TEXTS, REASONS, type Reason } from "@/lib/domain/reasons";
import type { DuplicateOption, QueueItem, QueueLead } from "./queue";

/** Characters of a note (product.md A4). */
export const NOTE_LIMIT = 280;

/** How the person reached the lead; "none" is an answer too. */
export const TOUCHES = [
  { value: "call", label: "Call", key: "c" },
  { value: "reply", label: "E-mail reply", key: "e" },
  { value: "meeting", label: "Meeting", key: "m" },
  { value: "none", label: "None yet", key: "n" },
] as const;
export type TouchChoice = (typeof TOUCHES)[number]["value"];

/** What was entered for one lead and not sent yet; it stays while one looks at others. */
export interface Draft {
  readonly touch: TouchChoice;
  readonly reason: Reason | null;
  readonly duplicate: DuplicateOption | null;
  readonly note: string;
}

export const EMPTY_DRAFT: Draft = { touch: "none", reason: null, duplicate: null, note: "" };

/** Why a decision was not sent or not saved, and at which field. */
export interface Fault {
  readonly field: "touch" | "reason" | "duplicate_of" | "note" | null;
  readonly message: string;
  /** The server refused it, so that its line came back into the list. */
  readonly isReturned?: boolean;
}

/** A decision of this person that can still be taken back. */
export interface Taken {
  readonly id: string;
  /** "Rejected: 4 Bad data. Harbor Freight Analytics." */
  readonly words: string;
}

export interface DeskState {
  readonly items: readonly QueueItem[];
  readonly leads: Readonly<Record<string, QueueLead>>;
  readonly current: string | null;
  /** Somebody chose the lead; on a phone the list gives way to it. */
  readonly isOpen: boolean;
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly faults: Readonly<Record<string, Fault>>;
  /** Lines of decided leads, for the case that they come back. */
  readonly gone: Readonly<Record<string, QueueItem>>;
  /** Latest first. */
  readonly taken: readonly Taken[];
}

export type DeskEvent =
  | { readonly type: "select"; readonly id: string }
  | { readonly type: "move"; readonly step: 1 | -1 }
  | { readonly type: "close" }
  | { readonly type: "draft"; readonly id: string; readonly change: Partial<Draft> }
  | { readonly type: "refuse"; readonly id: string; readonly fault: Fault }
  | { readonly type: "decide"; readonly taken: Taken }
  /** The server did not save it: the line comes back with the reason. */
  | { readonly type: "fail"; readonly id: string; readonly fault: Fault }
  /** Somebody else was faster: the line stays away. */
  | { readonly type: "lose"; readonly id: string }
  | { readonly type: "restore"; readonly id: string }
  | { readonly type: "forget"; readonly id: string }
  /** The server drew the page anew: its list counts, what was entered stays. */
  | { readonly type: "refresh"; readonly state: DeskState }
  /** Details came; whatever of `asked` did not is open no more. */
  | {
      readonly type: "load";
      readonly asked: readonly string[];
      readonly items: readonly QueueItem[];
      readonly leads: readonly QueueLead[];
    };

/** Oldest due first, as the server lists them. */
function inOrder(items: readonly QueueItem[]): QueueItem[] {
  return [...items].sort((a, b) => a.clock.due - b.clock.due || Number(a.id) - Number(b.id));
}

const without = <T>(record: Readonly<Record<string, T>>, id: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== id));

const holds = ({ items }: DeskState, id: string) => items.some((item) => item.id === id);

/** The lead that follows when `id` leaves: the one after it, else the one before. */
function neighbour(items: readonly QueueItem[], id: string): string | null {
  const index = items.findIndex((item) => item.id === id);
  return (items[index + 1] ?? items[index - 1])?.id ?? null;
}

function moved(state: DeskState, step: 1 | -1): DeskState {
  const index = state.items.findIndex((item) => item.id === state.current);
  const next = state.items[index < 0 ? 0 : index + step];
  return next ? { ...state, current: next.id, isOpen: true } : state;
}

function decided(state: DeskState, taken: Taken): DeskState {
  const item = state.items.find(({ id }) => id === taken.id);
  if (!item) return state;
  const next = state.current === taken.id ? neighbour(state.items, taken.id) : state.current;
  return {
    ...state,
    items: state.items.filter(({ id }) => id !== taken.id),
    current: next,
    isOpen: state.isOpen && next !== null,
    gone: { ...state.gone, [taken.id]: item },
    faults: without(state.faults, taken.id),
    taken: [taken, ...state.taken],
  };
}

/** Puts the line of a decided lead back into its place. */
function back(state: DeskState, id: string): DeskState {
  const item = state.gone[id];
  const taken = state.taken.filter((entry) => entry.id !== id);
  if (!item) return { ...state, taken };
  return { ...state, items: inOrder([...state.items, item]), gone: without(state.gone, id), taken };
}

function restored(state: DeskState, id: string): DeskState {
  const next = back(state, id);
  if (!holds(next, id)) return next;
  const draft = { ...(next.drafts[id] ?? EMPTY_DRAFT), reason: null };
  return { ...next, current: id, isOpen: true, drafts: { ...next.drafts, [id]: draft } };
}

/** Leads that left without a verdict of ours: their lines go, and the next one comes up. */
function dropped(state: DeskState, ids: ReadonlySet<string>): DeskState {
  if (!state.items.some(({ id }) => ids.has(id))) return state;
  const items = state.items.filter(({ id }) => !ids.has(id));
  const isCurrentGone = state.current !== null && ids.has(state.current);
  const after = state.items.slice(state.items.findIndex(({ id }) => id === state.current));
  const next = after.find(({ id }) => !ids.has(id)) ?? items.at(-1);
  return { ...state, items, current: isCurrentGone ? (next?.id ?? null) : state.current };
}

function loaded(state: DeskState, { asked, items, leads }: Extract<DeskEvent, { type: "load" }>): DeskState {
  const fresh = items.filter(({ id }) => !(id in state.gone) && !holds(state, id));
  const next = {
    ...state,
    items: fresh.length > 0 ? inOrder([...state.items, ...fresh]) : state.items,
    leads: { ...state.leads, ...Object.fromEntries(leads.map((lead) => [lead.id, lead])) },
  };
  return dropped(next, new Set(asked.filter((id) => !(id in next.leads))));
}

/** What the desk looks like after an event. Pure: sending and announcing are the caller's. */
export function reduceDesk(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case "select":
      return { ...state, current: holds(state, event.id) ? event.id : state.current, isOpen: state.items.length > 0 };
    case "move":
      return moved(state, event.step);
    case "close":
      return { ...state, isOpen: false };
    case "draft": {
      const draft = { ...(state.drafts[event.id] ?? EMPTY_DRAFT), ...event.change };
      return { ...state, drafts: { ...state.drafts, [event.id]: draft }, faults: without(state.faults, event.id) };
    }
    case "refuse":
      return { ...state, faults: { ...state.faults, [event.id]: event.fault } };
    case "decide":
      return decided(state, event.taken);
    case "fail": {
      const next = back(state, event.id);
      return {
        ...next,
        current: next.current ?? event.id,
        faults: { ...next.faults, [event.id]: { ...event.fault, isReturned: true } },
      };
    }
    case "lose":
    case "forget":
      return { ...state, taken: state.taken.filter(({ id }) => id !== event.id) };
    case "restore":
      return restored(state, event.id);
    case "refresh": {
      const current = state.current !== null && holds(event.state, state.current) ? state.current : event.state.current;
      return { ...event.state, current, isOpen: state.isOpen && current !== null, drafts: state.drafts };
    }
    case "load":
      return loaded(state, event);
  }
}

export type Choice = { readonly verdict: "accept" } | { readonly verdict: "reject"; readonly reason: Reason | null };

/** What is missing before a decision is worth sending; the server asks the same again. */
export function draftFault(choice: Choice, draft: Draft): Fault | null {
  const reason = choice.verdict === "reject" ? choice.reason : null;
  if (choice.verdict === "reject" && reason === null)
    return { field: "reason", message: "Choose one of the five reasons." };
  if (draft.touch === "none" && (reason === null || needsTouch(reason))) {
    const why =
      reason === null ? "a lead is accepted after a touch" : "without one nobody knows that there is no intent";
    return { field: "touch", message: `Choose how you reached the lead: ${why}.` };
  }
  if (reason !== null && needsDuplicate(reason) && draft.duplicate === null)
    return { field: "duplicate_of", message: "Name the open opportunity or lead that this one duplicates." };
  if ([...draft.note].length > NOTE_LIMIT)
    return { field: "note", message: `Shorten the note to ${NOTE_LIMIT} characters.` };
  return null;
}

/** "4 Bad data": a reason with its key. */
export function reasonWords(reason: Reason): string {
  return `${REASONS.indexOf(reason) + 1} ${REASON_TEXTS[reason].label}`;
}

/** "Rejected: 4 Bad data. Harbor Freight Analytics." */
export function verdictWords(reason: Reason | null, company: string | null): string {
  const verdict = reason === null ? "Accepted as SAL." : `Rejected: ${reasonWords(reason)}.`;
  return company === null ? verdict : `${verdict} ${company.replace(/\.$/, "")}.`;
}
