import type { Candidate, CandidateKind } from "@/lib/domain/candidates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
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
  limit: string;
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
  floor: "nearest to its floor",
};

const SIGN: Readonly<Record<CandidateKind, CandidateRow["sign"]>> = {
  kill: "source",
  defund: "over",
  sales_sla: "sla",
  reason: null,
  floor: null,
};

function figureOf(
  { kind, figure: { top, bottom, limit } }: Candidate,
  document: MetricsDocument | null,
  source: string | null,
): string {
  if (kind === "defund") {
    const row = document?.cost.rows.find((cost) => cost.source === source);
    return row?.verdict === "no_pipeline" ? "no pipeline" : (row?.ratio ?? "—");
  }
  if (kind === "reason") return `${percentText(BigInt(top), BigInt(bottom), 1)} · ${top} of ${bottom}`;
  return `${percentText(BigInt(top), BigInt(bottom), 1, limit === null ? undefined : { floor: limit })} · ${top} of ${bottom}`;
}

function limitOf({ kind, figure: { limit } }: Candidate): string {
  if (limit === null) return "—";
  return kind === "defund" ? `line ${limit}` : `floor ${limit} %`;
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
  document: MetricsDocument | null,
  labels: Labels,
  decided: string | null,
): CandidateRow[] {
  return candidates.map((candidate, index) => ({
    key: `${candidate.kind} ${candidate.unit}`,
    place: index + 1,
    name: unitName(candidate.unit, labels),
    why: WHY[candidate.kind],
    sign: SIGN[candidate.kind],
    figure: figureOf(candidate, document, candidate.source),
    limit: limitOf(candidate),
    owner: candidate.owner?.name ?? "nobody yet",
    waiting: waitingWords(candidate.waitingWeeks),
    clock: clockOf(candidate),
    unit: candidate.unit,
    types: candidate.types,
    chosen: decided === candidate.unit,
  }));
}
