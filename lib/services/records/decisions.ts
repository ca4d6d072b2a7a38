import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { affectedOpportunities } from "./affected";
import type { RowError } from "./staging";
import type { Applied, CountDelta, Run } from "./write";

/** Why the database could not place a decision; `null` columns mean "no such thing". */
interface Refusal {
  line: number;
  code: keyof typeof REFUSALS;
  stage: string | null;
  decided_at: string | null;
}

const REFUSALS = {
  LEAD_UNKNOWN: () => "lead_external_id: no lead with this id in this source system. Import the leads first.",
  TAKEN_BACK_LATER: () =>
    "decided_at: a verdict of this lead was taken back after that time, and events are never put before it. Send a later time, or leave the row out.",
  NOT_HANDED_OVER: () => "decided_at: the lead was not handed over at that time. Send a time after its hand-over.",
  DECISION_FIXED: () =>
    "decided_at: another verdict is recorded for this lead at this very time, and a decision is never overwritten. Ask VP RevOps for a correction.",
  ALREADY_DECIDED: (refusal: Refusal) =>
    `lead_external_id: this cycle was decided ${refusal.decided_at ? `at ${refusal.decided_at}` : "by an earlier row"}. A decision stays; only VP RevOps can correct it.`,
  ILLEGAL_TRANSITION: (refusal: Refusal) =>
    `verdict: a cycle at stage ${refusal.stage} cannot take this verdict. Check the order of the decisions.`,
} as const;

/**
 * Writes verdicts: decision, lifecycle event, state of the cycle and counter deltas, for one form or
 * a million rows. A verdict goes to the cycle that was open at its time. Legal per cycle, in order of
 * time: accept; reject; accept, then reject (metrics.md §1). The same verdict at the same time again
 * is unchanged; a new one before the last correction of its cycle is refused, for it would undo that.
 * @param from relation of staged decisions
 */
export async function applyDecisions(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  const result = await onlyRow<{
    inserted: number;
    unchanged: number;
    refusals: Refusal[] | null;
    deltas: CountDelta[] | null;
  }>(
    tx,
    Prisma.sql`
      WITH incoming AS (${from}),
      ${judged()},
      legal AS (
        SELECT *, row_number() OVER (PARTITION BY cycle_id ORDER BY decided_at) AS nth,
          row_number() OVER (PARTITION BY cycle_id ORDER BY decided_at DESC) = 1 AS is_last
        FROM judged WHERE code IS NULL
      ),
      ${decisionWrites(run)},
      ${countDeltas()}
      SELECT (SELECT count(*)::int FROM legal) AS inserted,
        (SELECT count(*)::int FROM judged WHERE code = 'UNCHANGED') AS unchanged,
        (SELECT json_agg(json_build_object('line', line, 'code', code, 'stage', stage,
            'decided_at', to_char(cycle_decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY line)
          FROM judged WHERE code <> 'UNCHANGED') AS refusals,
        (SELECT json_agg(deltas) FROM deltas) AS deltas`,
  );
  const errors = (result.refusals ?? []).map(toRowError);
  const opportunities = result.inserted > 0 ? await opportunitiesOf(tx, from) : [];
  return {
    inserted: result.inserted,
    updated: 0,
    unchanged: result.unchanged,
    errors,
    deltas: result.deltas ?? [],
    opportunities,
  };
}

function toRowError(refusal: Refusal): RowError {
  const message = REFUSALS[refusal.code](refusal);
  return { line: refusal.line, field: message.slice(0, message.indexOf(":")), code: refusal.code, message };
}

/** CTEs that lock the cycles and give every incoming row a code, or null when it is legal. */
function judged(): Prisma.Sql {
  return Prisma.sql`
    placed AS (
      SELECT i.*, l.id AS lead_id, c.id AS cycle_id
      FROM incoming i
      LEFT JOIN leads l ON l.source_system = i.source_system AND l.external_id = i.lead_external_id
      LEFT JOIN LATERAL (
        SELECT id FROM cycles WHERE cycles.lead_id = l.id AND cycles.handed_over_at <= i.decided_at ORDER BY number DESC LIMIT 1
      ) AS c ON true
    ),
    locked AS (SELECT * FROM cycles WHERE id IN (SELECT cycle_id FROM placed) ORDER BY id FOR UPDATE),
    corrected AS (
      SELECT cycle_id, max(at) AS at FROM lifecycle_events
      WHERE kind = 'correction' AND cycle_id IN (SELECT cycle_id FROM placed) GROUP BY cycle_id
    ),
    known AS (
      SELECT p.line, (d.verdict, d.reason) IS NOT DISTINCT FROM (p.verdict, p.reason) AS is_same
      FROM placed p JOIN decisions d ON d.lead_id = p.lead_id AND d.decided_at = p.decided_at
    ),
    ordered AS (
      SELECT p.*, k.is_stage_open, k.stage, k.cycle_decided_at, known.is_same,
        p.decided_at < corrected.at AS is_early,
        row_number() OVER w AS rank, first_value(p.verdict) OVER w AS first_verdict,
        count(*) FILTER (WHERE p.verdict = 'reject') OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS rejects_before
      FROM placed p
      LEFT JOIN (SELECT id, stage, decided_at AS cycle_decided_at, stage IN ('mql', 'referred') AS is_stage_open FROM locked) AS k ON k.id = p.cycle_id
      LEFT JOIN known ON known.line = p.line
      LEFT JOIN corrected ON corrected.cycle_id = p.cycle_id
      WINDOW w AS (PARTITION BY p.cycle_id, known.line IS NULL, p.decided_at < corrected.at ORDER BY p.decided_at)
    ),
    judged AS (
      SELECT *, CASE
        WHEN lead_id IS NULL THEN 'LEAD_UNKNOWN'
        WHEN cycle_id IS NULL THEN 'NOT_HANDED_OVER'
        WHEN is_same THEN 'UNCHANGED'
        WHEN NOT is_same THEN 'DECISION_FIXED'
        WHEN is_early THEN 'TAKEN_BACK_LATER'
        WHEN is_stage_open AND (rank = 1 OR (verdict = 'reject' AND first_verdict = 'accept' AND rejects_before = 0)) THEN NULL
        WHEN is_stage_open THEN 'ALREADY_DECIDED'
        WHEN stage = 'sal' AND verdict = 'reject' AND decided_at > cycle_decided_at AND rejects_before = 0 THEN NULL
        WHEN stage IN ('sal', 'rejected') THEN 'ALREADY_DECIDED'
        ELSE 'ILLEGAL_TRANSITION' END AS code
      FROM ordered
    )`;
}

/** CTEs that write the legal rows: events, decisions, state of the cycle. */
function decisionWrites(run: Run): Prisma.Sql {
  return Prisma.sql`
    retired AS (
      UPDATE decisions d SET is_live = false FROM legal WHERE legal.nth = 1 AND d.cycle_id = legal.cycle_id AND d.is_live
    ),
    decided AS (
      INSERT INTO decisions (cycle_id, lead_id, decided_at, verdict, reason, duplicate_of, decided_by_id, decided_by_email,
        touched_at, touch_kind, note, is_live, agreement_version, audit_seq)
      SELECT l.cycle_id, l.lead_id, l.decided_at, l.verdict, l.reason, l.duplicate_of, u.id, l.decided_by,
        l.touched_at, l.touch_kind, l.note, l.is_last, ${run.agreementVersion}, ${run.auditSeq}
      FROM legal l LEFT JOIN users u ON u.email = l.decided_by
    ),
    moved AS (
      INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, actor_id, agreement_version, audit_seq)
      SELECT l.cycle_id, CASE WHEN l.nth = 1 THEN l.stage ELSE 'sal' END, CASE l.verdict WHEN 'accept' THEN 'sal' ELSE 'rejected' END::stage,
        l.decided_at, u.id, ${run.agreementVersion}, ${run.auditSeq}
      FROM legal l LEFT JOIN users u ON u.email = l.decided_by
      ORDER BY l.cycle_id, l.nth
    ),
    touched AS (SELECT cycle_id, min(touched_at) AS touched_at, min(decided_at) AS first_decided_at FROM legal GROUP BY cycle_id),
    settled AS (
      UPDATE cycles c
      SET stage = CASE l.verdict WHEN 'accept' THEN 'sal' ELSE 'rejected' END::stage, decided_at = l.decided_at, decided_by_id = u.id,
        reason = l.reason, first_touched_at = least(c.first_touched_at, t.touched_at)
      FROM legal l JOIN touched t USING (cycle_id) LEFT JOIN users u ON u.email = l.decided_by
      WHERE l.is_last AND c.id = l.cycle_id
      RETURNING c.id, c.stage, c.reason, c.handed_over_on, c.source_code, c.segment_code, c.lane, c.touch_by, c.decide_by,
        c.first_touched_at, t.first_decided_at
    )`;
}

/** CTE `deltas`: what the writes change in the counters, from the locked state to the settled one. */
function countDeltas(): Prisma.Sql {
  return Prisma.sql`
    deltas AS (
      SELECT s.handed_over_on AS day, s.source_code AS source, s.segment_code AS segment, s.lane,
        sum((s.stage = 'sal')::int - (b.stage = 'sal')::int)::int AS accepted,
        sum((s.reason = 'out_of_icp')::int)::int AS out_of_icp,
        sum((s.reason = 'wrong_persona')::int)::int AS wrong_persona,
        sum((s.reason = 'no_intent')::int)::int AS no_intent,
        sum((s.reason = 'bad_data')::int)::int AS bad_data,
        sum((s.reason = 'already_in_pipeline')::int)::int AS already_in_pipeline,
        sum(coalesce((s.first_touched_at <= s.touch_by)::int, 0) - coalesce((b.first_touched_at <= b.touch_by)::int, 0))::int AS touched_in_time,
        sum(CASE WHEN b.decided_at IS NULL AND s.first_decided_at <= s.decide_by THEN 1 ELSE 0 END)::int AS decided_in_time
      FROM settled s JOIN locked b ON b.id = s.id
      GROUP BY 1, 2, 3, 4
    )`;
}

/** Opportunities of the lead, and those of its account that no cycle of a lead of their own claims (metrics.md §3, owner). */
function opportunitiesOf(tx: Tx, from: Prisma.Sql): Promise<string[]> {
  return affectedOpportunities(
    tx,
    Prisma.sql`
      WITH decided AS (SELECT l.id, l.account_key FROM (${from}) AS i JOIN leads l ON l.source_system = i.source_system AND l.external_id = i.lead_external_id)
      SELECT o.id FROM decided d JOIN opportunities o ON o.lead_id = d.id
      UNION SELECT o.id FROM decided d JOIN opportunities o ON o.account_key = d.account_key
        WHERE NOT EXISTS (SELECT FROM cycles c WHERE c.lead_id = o.lead_id)`,
  );
}
