import { REASONS } from "@/lib/domain/reasons";
import { type Era, versionAt } from "@/lib/services/agreement/version-at";
import { Prisma } from "@/prisma/generated/client";

/** What the rows of one write point to; the entry is an expression where the statement itself appends it. */
export interface Stamp {
  /** Of a form there is one: that in force. */
  eras: readonly Era[];
  auditSeq: bigint | Prisma.Sql;
}

/**
 * CTE that takes the force of events that cannot follow the new verdicts. LATERAL and OFFSET 0 keep the planner, which
 * expects many such cycles, from reading all events for the few or none that there are.
 */
export function supersededEvents(stamp: Stamp): Prisma.Sql {
  return Prisma.sql`
    superseded AS (
      INSERT INTO superseded_events (event_id, audit_seq)
      SELECT e.id, ${stamp.auditSeq}::bigint FROM settling s
      CROSS JOIN LATERAL (SELECT * FROM lifecycle_events WHERE cycle_id = s.cycle_id AND kind = 'move' OFFSET 0) AS e
      WHERE s.is_turned AND CASE e.to_stage
          WHEN 'sal' THEN e.at = s.accepted_at AND s.accepted_at IS DISTINCT FROM s.accepted_by
          WHEN 'rejected' THEN e.at = s.rejected_at AND s.rejected_at IS DISTINCT FROM s.rejected_by
          WHEN 'expired' THEN s.stage = 'expired'
          WHEN 'sql' THEN s.rejected_by IS NOT NULL
          WHEN 'pipeline' THEN s.rejected_by IS NOT NULL
          ELSE false END
        AND NOT EXISTS (SELECT FROM superseded_events x WHERE x.event_id = e.id)
      RETURNING event_id
    )`;
}

/** The first touch among the recorded decisions of `settling s` that keep their force; corrected ones count too. */
const KEPT_TOUCH = Prisma.sql`(
  SELECT min(d.touched_at) FROM decisions d
  WHERE d.cycle_id = s.cycle_id AND NOT EXISTS (
    SELECT FROM lifecycle_events e
    WHERE e.cycle_id = d.cycle_id AND e.at = d.decided_at AND e.to_stage IN ('sal', 'rejected') AND e.kind = 'move'
      AND (EXISTS (SELECT FROM superseded x WHERE x.event_id = e.id) OR EXISTS (SELECT FROM superseded_events x WHERE x.event_id = e.id))))`;

/** CTEs that write the legal rows: decisions and their events. A rejection starts from SAL where an acceptance stands before it. */
export function decisionWrites(stamp: Stamp): Prisma.Sql {
  return Prisma.sql`
    retired AS (
      UPDATE decisions d SET is_live = false FROM settling s
      WHERE d.cycle_id = s.cycle_id AND d.is_live AND d.decided_at <> coalesce(s.rejected_by, s.accepted_by)
    ),
    decided AS (
      INSERT INTO decisions (cycle_id, lead_id, decided_at, verdict, reason, duplicate_of, decided_by_id, decided_by_email,
        touched_at, touch_kind, note, is_live, agreement_version, audit_seq)
      SELECT cycle_id, lead_id, decided_at, verdict, reason, duplicate_of, decider_id, decided_by,
        touched_at, touch_kind, note, is_last, ${versionAt(stamp.eras, Prisma.sql`decided_at`)}, ${stamp.auditSeq}
      FROM legal
    ),
    moved AS (
      INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, actor_id, agreement_version, audit_seq)
      SELECT cycle_id, CASE WHEN verdict = 'reject' AND accepted_by IS NOT NULL THEN 'sal' WHEN lane = 'partner' THEN 'referred' ELSE 'mql' END::stage,
        CASE verdict WHEN 'accept' THEN 'sal' ELSE 'rejected' END::stage, decided_at, decider_id, ${versionAt(stamp.eras, Prisma.sql`decided_at`)}, ${stamp.auditSeq}
      FROM legal ORDER BY cycle_id, decided_at
    )`;
}

/** CTE `settled`: the cycles as the verdicts that stand now leave them. */
export function cycleWrites(): Prisma.Sql {
  return Prisma.sql`
    settled AS (
      UPDATE cycles c
      SET stage = CASE WHEN s.rejected_by IS NOT NULL THEN 'rejected' WHEN s.stage IN ('sql', 'pipeline') THEN s.stage ELSE 'sal' END,
        decided_at = coalesce(s.rejected_by, s.accepted_by), first_decided_at = coalesce(s.accepted_by, s.rejected_by),
        decided_by_id = CASE WHEN s.is_last THEN s.decider_id ELSE c.decided_by_id END, reason = CASE WHEN s.is_last THEN s.reason ELSE c.reason END,
        first_touched_at = least(CASE WHEN s.is_turned THEN ${KEPT_TOUCH} ELSE c.first_touched_at END, s.touched_by)
      FROM settling s WHERE c.id = s.cycle_id
      RETURNING c.*
    )`;
}

/** CTE `deltas`: what the writes change in the counters, from the locked state to the settled one. */
export function countDeltas(): Prisma.Sql {
  const change = (isTrue: (cycle: string) => string) =>
    Prisma.raw(`sum(coalesce((${isTrue("s")})::int, 0) - coalesce((${isTrue("b")})::int, 0))::int`);
  return Prisma.sql`
    deltas AS (
      SELECT s.handed_over_on AS day, s.source_code AS source, s.segment_code AS segment, s.lane, 0 AS handed_over, 0 AS recycled,
        ${change((cycle) => `${cycle}.stage IN ('sal', 'sql', 'pipeline')`)} AS accepted,
        ${Prisma.join(REASONS.map((reason) => Prisma.sql`${change((cycle) => `${cycle}.reason = '${reason}'`)} AS ${Prisma.raw(reason)}`))},
        ${change((cycle) => `${cycle}.stage = 'expired'`)} AS expired,
        ${change((cycle) => `${cycle}.first_touched_at <= ${cycle}.touch_by`)} AS touched_in_time,
        ${change((cycle) => `${cycle}.first_decided_at <= ${cycle}.decide_by`)} AS decided_in_time
      FROM settled s JOIN locked b ON b.id = s.id
      GROUP BY 1, 2, 3, 4
    )`;
}
