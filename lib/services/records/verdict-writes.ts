import { REASONS } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";

/** What the rows of one write point to; the entry is an expression where the statement itself appends it. */
export interface Stamp {
  agreementVersion: number;
  auditSeq: bigint | Prisma.Sql;
}

/**
 * CTEs for cycles of which something recorded cannot follow the new verdicts: its events lose their
 * force, and their touches count no longer.
 */
export function supersededEvents(stamp: Stamp): Prisma.Sql {
  return Prisma.sql`
    turned AS (
      SELECT s.cycle_id, h.stage, CASE WHEN h.accepted_at IS DISTINCT FROM s.accepted_at THEN h.accepted_at END AS accepted_at,
        CASE WHEN h.rejected_at IS DISTINCT FROM s.rejected_at THEN h.rejected_at END AS rejected_at,
        h.stage IN ('sql', 'pipeline') AND s.rejected_at IS NOT NULL AS is_sql_void
      FROM settling s JOIN held h ON h.id = s.cycle_id
      WHERE h.stage = 'expired' OR h.accepted_at <> coalesce(s.accepted_at, 'infinity') OR h.rejected_at <> s.rejected_at
        OR (h.stage IN ('sql', 'pipeline') AND s.rejected_at IS NOT NULL)
    ),
    superseded AS (
      INSERT INTO superseded_events (event_id, audit_seq)
      SELECT e.id, ${stamp.auditSeq}::bigint FROM turned t JOIN lifecycle_events e ON e.cycle_id = t.cycle_id AND e.kind = 'move'
      WHERE ((e.to_stage = 'sal' AND e.at = t.accepted_at) OR (e.to_stage = 'rejected' AND e.at = t.rejected_at)
          OR (e.to_stage = 'expired' AND t.stage = 'expired') OR (e.to_stage IN ('sql', 'pipeline') AND t.is_sql_void))
        AND NOT EXISTS (SELECT FROM superseded_events x WHERE x.event_id = e.id)
      RETURNING event_id
    ),
    kept AS (
      SELECT t.cycle_id, min(d.touched_at) AS touched_at
      FROM turned t LEFT JOIN decisions d ON d.cycle_id = t.cycle_id AND NOT EXISTS (
        SELECT FROM lifecycle_events e
        WHERE e.cycle_id = d.cycle_id AND e.at = d.decided_at AND e.to_stage IN ('sal', 'rejected') AND e.kind = 'move'
          AND (e.id IN (SELECT event_id FROM superseded) OR e.id IN (SELECT event_id FROM superseded_events)))
      GROUP BY t.cycle_id
    )`;
}

/** CTEs that write the legal rows: decisions and their events. A rejection starts from SAL where an acceptance stands before it. */
export function decisionWrites(stamp: Stamp): Prisma.Sql {
  return Prisma.sql`
    retired AS (
      UPDATE decisions d SET is_live = false FROM settling s
      WHERE d.cycle_id = s.cycle_id AND d.is_live AND d.decided_at <> coalesce(s.rejected_at, s.accepted_at)
    ),
    decided AS (
      INSERT INTO decisions (cycle_id, lead_id, decided_at, verdict, reason, duplicate_of, decided_by_id, decided_by_email,
        touched_at, touch_kind, note, is_live, agreement_version, audit_seq)
      SELECT cycle_id, lead_id, decided_at, verdict, reason, duplicate_of, decider_id, decided_by,
        touched_at, touch_kind, note, is_last, ${stamp.agreementVersion}, ${stamp.auditSeq}
      FROM legal
    ),
    moved AS (
      INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, actor_id, agreement_version, audit_seq)
      SELECT cycle_id, CASE WHEN verdict = 'reject' AND accepted_by IS NOT NULL THEN 'sal' WHEN lane = 'partner' THEN 'referred' ELSE 'mql' END::stage,
        CASE verdict WHEN 'accept' THEN 'sal' ELSE 'rejected' END::stage, decided_at, decider_id, ${stamp.agreementVersion}, ${stamp.auditSeq}
      FROM legal ORDER BY cycle_id, decided_at
    )`;
}

/** CTE `settled`: the cycles as the verdicts that stand now leave them. */
export function cycleWrites(): Prisma.Sql {
  return Prisma.sql`
    settled AS (
      UPDATE cycles c
      SET stage = CASE WHEN s.rejected_at IS NOT NULL THEN 'rejected' WHEN h.stage IN ('sql', 'pipeline') THEN h.stage ELSE 'sal' END,
        decided_at = coalesce(s.rejected_at, s.accepted_at), first_decided_at = coalesce(s.accepted_at, s.rejected_at),
        decided_by_id = CASE WHEN l.is_last THEN l.decider_id ELSE c.decided_by_id END, reason = CASE WHEN l.is_last THEN l.reason ELSE c.reason END,
        first_touched_at = least(CASE WHEN k.cycle_id IS NULL THEN c.first_touched_at ELSE k.touched_at END, s.touched_at)
      FROM settling s JOIN held h ON h.id = s.cycle_id
      LEFT JOIN legal l ON l.cycle_id = s.cycle_id AND l.is_last
      LEFT JOIN kept k ON k.cycle_id = s.cycle_id
      WHERE c.id = s.cycle_id
      RETURNING c.*
    )`;
}

/** CTE `deltas`: what the writes change in the counters, from the locked state to the settled one. */
export function countDeltas(): Prisma.Sql {
  const change = (isTrue: (cycle: string) => string) =>
    Prisma.raw(`sum(coalesce((${isTrue("s")})::int, 0) - coalesce((${isTrue("b")})::int, 0))::int`);
  return Prisma.sql`
    deltas AS (
      SELECT s.handed_over_on AS day, s.source_code AS source, s.segment_code AS segment, s.lane, 0 AS handed_over,
        ${change((cycle) => `${cycle}.stage IN ('sal', 'sql', 'pipeline')`)} AS accepted,
        ${Prisma.join(REASONS.map((reason) => Prisma.sql`${change((cycle) => `${cycle}.reason = '${reason}'`)} AS ${Prisma.raw(reason)}`))},
        ${change((cycle) => `${cycle}.stage = 'expired'`)} AS expired,
        ${change((cycle) => `${cycle}.first_touched_at <= ${cycle}.touch_by`)} AS touched_in_time,
        ${change((cycle) => `${cycle}.first_decided_at <= ${cycle}.decide_by`)} AS decided_in_time
      FROM settled s JOIN locked b ON b.id = s.id
      GROUP BY 1, 2, 3, 4
    )`;
}
