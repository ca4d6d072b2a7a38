import { type CureUnit, parseUnit, reasonUnit } from "./cures";
import type { IsoDate } from "./dates";
import { reasonsNeedingFix } from "./fixes";
import type { MetricsDocument } from "./metrics-document";
import { parseMoney } from "./money";
import { nearestFloor } from "./nearest-floor";
import { isReason, REASONS, type Reason, type ReasonCounts } from "./reasons";
import type { DecisionType } from "./reviews";
import type { Segment } from "./segments";
import { compareNames } from "./source-rows";

/** Why a unit stands in the queue of a Tuesday (product.md D6), in the order of the queue. */
export type CandidateKind = "kill" | "defund" | "sales_sla" | "reason" | "due_reason" | "floor";

/** What the queue reads of a frozen Monday. */
export type JudgedDocument = Pick<MetricsDocument, "as_of" | "acceptance" | "rejection" | "cost">;

/** A clock that runs on that Monday. */
export interface RunningClock {
  readonly id: string;
  readonly state: "open" | "due" | "extended";
  readonly opened: IsoDate;
  readonly due: IsoDate;
}

/** By unit, as it stood after that Monday was judged. */
export type RunningClocks = ReadonlyMap<string, RunningClock>;

/** A figure against its limit: counts, or money as decimal text. `limit` is null where there is none. */
export interface CandidateFigure {
  readonly top: string;
  readonly bottom: string;
  readonly limit: string | null;
}

/** One line of the queue. Everything in it is text or a whole number, so that it can be kept as canonical JSON. */
export interface Candidate {
  readonly kind: CandidateKind;
  readonly unit: string;
  readonly source: string | null;
  readonly segment: Segment | null;
  readonly reason: Reason | null;
  /** Null where its row has left the tables of that Monday while its clock waits. */
  readonly figure: CandidateFigure | null;
  /** Spend of its source in the 90 days of that Monday, decimal text; null for a reason. */
  readonly spend: string | null;
  readonly clock: RunningClock | null;
  /** What may be decided about it. */
  readonly types: readonly DecisionType[];
}

interface Context {
  readonly document: JudgedDocument;
  readonly clocks: RunningClocks;
}

/**
 * What may be decided about a unit: only what is due is killed, defunded or extended; sales' own breach is never killed;
 * a fix is work on a reason or a cell; anything may be watched.
 */
export function allowedTypes(unit: string, clocks: RunningClocks): DecisionType[] {
  const isDue = clocks.get(unit)?.state === "due";
  const types: DecisionType[] = [];
  if (isDue && unit.startsWith("acceptance:")) types.push("kill");
  if (isDue && unit.startsWith("cost:")) types.push("defund");
  if (isDue) types.push("extend");
  if (!unit.startsWith("cost:")) types.push("fix");
  return [...types, "watch"];
}

function figureOf(parts: CureUnit, { acceptance, cost, rejection }: JudgedDocument): CandidateFigure | null {
  if (parts.kind === "reason") {
    const count = rejection.reasons.find(({ code }) => code === parts.code)?.count ?? 0;
    return { top: String(count), bottom: String(rejection.rejected), limit: null };
  }
  if (parts.kind === "cost") {
    const row = cost.rows.find(({ source }) => source === parts.source);
    return row ? { top: row.spend, bottom: row.pipeline, limit: cost.line } : null;
  }
  const cell = acceptance.cells.find(({ source, segment }) => source === parts.source && segment === parts.segment);
  return cell ? { top: String(cell.accepted), bottom: String(cell.n), limit: cell.floor } : null;
}

function candidatesOf(kind: CandidateKind, units: readonly string[], { document, clocks }: Context): Candidate[] {
  return units.flatMap((unit) => {
    const parts = parseUnit(unit);
    if (!parts) return [];
    const source = parts.kind === "reason" ? null : parts.source;
    return {
      kind,
      unit,
      source,
      segment: "segment" in parts ? (parts.segment as Segment) : null,
      reason: parts.kind === "reason" && isReason(parts.code) ? parts.code : null,
      figure: figureOf(parts, document),
      spend: source && (document.cost.rows.find((row) => row.source === source)?.spend ?? "0.00"),
      clock: clocks.get(unit) ?? null,
      types: allowedTypes(unit, clocks),
    };
  });
}

/** The clocks that wait for a decision, whatever has become of their row. */
function due(kind: CandidateKind, of: CureUnit["kind"], context: Context): Candidate[] {
  const waiting = [...context.clocks].filter(([unit, { state }]) => state === "due" && parseUnit(unit)?.kind === of);
  return candidatesOf(
    kind,
    waiting.map(([unit]) => unit),
    context,
  );
}

/** More spend first, then by unit. */
function bySpend(a: Candidate, b: Candidate): number {
  const difference = (parseMoney(b.spend ?? "0") ?? 0n) - (parseMoney(a.spend ?? "0") ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : compareNames(a.unit, b.unit);
}

function countsOf(rejection: JudgedDocument["rejection"]): ReasonCounts {
  const counts = new Map(rejection.reasons.map(({ code, count }) => [code, count]));
  return Object.fromEntries(REASONS.map((code) => [code, counts.get(code) ?? 0])) as Record<Reason, number>;
}

/**
 * The reasons that a fix is asked for, ranked: the first one always, the first three in a breach of the cap. While the volume
 * is below the feed the cap is not arguable and asks for nothing (metrics.md §2).
 */
export function arguableReasons({ rejection }: JudgedDocument): Reason[] {
  return reasonsNeedingFix(countsOf(rejection), rejection.verdict === "breach" && rejection.arguable);
}

/** The reasons that only the cap asks for in a week in which it is not arguable: no decision of that week. */
export function notArguable({ rejection }: JudgedDocument): Reason[] {
  if (rejection.verdict !== "breach" || rejection.arguable) return [];
  const [, ...others] = reasonsNeedingFix(countsOf(rejection), true);
  return others;
}

/** The reasons of the week, then those whose clock is due although others rank first by now: by count, then in their order. */
function reasons(context: Context): Candidate[] {
  const { document, clocks } = context;
  const [top, shut, counts] = [arguableReasons(document), notArguable(document), countsOf(document.rejection)];
  const others = REASONS.filter((code) => clocks.get(reasonUnit(code))?.state === "due")
    .filter((code) => !top.includes(code) && !shut.includes(code))
    .sort((a, b) => counts[b] - counts[a]);
  return [
    ...candidatesOf("reason", top.map(reasonUnit), context),
    ...candidatesOf("due_reason", others.map(reasonUnit), context),
  ];
}

/**
 * The queue of a Tuesday (product.md D6): kills and defunds that are due, by the spend of their source; due clocks of sales'
 * own breaches, likewise; the top reason, the top three in an arguable breach of the cap, and others whose clock is due; the
 * cell nearest to its floor. Every clock that is due stands in it, so that it can be decided; only a reason that is not
 * arguable this week waits.
 */
export function rankCandidates(document: JudgedDocument, clocks: RunningClocks): Candidate[] {
  const context = { document, clocks };
  const nearest = nearestFloor(document.acceptance.cells, clocks);
  return [
    ...[...due("kill", "acceptance", context), ...due("defund", "cost", context)].sort(bySpend),
    ...due("sales_sla", "sales_sla", context).sort(bySpend),
    ...reasons(context),
    ...candidatesOf("floor", nearest === null ? [] : [nearest], context),
  ];
}

type Place = Pick<Candidate, "kind" | "unit">;

/** What an earlier Monday had in its queue, and the unit that its closed review decided about; null: none was closed. */
export interface EarlierQueue {
  readonly candidates: readonly Place[];
  /** Reasons that had no place in it, because they were not arguable that week. */
  readonly shut: readonly Reason[];
  readonly decided: string | null;
}

/** Whether it leads or is only due, a reason waits as the same candidate. */
const isSame = (one: Place, other: Place): boolean =>
  one.unit === other.unit && (one.kind === other.kind || one.unit.startsWith("reason:"));

/**
 * For how many earlier Mondays in a row it stood in the queue, of the same kind, without having been decided. A Monday on which
 * a reason was not arguable neither counts nor ends its row.
 * @param earlier latest first
 */
export function waitingWeeks(own: Place, earlier: readonly EarlierQueue[]): number {
  let weeks = 0;
  for (const { candidates, shut, decided } of earlier) {
    if (decided === own.unit) break;
    if (candidates.some((candidate) => isSame(candidate, own))) weeks += 1;
    else if (!shut.some((reason) => reasonUnit(reason) === own.unit)) break;
  }
  return weeks;
}
