import { addDays, dateIn, diffDays, type IsoDate, instantAtOrAfter, mondayOf } from "./dates";

/** Stages of a cycle; `referred` is the partner lane's counterpart of `mql` (metrics.md §1). */
export const STAGES = ["lead", "mql", "referred", "sal", "sql", "pipeline", "rejected", "expired"] as const;
export type Stage = (typeof STAGES)[number];

export const LANES = ["standard", "partner"] as const;
export type Lane = (typeof LANES)[number];

/** The five stages with an owner, in order (product.md A1). */
export const OWNED_STAGES = ["lead", "mql", "sal", "sql", "pipeline"] as const;
export type OwnedStage = (typeof OWNED_STAGES)[number];
export type StageOwner = "marketing" | "bdr" | "ae";

export const STAGE_OWNERS: Readonly<Record<OwnedStage, StageOwner>> = {
  lead: "marketing",
  mql: "marketing",
  sal: "bdr",
  sql: "ae",
  pipeline: "ae",
};

const FROM_DECIDED: Partial<Record<Stage, readonly Stage[]>> = {
  sal: ["sql", "rejected"],
  sql: ["pipeline"],
};

const LEGAL: Readonly<Record<Lane, Partial<Record<Stage, readonly Stage[]>>>> = {
  standard: { ...FROM_DECIDED, lead: ["mql"], mql: ["sal", "rejected", "expired"] },
  partner: { ...FROM_DECIDED, lead: ["referred"], referred: ["sal", "rejected", "expired"] },
};

/** Whether a cycle of `lane` may move from one stage to another (metrics.md §1). */
export function isLegal(from: Stage, to: Stage, lane: Lane): boolean {
  return LEGAL[lane][from]?.includes(to) ?? false;
}

export type MoveError = "ILLEGAL_TRANSITION" | "PARTNER_NOT_MQL";

/** Why a move is refused, or null when it is legal. A partner cycle never becomes MQL (A9). */
export function moveError(from: Stage, to: Stage, lane: Lane): MoveError | null {
  if (isLegal(from, to, lane)) return null;
  return lane === "partner" && to === "mql" ? "PARTNER_NOT_MQL" : "ILLEGAL_TRANSITION";
}

/** One append-only event of a cycle. `seq` is unique in its cycle and orders equal instants. */
export interface LifecycleEvent {
  readonly kind: "move" | "correction";
  readonly from: Stage;
  readonly to: Stage;
  readonly at: Date;
  readonly seq: number;
}

export type Verdict = "accepted" | "rejected";

/** What the events of a cycle add up to. */
export interface CycleState {
  readonly stage: Stage;
  readonly handedOverAt: Date | null;
  /** The verdict in force; a cycle accepted and later rejected is rejected (metrics.md §2). */
  readonly verdict: Verdict | null;
  /** When the verdict in force was given. */
  readonly decidedAt: Date | null;
  /** When the first uncorrected verdict was given: the one the decision SLA looks at. */
  readonly firstDecidedAt: Date | null;
  /** The stage to which a correction would bring the cycle back, or null when it cannot. */
  readonly correctsTo: Stage | null;
  /** Events that were illegal when their turn came; they change nothing: those that a late verdict superseded. */
  readonly refused: readonly { readonly event: LifecycleEvent; readonly code: MoveError }[];
}

/** The order in which events count: instant, then sequence; the rest only settles equal keys. */
function inOrder(a: LifecycleEvent, b: LifecycleEvent): number {
  const byKey = a.at.getTime() - b.at.getTime() || a.seq - b.seq;
  if (byKey !== 0) return byKey;
  const [left, right] = [`${a.kind} ${a.from} ${a.to}`, `${b.kind} ${b.from} ${b.to}`];
  return left < right ? -1 : Number(left > right);
}

/**
 * Where an event starts from. A rejection that was recorded first and follows an acceptance in time
 * starts from SAL, wherever the cycle stood when it was recorded, and the other way round.
 */
function startOf(event: LifecycleEvent, stage: Stage, lane: Lane): Stage {
  const isRejection = event.kind === "move" && event.to === "rejected" && isLegal(event.from, "rejected", lane);
  return isRejection ? stage : event.from;
}

/** Legality of an event in the state reached so far; `decision` is the last one in force. */
function eventError(
  event: LifecycleEvent,
  stage: Stage,
  decision: LifecycleEvent | undefined,
  lane: Lane,
): MoveError | null {
  if (event.kind === "move") {
    return event.from === stage ? moveError(event.from, event.to, lane) : "ILLEGAL_TRANSITION";
  }
  const undoes = decision?.to === stage && event.from === stage && event.to === decision.from;
  return undoes ? null : "ILLEGAL_TRANSITION";
}

function verdictOf(decision: LifecycleEvent | undefined): Verdict | null {
  if (!decision) return null;
  return decision.to === "sal" ? "accepted" : "rejected";
}

/**
 * The state of a cycle from its events, in any order they arrive: they count by (at, seq). An
 * empty list is a lead that was not handed over. What cannot follow in order of time changes nothing: so a verdict
 * that comes in late counts at its time, and those dated after it that it makes illegal lose their force. A
 * correction takes back the last decision, and only while the cycle still stands where that decision put it.
 */
export function fold(events: readonly LifecycleEvent[], lane: Lane): CycleState {
  let stage: Stage = "lead";
  let handedOverAt: Date | null = null;
  const decisions: LifecycleEvent[] = [];
  const refused: { event: LifecycleEvent; code: MoveError }[] = [];
  for (const recorded of [...events].sort(inOrder)) {
    const event: LifecycleEvent = { ...recorded, from: startOf(recorded, stage, lane) };
    const code = eventError(event, stage, decisions.at(-1), lane);
    if (code) {
      refused.push({ event: recorded, code });
      continue;
    }
    stage = event.to;
    if (event.kind === "correction") decisions.pop();
    else if (stage === "sal" || stage === "rejected") decisions.push(event);
    else if (stage === "mql" || stage === "referred") handedOverAt = event.at;
  }
  const last = decisions.at(-1);
  return {
    stage,
    handedOverAt,
    verdict: verdictOf(last),
    decidedAt: last?.at ?? null,
    firstDecidedAt: decisions[0]?.at ?? null,
    correctsTo: last && last.to === stage ? last.from : null,
    refused,
  };
}

/** Days without activity that an MQL survives (product.md A7). */
export const DECAY_DAYS = 90;

/** Whether an MQL has expired: day 90 without activity is live, day 91 expired (product.md A7). */
export function isExpired(lastActivityOn: IsoDate, today: IsoDate, decayDays = DECAY_DAYS): boolean {
  return diffDays(lastActivityOn, today) > decayDays;
}

const SNAPSHOT_MINUTE = 6 * 60;

/**
 * When the decider's undo closes: the first Monday 06:00 of the organisation's zone after the
 * decision, when the snapshot is taken (product.md A5, B7). A decision made at that very instant
 * has a week.
 */
export function undoClosesAt(decidedAt: Date, zone: string): Date {
  const monday = mondayOf(dateIn(decidedAt, zone));
  const thisWeek = instantAtOrAfter(monday, SNAPSHOT_MINUTE, zone);
  if (thisWeek.getTime() > decidedAt.getTime()) return thisWeek;
  return instantAtOrAfter(addDays(monday, 7), SNAPSHOT_MINUTE, zone);
}

/** Whether the decider may still undo; from the closing instant on only VP RevOps corrects. */
export function isUndoOpen(decidedAt: Date, now: Date, zone: string): boolean {
  return now.getTime() < undoClosesAt(decidedAt, zone).getTime();
}
