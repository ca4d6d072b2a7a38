import type { Candidate, CandidateKind } from "@/lib/domain/candidates";
import { parseUnit } from "@/lib/domain/cures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { parseMoney } from "@/lib/domain/money";
import { percentText, ratio } from "@/lib/domain/rates";
import type { DecisionType } from "@/lib/domain/reviews";
import { unitName } from "@/lib/domain/unit-names";
import { shortDate } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";

type Tables = Pick<MetricsDocument, "acceptance" | "cost">;

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

const SIGN: Readonly<Record<string, CandidateRow["sign"]>> = {
  source_breach: "source",
  sales_sla_breach: "sla",
  over_line: "over",
  no_pipeline: "over",
};

/** What that Monday says of the figure of a candidate; null for a reason, and for a row that has left its tables. */
function verdictOf({ unit }: Candidate, { acceptance, cost }: Tables): string | null {
  const parts = parseUnit(unit);
  if (!parts || parts.kind === "reason") return null;
  const row =
    parts.kind === "cost"
      ? cost.rows.find(({ source }) => source === parts.source)
      : acceptance.cells.find(({ source, segment }) => source === parts.source && segment === parts.segment);
  return row?.verdict ?? null;
}

/** A clock that is due waits for its decision although its figure has healed meanwhile. */
const whyOf = ({ kind, clock }: Candidate, verdict: string | null): string =>
  clock?.state === "due" && verdict === "ok" ? `healthy again, still ${WHY[kind]}` : WHY[kind];

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

/** The queue of a frozen Monday in its order (product.md D6); breaches are marked by what that Monday says of the figure. */
export function candidateRows(
  candidates: readonly CandidateInput[],
  tables: Tables,
  labels: Labels,
  decided: string | null,
): CandidateRow[] {
  return candidates.map((candidate, index) => ({
    why: whyOf(candidate, verdictOf(candidate, tables)),
    sign: SIGN[verdictOf(candidate, tables) ?? ""] ?? null,
    key: `${candidate.kind} ${candidate.unit}`,
    place: index + 1,
    name: unitName(candidate.unit, labels),
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
