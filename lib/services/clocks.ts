import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { fetchHistory, type ReviewedDecision } from "@/lib/data/snapshots";
import { type CausedMove, type ClockHistory, type ClockMoveKind, clockHistory } from "@/lib/domain/clock-moves";
import { type Clock, type CureDecision, decisionFits } from "@/lib/domain/cures";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import type { Tx } from "./sql";

/** A step of a clock as the audit entry of its snapshot tells it. */
export type ToldMove = { unit: string; move: ClockMoveKind; due: IsoDate };

/** What a snapshot makes of all clocks, still to be stored. */
export interface JudgedClocks extends ClockHistory<ReviewedDecision> {
  /** The steps of this Monday alone. */
  moved: readonly ToldMove[];
}

/**
 * What snapshots and decisions make of all clocks up to a Monday, whose snapshot stands in this transaction (metrics.md §5); a
 * snapshot that judges nothing moves nothing. Call it while closings of reviews wait (`openRequiredFixes` locks them out) or
 * while the head of the audit chain is held.
 */
export async function judgedClocks(tx: Tx, asOf: IsoDate): Promise<JudgedClocks> {
  const { history, decisions } = await fetchHistory((sql) => tx.rows(sql), addDays(asOf, 7));
  if (history.at(-1)?.asOf !== asOf) return { clocks: [], moves: [], moved: [] };
  const { clocks, moves } = clockHistory(history, decisions);
  const moved = moves
    .filter(({ on, decision }) => on === asOf && decision === null)
    .map(({ unit, kind, due }) => ({ unit, move: kind, due }));
  return { clocks, moves, moved };
}

/**
 * Stores what differs, each step as a move that names its cause and its audit entry. That entry was made by the caller and
 * keeps the head of the chain locked, so that snapshots and closings of reviews follow each other.
 * @throws AppError CLOCK_ALREADY_OPEN
 */
export async function storeJudged(tx: Tx, { clocks, moves }: JudgedClocks, auditSeq: bigint): Promise<void> {
  try {
    await storeClocks(tx, clocks);
  } catch (error) {
    throw asAlreadyOpen(error);
  }
  await storeMoves(tx, moves, auditSeq);
}

/** Older clocks come first, so that one ends before the next of its unit begins. */
async function storeClocks(tx: Tx, clocks: readonly Clock[]): Promise<void> {
  const rows = clocks.map(({ settledOn, ...clock }) => ({ ...clock, settled_on: settledOn }));
  await tx.rows(Prisma.sql`
    INSERT INTO clocks (unit, opened, due, state, settled_on, rested)
    SELECT unit, opened, due, state, settled_on, rested FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS c (unit text, opened date, due date, state clock_state, settled_on date, rested boolean)
    ON CONFLICT (unit, opened) DO UPDATE
      SET due = excluded.due, state = excluded.state, settled_on = excluded.settled_on, rested = excluded.rested
      WHERE (clocks.due, clocks.state, clocks.settled_on, clocks.rested)
        IS DISTINCT FROM (excluded.due, excluded.state, excluded.settled_on, excluded.rested)`);
}

/** Moves that are stored already stay as they are. */
async function storeMoves(tx: Tx, moves: readonly CausedMove<ReviewedDecision>[], auditSeq: bigint): Promise<void> {
  const rows = moves.map(({ decision, ...move }) => ({
    ...move,
    snapshot: decision ? null : move.on,
    decision: decision?.id,
  }));
  await tx.rows(Prisma.sql`
    INSERT INTO clock_moves (clock_id, kind, "on", due, snapshot_as_of, decision_id, audit_seq)
    SELECT c.id, m.kind, m."on", m.due, m.snapshot, m.decision, ${auditSeq}
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS m (unit text, opened date, kind clock_move_kind, "on" date, due date, snapshot date, decision bigint)
    JOIN clocks c USING (unit, opened) ORDER BY m."on", m.kind ON CONFLICT (clock_id, "on", kind) DO NOTHING`);
}

/** The index that keeps one running clock per unit, in words. */
function asAlreadyOpen(error: unknown): unknown {
  if (!(error instanceof Error) || !/clocks_running/.test(JSON.stringify(error) + error.message)) return error;
  return new AppError("CLOCK_ALREADY_OPEN", {
    message: "A clock of this unit is running already: a second one cannot open. Run npm run verify to see which.",
  });
}

export interface Settling {
  clockId: bigint;
  /** The row in `review_decisions` that decides it. */
  decisionId: bigint;
  type: CureDecision["type"];
  /** The calendar date of the closing of the review. */
  on: IsoDate;
  /** extend: the new due date, 30 days on when left out. */
  until?: IsoDate;
  auditSeq: bigint;
}

const SETTLED = { kill: "killed", defund: "defunded", extend: "extended" } as const;

/**
 * Settles a clock by the decision of a review that is being closed (metrics.md §5): only one that is due, by what fits its
 * unit, once.
 * @throws AppError CLOCK_NOT_DUE
 */
export async function settleClock(tx: Tx, settling: Settling): Promise<void> {
  const { clockId, decisionId, type, on, until = addDays(on, 30), auditSeq } = settling;
  const state = SETTLED[type];
  const settled = await tx.rows<{ unit: string }>(Prisma.sql`
    WITH settled AS (
      UPDATE clocks SET state = ${state}::clock_state, settled_on = CASE WHEN ${type} <> 'extend' THEN ${on}::date END,
        due = CASE WHEN ${type} = 'extend' THEN ${until}::date ELSE due END
      WHERE id = ${clockId} AND state = 'due' RETURNING id, unit, due)
    INSERT INTO clock_moves (clock_id, kind, "on", due, decision_id, audit_seq)
    SELECT id, ${state}::clock_move_kind, ${on}::date, due, ${decisionId}, ${auditSeq} FROM settled
    RETURNING (SELECT unit FROM settled) AS unit`);
  const unit = settled[0]?.unit;
  if (unit !== undefined && decisionFits(unit, type)) return;
  throw new AppError("CLOCK_NOT_DUE", {
    field: "clock",
    message:
      "Only a clock that is due can be decided: a cell is killed, the cost of a source defunded, any clock extended. Reload the page and choose one that is due.",
  });
}

/**
 * Judges the Mondays that were frozen before clocks were kept, once, where a database comes from such a version. It judges
 * as the latest snapshot would have.
 */
export async function catchUpClocks(tx: Tx, actor: Actor): Promise<void> {
  const [latest] = await tx.rows<{ asOf: IsoDate }>(Prisma.sql`
    SELECT max(as_of)::text AS "asOf" FROM snapshots WHERE judges AND NOT EXISTS (SELECT FROM clocks)`);
  if (!latest?.asOf) return;
  const { asOf } = latest;
  const judged = await judgedClocks(tx, asOf);
  if (judged.clocks.length === 0) return;
  const auditSeq = await audit(tx, { actor, action: "clocks.catch_up", object: "clocks", after: { snapshot: asOf } });
  await storeJudged(tx, judged, auditSeq);
}
