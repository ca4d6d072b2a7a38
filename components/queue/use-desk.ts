import { type Dispatch, type RefObject, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from "react";
import { type ToastInput, useToast } from "@/components/ui/toast";
import { decide, type RefusedDecision, undo } from "@/lib/actions/decisions";
import type { Reason } from "@/lib/domain/reasons";
import {
  type Choice,
  type DeskEvent,
  type DeskState,
  draftFault,
  EMPTY_DRAFT,
  type Fault,
  reduceDesk,
  verdictWords,
} from "@/lib/view/desk";
import { decisionForm, faultOf, lostWords, NO_ANSWER } from "./answers";
import { postedState } from "./posted";
import { fetchLeads } from "./use-more-leads";

export interface Desk {
  state: DeskState;
  dispatch: Dispatch<DeskEvent>;
  accept: () => void;
  reject: (reason: Reason | null) => void;
  /** Takes back the latest decision of this person that still stands. */
  takeBack: () => void;
}

/** What the two writes work with; one object for the life of the page. */
interface Bench {
  latest: RefObject<DeskState>;
  dispatch: Dispatch<DeskEvent>;
  toast: { show: (toast: ToastInput) => number; dismiss: (id: number) => void };
  /** Decisions made here, by cycle: the answer under way, and the message that is shown of it. */
  sent: Map<string, { answer: Promise<unknown>; message: number }>;
  zone: string;
}

/**
 * The desk and its two writes. A decision takes its line off the list at once and sends one POST; if the server refuses,
 * the line comes back with the reason.
 */
export function useDesk(initial: DeskState, posted: RefusedDecision | null, zone: string): Desk {
  const [state, dispatch] = useReducer(reduceDesk, postedState(initial, posted));
  const latest = useRef(state);
  // With the drawing itself: a key decides the lead that is shown, never the one before it.
  useLayoutEffect(() => {
    latest.current = state;
  });
  const drawn = useRef(initial);
  useEffect(() => {
    if (drawn.current === initial) return;
    drawn.current = initial;
    dispatch({ type: "refresh", state: initial });
  }, [initial]);
  const toast = useToast();
  return useDeskOf(state, dispatch, { latest, toast, zone });
}

function useDeskOf(
  state: DeskState,
  dispatch: Dispatch<DeskEvent>,
  { latest, toast, zone }: Pick<Bench, "latest" | "toast" | "zone">,
): Desk {
  const bench = useMemo<Bench>(
    () => ({ latest, dispatch, toast, zone, sent: new Map() }),
    [latest, dispatch, toast, zone],
  );
  return useMemo(
    () => ({
      state,
      dispatch,
      accept: () => void send(bench, { verdict: "accept" }),
      reject: (reason) => void send(bench, { verdict: "reject", reason }),
      takeBack: () => {
        const [last] = bench.latest.current.taken;
        if (last) void takeBack(bench, last.id);
        else toast.show({ message: "There is no decision of yours to take back." });
      },
    }),
    [state, dispatch, bench, toast],
  );
}

async function send(bench: Bench, choice: Choice): Promise<void> {
  const { latest, dispatch, toast } = bench;
  const { current: id, drafts, leads } = latest.current;
  const lead = id === null ? undefined : leads[id];
  if (id === null || !lead) return;
  const draft = drafts[id] ?? EMPTY_DRAFT;
  const fault = draftFault(choice, draft);
  const reason = choice.verdict === "reject" ? choice.reason : null;
  if (fault) {
    if (reason) dispatch({ type: "draft", id, change: { reason } });
    dispatch({ type: "refuse", id, fault });
    focusFault(fault);
    return;
  }
  const words = verdictWords(reason, lead.company);
  dispatch({ type: "decide", taken: { id, words } });
  const message = toast.show({ message: words, undo: { keyHint: "Z", run: () => void takeBack(bench, id) } });
  const underWay = decide(null, decisionForm(id, choice, draft)).catch(() => NO_ANSWER);
  bench.sent.set(id, { answer: underWay, message });
  const answer = await underWay;
  if (answer.ok) return;
  toast.dismiss(message);
  const lost = lostWords(answer, bench.zone);
  dispatch(lost ? { type: "lose", id } : { type: "fail", id, fault: faultOf(answer) });
  toast.show({ kind: "error", message: lost ?? `Not saved: ${lead.company}. ${answer.message}` });
}

/** Waits for the decision that it takes back; if that one was refused, its line is back already. */
async function takeBack({ latest, dispatch, toast, sent }: Bench, id: string): Promise<void> {
  const decision = sent.get(id);
  if (decision) toast.dismiss(decision.message);
  await decision?.answer;
  if (!latest.current.taken.some((taken) => taken.id === id)) return;
  dispatch({ type: "forget", id });
  const form = new FormData();
  form.set("cycle", id);
  const answer = await undo(null, form).catch(() => NO_ANSWER);
  if (!answer.ok) {
    toast.show({ kind: "error", message: `Not taken back. ${answer.message}` });
    return;
  }
  // A decision from before this page was loaded: its line was never here.
  if (!(id in latest.current.gone)) {
    const found = await fetchLeads([id]).catch(() => ({ items: [], leads: [] }));
    dispatch({ type: "load", asked: [], ...found });
  }
  dispatch({ type: "restore", id });
  toast.show({ message: "Taken back: the lead is in the queue again." });
}

const FIELD_IDS = { touch: "touch", reason: "reasons", duplicate_of: "duplicate", note: "note" };

/** To the first control of the field at fault, after it was drawn. */
function focusFault({ field }: Fault): void {
  if (field === null) return;
  requestAnimationFrame(() => {
    const place = document.getElementById(FIELD_IDS[field]);
    const control = place?.matches("textarea") ? place : place?.querySelector<HTMLElement>("input:not([type=hidden])");
    control?.focus();
  });
}
