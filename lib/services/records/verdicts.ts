import { Prisma } from "@/prisma/generated/client";

/**
 * CTEs that lock the cycles (`locked`, and what is known of them: `held`) and give every row of
 * `incoming` a code, or null when it is legal (`judged`).
 *
 * A cycle takes one acceptance and one rejection at most, whatever order they come in: of all verdicts
 * dated after its last correction, the recorded ones and the new ones, the first rejection stands, and the
 * first acceptance if it lies before that. An expiry stands unless a verdict is dated before it; once the
 * cycle is SQL, only a rejection dated before that move can still come (metrics.md §1, legal moves).
 * `accepted_by` and `rejected_by` of a row are the times of the verdicts that stand on its cycle then.
 */
export function judged(): Prisma.Sql {
  return Prisma.sql`${placed()}, ${held()}, ${flawed()}, ${ranked()}`;
}

/** Each row with its lead, its decider, and the cycle that was open at its time. */
function placed(): Prisma.Sql {
  return Prisma.sql`
    placed AS (
      SELECT i.*, l.id AS lead_id, c.id AS cycle_id, u.id AS decider_id
      FROM incoming i
      LEFT JOIN leads l ON l.source_system = i.source_system AND l.external_id = i.lead_external_id
      LEFT JOIN LATERAL (
        SELECT id FROM cycles WHERE cycles.lead_id = l.id AND cycles.handed_over_at <= i.decided_at ORDER BY number DESC LIMIT 1
      ) AS c ON true
      LEFT JOIN users u ON u.email = i.decided_by
    )`;
}

/** The recorded verdicts that stand on each cycle, and since when it is expired or SQL. */
function held(): Prisma.Sql {
  return Prisma.sql`
    locked AS (SELECT * FROM cycles WHERE id IN (SELECT cycle_id FROM placed) ORDER BY id FOR UPDATE),
    held AS (
      SELECT id, stage, lane, sourced_by_id, decided_at AS cycle_decided_at,
        CASE WHEN stage <> 'rejected' THEN decided_at WHEN first_decided_at < decided_at THEN first_decided_at END AS accepted_at,
        CASE WHEN stage = 'rejected' THEN decided_at END AS rejected_at,
        CASE WHEN stage IN ('expired', 'sql', 'pipeline') THEN (
          SELECT max(e.at) FROM lifecycle_events e
          WHERE e.cycle_id = locked.id AND e.to_stage = CASE locked.stage WHEN 'expired' THEN 'expired' ELSE 'sql' END::stage
        ) END AS left_at
      FROM locked
    ),
    corrected AS (
      SELECT cycle_id, max(at) AS at FROM lifecycle_events
      WHERE kind = 'correction' AND cycle_id IN (SELECT cycle_id FROM placed) GROUP BY cycle_id
    )`;
}

/** What is wrong with a row by itself, or known already. */
function flawed(): Prisma.Sql {
  return Prisma.sql`
    known AS (
      SELECT p.line, (d.verdict, d.reason) IS NOT DISTINCT FROM (p.verdict, p.reason) AS is_same
      FROM placed p JOIN decisions d ON d.lead_id = p.lead_id AND d.decided_at = p.decided_at
    ),
    flawed AS (
      SELECT p.*, h.stage, h.lane, h.cycle_decided_at, h.accepted_at, h.rejected_at, h.left_at, CASE
        WHEN p.lead_id IS NULL THEN 'LEAD_UNKNOWN'
        WHEN p.cycle_id IS NULL THEN 'NOT_HANDED_OVER'
        WHEN k.is_same THEN 'UNCHANGED'
        WHEN NOT k.is_same THEN 'DECISION_FIXED'
        WHEN p.decider_id = h.sourced_by_id THEN 'FORBIDDEN'
        WHEN p.reason = 'already_in_pipeline' AND p.duplicate_of IN (p.lead_external_id, 'lead:' || p.lead_id) THEN 'DUPLICATE_OF_UNKNOWN'
        WHEN p.decided_at < c.at THEN 'TAKEN_BACK_LATER'
        WHEN h.stage IN ('sql', 'pipeline') AND p.verdict = 'reject' AND p.decided_at >= h.left_at THEN 'ILLEGAL_TRANSITION' END AS flaw
      FROM placed p LEFT JOIN held h ON h.id = p.cycle_id LEFT JOIN known k ON k.line = p.line LEFT JOIN corrected c ON c.cycle_id = p.cycle_id
    )`;
}

/** The verdicts that stand when the new ones are put beside the recorded ones, and the rows that are among them. */
function ranked(): Prisma.Sql {
  return Prisma.sql`
    ranked AS (
      SELECT *, least(accepted_at, min(decided_at) FILTER (WHERE flaw IS NULL AND verdict = 'accept') OVER w) AS first_accept,
        least(rejected_at, min(decided_at) FILTER (WHERE flaw IS NULL AND verdict = 'reject') OVER w) AS rejected_by
      FROM flawed WINDOW w AS (PARTITION BY cycle_id)
    ),
    judged AS (
      SELECT *, CASE WHEN rejected_by IS NULL OR first_accept < rejected_by THEN first_accept END AS accepted_by, CASE
        WHEN flaw IS NOT NULL THEN flaw
        WHEN stage = 'expired' AND least(first_accept, rejected_by) >= left_at THEN 'ILLEGAL_TRANSITION'
        WHEN verdict = 'reject' AND decided_at = rejected_by THEN NULL
        WHEN verdict = 'accept' AND decided_at = first_accept AND (rejected_by IS NULL OR first_accept < rejected_by) THEN NULL
        WHEN stage IN ('sql', 'pipeline') THEN 'ILLEGAL_TRANSITION'
        ELSE 'ALREADY_DECIDED' END AS code
      FROM ranked
    )`;
}
