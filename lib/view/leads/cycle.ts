import { fold, type Lane, type LifecycleEvent, type Stage, undoClosesAt } from "@/lib/domain/lifecycle";
import { storedVerdicts } from "@/lib/domain/queue";
import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import { fullMomentWords } from "@/lib/view/moments";
import type { Labels } from "@/lib/view/monday/labels";
import type { TraceLine } from "@/lib/view/queue";
import { STAGE_NAMES, stageWords } from "./words";

/** A cycle with its events and decisions as lib/data reads them; instants are ISO text. */
export interface CycleInput {
  id: string;
  number: number;
  source: string;
  segment: Segment;
  lane: Lane;
  stage: Stage;
  reason: Reason | null;
  handedOverAt: string;
  firstTouchedAt: string | null;
  touchBy: string;
  /** When the first verdict that no correction took back was given. */
  firstDecidedAt: string | null;
  decideBy: string;
  assignedTo: string | null;
  sourcedBy: string | null;
  agreementVersion: number;
  trace: unknown;
  events: EventInput[];
  decisions: DecisionInput[];
}

interface EventInput {
  id: string;
  kind: "move" | "correction";
  from: Stage;
  to: Stage;
  at: string;
  actor: string | null;
  agreementVersion: number;
  isSuperseded: boolean;
}

interface DecisionInput {
  id: string;
  decidedAt: string;
  verdict: "accept" | "reject";
  reason: Reason | null;
  duplicateOf: string | null;
  decidedBy: string | null;
  touchedAt: string | null;
  touchKind: string | null;
  note: string | null;
  isLive: boolean;
}

export interface EventRow {
  readonly key: string;
  readonly what: string;
  readonly at: string;
  readonly who: string;
  readonly version: string;
}

export interface DecisionRow {
  readonly key: string;
  readonly verdict: string;
  /** What it duplicates. */
  readonly duplicate: { readonly label: string; readonly href: string } | null;
  readonly at: string;
  readonly who: string;
  readonly touch: string | null;
  readonly note: string | null;
  readonly isLive: boolean;
}

export interface CycleView {
  readonly id: string;
  readonly heading: string;
  readonly note: string;
  readonly facts: { readonly label: string; readonly value: string; readonly isLate?: boolean }[];
  readonly events: EventRow[];
  readonly decisions: DecisionRow[];
  /** The eight verdicts kept at the hand-over. */
  readonly trace: readonly TraceLine[] | null;
  /** "judged under version 2". */
  readonly judged: string;
}

function whatOf({ kind, from, to, isSuperseded }: EventInput): string {
  const move = `${STAGE_NAMES[from]} → ${STAGE_NAMES[to]}`;
  if (kind === "correction") return `Correction: ${move}`;
  return isSuperseded ? `${move} (overruled: a verdict dated earlier came in later)` : move;
}

function eventRow(event: EventInput, zone: string): EventRow {
  return {
    key: event.id,
    what: whatOf(event),
    at: fullMomentWords(new Date(event.at), zone),
    who: event.actor ?? "source system or job",
    version: `v${event.agreementVersion}`,
  };
}

const TOUCH_NAMES: Readonly<Record<string, string>> = { call: "call", reply: "e-mail reply", meeting: "meeting" };

function duplicateOf(reference: string): DecisionRow["duplicate"] {
  const [, kind, id] = /^(lead|opportunity):(\d+)$/.exec(reference) ?? [];
  // An id of the source system, as imports name it.
  if (!kind || !id) return { label: reference, href: `/leads?${new URLSearchParams({ q: reference })}` };
  return {
    label: kind === "lead" ? "another lead" : "an open deal",
    href: `/${kind === "lead" ? "leads" : "deals"}/${id}`,
  };
}

function decisionRow(decision: DecisionInput, zone: string): DecisionRow {
  const { touchedAt, touchKind, verdict, reason } = decision;
  const touch = touchedAt && fullMomentWords(new Date(touchedAt), zone);
  return {
    key: decision.id,
    verdict: verdict === "accept" ? "Accepted" : `Rejected: ${reason ? REASON_TEXTS[reason].label : ""}`,
    duplicate: decision.duplicateOf === null ? null : duplicateOf(decision.duplicateOf),
    at: fullMomentWords(new Date(decision.decidedAt), zone),
    who: decision.decidedBy ?? "source system",
    touch: touch && (touchKind ? `${TOUCH_NAMES[touchKind] ?? touchKind}, ${touch}` : touch),
    note: decision.note,
    isLive: decision.isLive,
  };
}

function slaFact(label: string, doneAt: string | null, dueAt: string, zone: string) {
  const due = fullMomentWords(new Date(dueAt), zone);
  if (doneAt === null) return { label, value: `open, due ${due}` };
  const isLate = new Date(doneAt) > new Date(dueAt);
  return { label, value: `${fullMomentWords(new Date(doneAt), zone)} (due ${due})`, isLate };
}

/** One cycle of a lead, ready to draw: where it stands, its clocks, who moved it when. */
export function cycleView(cycle: CycleInput, labels: Labels, zone: string): CycleView {
  const { number, stage, reason, source, segment, handedOverAt, trace } = cycle;
  return {
    id: cycle.id,
    heading: `Cycle ${number}: ${stageWords(stage, reason)}`,
    note: `${labels.source(source)} · ${labels.segment(segment)} · handed over ${fullMomentWords(new Date(handedOverAt), zone)} under agreement v${cycle.agreementVersion}`,
    facts: [
      slaFact("First touch", cycle.firstTouchedAt, cycle.touchBy, zone),
      slaFact("Decision", cycle.firstDecidedAt, cycle.decideBy, zone),
      { label: "Assigned to", value: cycle.assignedTo ?? "nobody" },
      ...(cycle.sourcedBy === null ? [] : [{ label: "Sourced by", value: cycle.sourcedBy }]),
    ],
    events: cycle.events.map((event) => eventRow(event, zone)),
    decisions: cycle.decisions.map((decision) => decisionRow(decision, zone)),
    trace: storedVerdicts(trace)?.map(({ field, label, passed, words }) => ({ field, label, passed, words })) ?? null,
    judged: `judged under version ${cycle.agreementVersion}`,
  };
}

export interface TakeBack {
  /** The stage to which the lead would go back. */
  readonly to: string;
  /** Until when the decider may; null once only VP RevOps may. */
  readonly until: string | null;
}

/** What taking the last verdict of a cycle back would do, and until when its decider may; null where there is none. */
export function takeBackOf({ events, lane }: CycleInput, zone: string, now: Date): TakeBack | null {
  const history = events.map(
    ({ id, kind, from, to, at }): LifecycleEvent => ({ kind, from, to, at: new Date(at), seq: Number(id) }),
  );
  const { correctsTo, decidedAt } = fold(history, lane);
  if (correctsTo === null || decidedAt === null) return null;
  const closes = undoClosesAt(decidedAt, zone);
  return { to: STAGE_NAMES[correctsTo], until: now < closes ? fullMomentWords(closes, zone) : null };
}
