import { versionAt } from "@/lib/services/agreement/version-at";
import { Prisma } from "@/prisma/generated/client";
import type { Run } from "./write";

/** Columns of the relation that `handOverSteps` reads; all but the last as the lead has them now. */
export const HANDED =
  "lead_id, source_code, segment_code, lane, assigned_to, sourced_by, handed_over_at, handed_over_on, touch_by, decide_by, last_activity_on, number";

/**
 * CTEs from the relation `handed` (columns HANDED) to cycles, their first events and the hand-over counters, as `deltas`.
 * Source, segment and sourcer are frozen on the cycle with the hand-over (metrics.md §1, product.md A10).
 */
export function handOverSteps(run: Run): Prisma.Sql {
  return Prisma.sql`
    cycled AS (
      INSERT INTO cycles (lead_id, number, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version,
        assigned_id, sourced_by_id, touch_by, decide_by, last_activity_on)
      SELECT h.lead_id, h.number, CASE h.lane WHEN 'partner' THEN 'partner_referral' ELSE h.source_code END, h.segment_code, h.lane,
        CASE h.lane WHEN 'partner' THEN 'referred' ELSE 'mql' END::stage,
        h.handed_over_at, h.handed_over_on, ${versionAt(run.eras, Prisma.sql`h.handed_over_at`)}, a.id, s.id, h.touch_by, h.decide_by, h.last_activity_on
      FROM handed h LEFT JOIN users a ON a.email = h.assigned_to AND NOT never_owns(a.role) LEFT JOIN users s ON s.email = h.sourced_by
      ORDER BY h.lead_id
      RETURNING id, number, lane, stage, source_code, segment_code, handed_over_at, handed_over_on, agreement_version
    ),
    moved AS (
      INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, agreement_version, audit_seq)
      SELECT id, 'lead', stage, handed_over_at, agreement_version, ${run.auditSeq} FROM cycled
    ),
    deltas AS (
      SELECT handed_over_on AS day, source_code AS source, segment_code AS segment, lane, count(*)::int AS handed_over,
        (count(*) FILTER (WHERE number > 1))::int AS recycled
      FROM cycled GROUP BY 1, 2, 3, 4
    )`;
}
