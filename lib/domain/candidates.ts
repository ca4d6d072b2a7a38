import { acceptanceUnit, costUnit, reasonUnit, salesSlaUnit } from "./cures";
import type { IsoDate } from "./dates";
import { powerOfTen, requireDecimal } from "./decimals";
import { reasonsNeedingFix } from "./fixes";
import type { MetricsDocument } from "./metrics-document";
import { parseMoney } from "./money";
import { REASONS, type Reason, type ReasonCounts } from "./reasons";
import type { DecisionType } from "./reviews";
import type { Segment } from "./segments";
import { compareNames } from "./source-rows";

/** Why a unit stands in the queue of a Tuesday (product.md D6), in the order of the queue. */
export type CandidateKind = "kill" | "defund" | "sales_sla" | "reason" | "floor";

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
  readonly figure: CandidateFigure;
  /** Spend of its source in the 90 days of that Monday, decimal text; null for a reason. */
  readonly spend: string | null;
  readonly clock: RunningClock | null;
  /** What may be decided about it. */
  readonly types: readonly DecisionType[];
}

type Cell = MetricsDocument["acceptance"]["cells"][number];

const spendOf = (document: JudgedDocument, source: string): string =>
  document.cost.rows.find((row) => row.source === source)?.spend ?? "0.00";

function cellCandidate(kind: CandidateKind, unit: string, cell: Cell, context: Context): Candidate {
  const { source, segment, accepted, n, floor } = cell;
  return {
    kind,
    unit,
    source,
    segment,
    reason: null,
    figure: { top: String(accepted), bottom: String(n), limit: floor },
    spend: spendOf(context.document, source),
    clock: context.clocks.get(unit) ?? null,
    types: allowedTypes(unit, context.clocks),
  };
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

/** Units of the clocks that wait for a decision. */
const isDue = ({ clocks }: Context, unit: string): boolean => clocks.get(unit)?.state === "due";

function dueKills(context: Context): Candidate[] {
  return context.document.acceptance.cells
    .map((cell) => ({ cell, unit: acceptanceUnit(cell.source, cell.segment) }))
    .filter(({ unit }) => isDue(context, unit))
    .map(({ cell, unit }) => cellCandidate("kill", unit, cell, context));
}

function dueDefunds(context: Context): Candidate[] {
  const { document, clocks } = context;
  return document.cost.rows
    .filter(({ source }) => isDue(context, costUnit(source)))
    .map(({ source, spend, pipeline }) => ({
      kind: "defund",
      unit: costUnit(source),
      source,
      segment: null,
      reason: null,
      figure: { top: spend, bottom: pipeline, limit: document.cost.line },
      spend,
      clock: clocks.get(costUnit(source)) ?? null,
      types: allowedTypes(costUnit(source), clocks),
    }));
}

function dueSales(context: Context): Candidate[] {
  return context.document.acceptance.cells
    .map((cell) => ({ cell, unit: salesSlaUnit(cell.source, cell.segment) }))
    .filter(({ unit }) => isDue(context, unit))
    .map(({ cell, unit }) => cellCandidate("sales_sla", unit, cell, context));
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

function reasons(context: Context): Candidate[] {
  const { document, clocks } = context;
  const counts = countsOf(document.rejection);
  return arguableReasons(document).map((reason) => ({
    kind: "reason",
    unit: reasonUnit(reason),
    source: null,
    segment: null,
    reason,
    figure: { top: String(counts[reason]), bottom: String(document.rejection.rejected), limit: null },
    spend: null,
    clock: clocks.get(reasonUnit(reason)) ?? null,
    types: allowedTypes(reasonUnit(reason), clocks),
  }));
}

/** How far a cell is from its floor, in hundredths of a percent's own scale: `top ÷ bottom`, exactly. */
function distance({ accepted, n, floor }: Cell): { top: bigint; bottom: bigint } {
  const percent = requireDecimal(floor ?? "0");
  const scale = powerOfTen(percent.scale);
  const difference = 100n * BigInt(accepted) * scale - percent.units * BigInt(n);
  return { top: difference < 0n ? -difference : difference, bottom: BigInt(n) * scale };
}

function isNearer(a: Cell, b: Cell): boolean {
  const [one, other] = [distance(a), distance(b)];
  return one.top * other.bottom < other.top * one.bottom;
}

/** The unit of a cell that is healthy, or whose clock runs and is not due; null for one that is not judged or waits anyway. */
function unitNearFloor(cell: Cell, { clocks }: Context): string | null {
  const { source, segment, floor, verdict } = cell;
  if (floor === null) return null;
  const unit = verdict === "sales_sla_breach" ? salesSlaUnit(source, segment) : acceptanceUnit(source, segment);
  const state = clocks.get(unit)?.state;
  if (state === "due") return null;
  return verdict === "ok" || ((verdict === "source_breach" || verdict === "sales_sla_breach") && state) ? unit : null;
}

/** The cell nearest to its floor, whichever side of it; of equals the first of the table. */
function nearestFloor(context: Context): Candidate[] {
  let nearest: { cell: Cell; unit: string } | null = null;
  for (const cell of context.document.acceptance.cells) {
    const unit = unitNearFloor(cell, context);
    if (unit !== null && (nearest === null || isNearer(cell, nearest.cell))) nearest = { cell, unit };
  }
  return nearest === null ? [] : [cellCandidate("floor", nearest.unit, nearest.cell, context)];
}

/**
 * The queue of a Tuesday (product.md D6): kills and defunds that are due, by the spend of their source; due clocks of sales'
 * own breaches, likewise; the top reason, the top three in an arguable breach of the cap; the cell nearest to its floor.
 */
export function rankCandidates(document: JudgedDocument, clocks: RunningClocks): Candidate[] {
  const context = { document, clocks };
  return [
    ...[...dueKills(context), ...dueDefunds(context)].sort(bySpend),
    ...dueSales(context).sort(bySpend),
    ...reasons(context),
    ...nearestFloor(context),
  ];
}

/** What an earlier Monday had in its queue, and the unit that its closed review decided about; null: none was closed. */
export interface EarlierQueue {
  readonly candidates: readonly Pick<Candidate, "kind" | "unit">[];
  readonly decided: string | null;
}

/**
 * For how many earlier Mondays in a row it stood in the queue, of the same kind, without having been decided.
 * @param earlier latest first
 */
export function waitingWeeks(
  { kind, unit }: Pick<Candidate, "kind" | "unit">,
  earlier: readonly EarlierQueue[],
): number {
  const end = earlier.findIndex(
    ({ candidates, decided }) =>
      decided === unit || !candidates.some((candidate) => candidate.kind === kind && candidate.unit === unit),
  );
  return end < 0 ? earlier.length : end;
}
