import type { Candidate, CandidateKind } from "@/lib/domain/candidates";
import { parseMoney } from "@/lib/domain/money";
import { percentText, ratio } from "@/lib/domain/rates";
import type { DecisionType } from "@/lib/domain/reviews";
import { shortDate } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { unitName } from "./names";

/** A candidate with what its review adds (lib/data/review-queue.ts). */
export interface CandidateInput extends Candidate {
  waitingWeeks: number;
  owner: { name: string } | null;
}

/** One line of the queue, ready to draw. */
export interface CandidateRow {
  key: string;
  /** 1 for the first. */
  place: number;
  name: string;
  /** Why it stands here: "due to be killed". */
  why: string;
  sign: "source" | "sla" | "over" | null;
  figure: string;
  /** Under the figure: what it is of, and its limit. */
  note: string;
  owner: string;
  waiting: string;
  clock: string;
  unit: string;
  types: readonly DecisionType[];
  /** This is what was decided. */
  chosen: boolean;
}

const WHY: Readonly<Record<CandidateKind, string>> = {
  kill: "due: kill, or extend",
  defund: "due: defund, or extend",
  sales_sla: "due: sales SLA",
  reason: "top reason",
  due_reason: "due: fix, or extend",
  floor: "nearest to its floor",
};

const SIGN: Readonly<Record<CandidateKind, CandidateRow["sign"]>> = {
  kill: "source",
  defund: "over",
  sales_sla: "sla",
  reason: null,
  due_reason: null,
  floor: null,
};

function figureOf({ kind, figure, reason }: Candidate): string {
  if (figure === null) return "—";
  const { top, bottom, limit } = figure;
  if (kind === "defund") return ratio(parseMoney(top) ?? 0n, parseMoney(bottom) ?? 0n) ?? "no pipeline";
  return percentText(BigInt(top), BigInt(bottom), 1, reason !== null || limit === null ? undefined : { floor: limit });
}

function noteOf({ kind, figure, reason }: Candidate): string {
  if (figure === null) return "not in the tables of this Monday";
  const { top, bottom, limit } = figure;
  if (kind === "defund") return `line ${limit}`;
  if (reason !== null) return `${top} of ${bottom} rejections`;
  return `${top} of ${bottom}${limit === null ? "" : ` · floor ${limit} %`}`;
}

/** "3 weeks", "1 week", "new". */
export function waitingWords(weeks: number): string {
  if (weeks === 0) return "new";
  return weeks === 1 ? "waiting 1 week" : `waiting ${weeks} weeks`;
}

function clockOf({ clock }: Candidate): string {
  if (clock === null) return "no clock";
  if (clock.state === "due") return `due since ${shortDate(clock.due)}`;
  return `runs until ${shortDate(clock.due)}`;
}

/** The queue in its order (product.md D6). */
export function candidateRows(
  candidates: readonly CandidateInput[],
  labels: Labels,
  decided: string | null,
): CandidateRow[] {
  return candidates.map((candidate, index) => ({
    key: `${candidate.kind} ${candidate.unit}`,
    place: index + 1,
    name: unitName(candidate.unit, labels),
    why: WHY[candidate.kind],
    sign: SIGN[candidate.kind],
    figure: figureOf(candidate),
    note: noteOf(candidate),
    owner: candidate.owner?.name ?? "nobody yet",
    waiting: waitingWords(candidate.waitingWeeks),
    clock: clockOf(candidate),
    unit: candidate.unit,
    types: candidate.types,
    chosen: decided === candidate.unit,
  }));
}
