import "server-only";
import { authorize, forbidden, loggingRefusals, may, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import {
  type CycleState,
  fold,
  type Lane,
  type LifecycleEvent,
  type Stage,
  undoClosesAt,
} from "@/lib/domain/lifecycle";
import type { Reason } from "@/lib/domain/reasons";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { isOpen } from "@/lib/services/cycles";
import { factsRules, refreshOpportunities } from "@/lib/services/facts/refresh";
import { addCounts } from "@/lib/services/records/counts";
import { lastResponse } from "@/lib/services/records/touches";
import { prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

interface DecidedCycle {
  id: string;
  stage: Stage;
  lane: Lane;
  reason: Reason | null;
  decidedById: bigint | null;
  day: string;
  source: string;
  segment: string;
  decideBy: Date;
}

export interface Corrected {
  cycleId: string;
  stage: Stage;
}

/**
 * Takes back the last verdict of a cycle: by the decider until the Monday snapshot, later by VP RevOps
 * (product.md A5). The verdict stays in the record; a correction event is added.
 * @throws AppError NOT_FOUND, FORBIDDEN, SNAPSHOT_CLOSED, ILLEGAL_TRANSITION (nothing to take back, or the lead has a later cycle)
 */
export async function undo(actor: Person, cycleId: bigint, now: Date): Promise<Corrected> {
  const object = `cycle:${cycleId}`;
  const permission = may(actor, "decisions.correct") ? "decisions.correct" : "leads.decide";
  await authorize(actor, permission, object);
  return loggingRefusals(actor, permission, object, () => takeBack(actor, cycleId, now));
}

function takeBack(actor: Person, cycleId: bigint, now: Date): Promise<Corrected> {
  return db().$transaction(async (prisma) => {
    const tx = prismaTx(prisma);
    const cycle = await lockCycle(tx, cycleId);
    await checkLatest(tx, cycle.id);
    const rules = await factsRules(tx);
    const state = fold(await eventsOf(tx, cycleId), cycle.lane);
    if (state.correctsTo === null || state.decidedAt === null) throw nothingToUndo();
    checkWindow(actor, cycle, state.decidedAt, rules.zone, now);
    const auditSeq = await audit(tx, {
      actor,
      action: "decision.correct",
      object: `cycle:${cycle.id}`,
      before: { stage: cycle.stage, reason: cycle.reason },
      after: { stage: state.correctsTo },
      agreementVersion: rules.agreementVersion,
    });
    await writeCorrection(tx, cycle, state.correctsTo, {
      actorId: actor.id,
      at: now,
      auditSeq,
      version: rules.agreementVersion,
    });
    await addCounts(tx, [deltaOf(cycle, state)]);
    await refreshOpportunities(tx, await opportunitiesOf(tx, cycle.id), rules, auditSeq);
    return { cycleId: cycle.id, stage: state.correctsTo };
  });
}

async function lockCycle(tx: Tx, id: bigint): Promise<DecidedCycle> {
  const [cycle] = await tx.rows<DecidedCycle>(Prisma.sql`
    SELECT id::text, stage::text, lane::text, reason::text, decided_by_id AS "decidedById", handed_over_on::text AS day, source_code AS source,
      segment_code::text AS segment, decide_by AS "decideBy"
    FROM cycles WHERE id = ${id} FOR UPDATE`);
  if (!cycle) throw new AppError("NOT_FOUND", { message: "This lead does not exist any more. Reload the page." });
  return cycle;
}

/** Asked once the cycle is locked, as whoever recycles its lead locks it too: a verdict that a new cycle followed stays (product.md A8). */
async function checkLatest(tx: Tx, cycleId: string): Promise<void> {
  const later = await tx.rows(Prisma.sql`
    SELECT 1 FROM cycles c JOIN cycles l ON l.lead_id = c.lead_id AND l.number > c.number WHERE c.id = ${cycleId}::bigint LIMIT 1`);
  if (later.length > 0) {
    throw new AppError("ILLEGAL_TRANSITION", {
      message: "This lead was handed over again after that verdict, which stays. Open the lead to see its later cycle.",
    });
  }
}

async function eventsOf(tx: Tx, cycleId: bigint): Promise<LifecycleEvent[]> {
  const rows = await tx.rows<{ kind: "move" | "correction"; from: Stage; to: Stage; at: Date; seq: bigint }>(Prisma.sql`
    SELECT kind::text, from_stage::text AS "from", to_stage::text AS "to", at, id AS seq FROM lifecycle_events WHERE cycle_id = ${cycleId}`);
  return rows.map(({ seq, ...event }) => ({ ...event, seq: Number(seq) }));
}

/** The decider until the Monday snapshot of that decision, VP RevOps at any time. */
function checkWindow(actor: Person, cycle: DecidedCycle, decidedAt: Date, zone: string, now: Date): void {
  if (may(actor, "decisions.correct")) return;
  if (cycle.decidedById !== actor.id) {
    throw forbidden(
      "Somebody else took this decision. They can undo it until Monday, and VP RevOps can correct it at any time.",
    );
  }
  if (now >= undoClosesAt(decidedAt, zone)) {
    throw new AppError("SNAPSHOT_CLOSED", {
      message: "The Monday snapshot has counted this decision. Ask VP RevOps for a correction.",
    });
  }
}

const nothingToUndo = () =>
  new AppError("ILLEGAL_TRANSITION", {
    message: "There is no decision to take back: the lead is open, or it has moved on to an opportunity.",
  });

async function writeCorrection(
  tx: Tx,
  cycle: DecidedCycle,
  to: Stage,
  by: { actorId: bigint; at: Date; auditSeq: bigint; version: number },
): Promise<void> {
  await tx.rows(Prisma.sql`UPDATE decisions SET is_live = false WHERE cycle_id = ${cycle.id}::bigint AND is_live`);
  if (isOpen(to)) {
    // Responses that came while it was decided are activity all the same (product.md A7).
    await tx.rows(Prisma.sql`
      UPDATE cycles c SET stage = ${to}::stage, decided_at = NULL, first_decided_at = NULL, decided_by_id = NULL, reason = NULL,
        last_activity_on = greatest(c.last_activity_on, ${lastResponse("c.lead_id")})
      WHERE id = ${cycle.id}::bigint`);
  } else {
    await tx.rows(Prisma.sql`
      WITH revived AS (
        UPDATE decisions SET is_live = true
        WHERE id = (SELECT max(id) FROM decisions WHERE cycle_id = ${cycle.id}::bigint AND verdict = 'accept') RETURNING decided_at, decided_by_id
      )
      UPDATE cycles SET stage = ${to}::stage, decided_at = r.decided_at, first_decided_at = r.decided_at,
        decided_by_id = nullif(r.decided_by_id, sourced_by_id), reason = NULL
      FROM revived r WHERE id = ${cycle.id}::bigint`);
  }
  // An imported verdict may be dated ahead of our clock: its correction still comes after it.
  await tx.rows(Prisma.sql`
    INSERT INTO lifecycle_events (cycle_id, kind, from_stage, to_stage, at, actor_id, agreement_version, audit_seq)
    SELECT ${cycle.id}::bigint, 'correction', ${cycle.stage}::stage, ${to}::stage, greatest(${by.at}::timestamptz, max(e.at)), ${by.actorId}::bigint,
      ${by.version}::int, ${by.auditSeq}::bigint
    FROM lifecycle_events e WHERE e.cycle_id = ${cycle.id}::bigint`);
}

/** What the correction takes out of the counters. */
function deltaOf(cycle: DecidedCycle, state: CycleState) {
  const reopened = state.correctsTo !== null && isOpen(state.correctsTo);
  const inTime = state.firstDecidedAt !== null && state.firstDecidedAt <= cycle.decideBy;
  return {
    day: cycle.day,
    source: cycle.source,
    segment: cycle.segment,
    lane: cycle.lane,
    ...(cycle.reason ? { [cycle.reason]: -1 } : { accepted: -1 }),
    ...(!reopened && { accepted: 1 }),
    ...(reopened && inTime && { decided_in_time: -1 }),
  };
}

async function opportunitiesOf(tx: Tx, cycleId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(Prisma.sql`
    SELECT o.id::text FROM cycles c JOIN leads l ON l.id = c.lead_id JOIN opportunities o ON o.origin_cycle_id = c.id OR o.account_key = l.account_key
    WHERE c.id = ${cycleId}::bigint`);
  return rows.map((row) => row.id);
}
