import { REASONS } from "@/lib/domain/reasons";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { affectedOpportunities } from "./affected";
import type { RowError } from "./staging";
import { judged } from "./verdicts";
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
  FORBIDDEN: () =>
    "decided_by: this person sourced the lead, and somebody else decides it then. Name who did, or leave the row out.",
  DUPLICATE_OF_UNKNOWN: () =>
    "duplicate_of: this is the lead itself. Give the id of the open opportunity or of the other lead that it duplicates.",
  ALREADY_DECIDED: (refusal: Refusal) =>
    `lead_external_id: this cycle was decided ${refusal.decided_at ? `at ${refusal.decided_at}` : "by an earlier row"}. A decision stays; only VP RevOps can correct it.`,
  ILLEGAL_TRANSITION: (refusal: Refusal) =>
    `verdict: a cycle at stage ${refusal.stage} cannot take this verdict. Check the order of the decisions.`,
} as const;

/**
 * Writes verdicts: decision, lifecycle event, state of the cycle and counter deltas, for one form or
 * a million rows. A verdict goes to the cycle that was open at its time; legal per cycle are, in order of
 * time: accept; reject; accept, then reject (metrics.md §1). One that comes in late counts at its time: what
 * cannot follow it any more stays recorded and is out of force (`superseded_events`). The same verdict at the
 * same time again is unchanged; a new one before the last correction of its cycle is refused, for it would undo that.
 * @param from relation of staged decisions
 */
export async function applyDecisions(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  // A form holds its cycle already, and a dry run leaves nothing behind.
  if (run.importId !== null) await lockCycles(tx, from);
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
        SELECT *, decided_at = coalesce(rejected_by, accepted_by) AS is_last, min(touched_at) OVER (PARTITION BY cycle_id) AS touched_by,
          row_number() OVER (PARTITION BY cycle_id ORDER BY decided_at DESC) = 1 AS is_latest
        FROM judged WHERE code IS NULL
      ),
      settling AS (
        SELECT *, stage = 'expired' OR coalesce(accepted_at <> coalesce(accepted_by, 'infinity') OR rejected_at <> rejected_by, false)
            OR (stage IN ('sql', 'pipeline') AND rejected_by IS NOT NULL) AS is_turned
        FROM legal WHERE is_latest
      ),
      ${supersededEvents(run)},
      ${decisionWrites(run)},
      ${cycleWrites()},
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

/**
 * Locks the cycles of the rows' leads. In a statement of its own: the one that judges then sees what the
 * writers before us have committed, also where it reads events and decisions.
 */
async function lockCycles(tx: Tx, from: Prisma.Sql): Promise<void> {
  await tx.rows(Prisma.sql`
    SELECT count(*)::int FROM (
      SELECT c.id FROM cycles c
      WHERE c.lead_id IN (SELECT l.id FROM (${from}) AS i JOIN leads l ON l.source_system = i.source_system AND l.external_id = i.lead_external_id)
      ORDER BY c.id FOR UPDATE
    ) AS mine`);
}

/**
 * CTE that takes the force of events that cannot follow the new verdicts. LATERAL and OFFSET 0 keep the planner, which
 * expects many such cycles, from reading all events for the few or none that there are.
 */
function supersededEvents(run: Run): Prisma.Sql {
  return Prisma.sql`
    superseded AS (
      INSERT INTO superseded_events (event_id, audit_seq)
      SELECT e.id, ${run.auditSeq}::bigint FROM settling s
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
function decisionWrites(run: Run): Prisma.Sql {
  return Prisma.sql`
    retired AS (
      UPDATE decisions d SET is_live = false FROM settling s
      WHERE d.cycle_id = s.cycle_id AND d.is_live AND d.decided_at <> coalesce(s.rejected_by, s.accepted_by)
    ),
    decided AS (
      INSERT INTO decisions (cycle_id, lead_id, decided_at, verdict, reason, duplicate_of, decided_by_id, decided_by_email,
        touched_at, touch_kind, note, is_live, agreement_version, audit_seq)
      SELECT cycle_id, lead_id, decided_at, verdict, reason, duplicate_of, decider_id, decided_by,
        touched_at, touch_kind, note, is_last, ${run.agreementVersion}, ${run.auditSeq}
      FROM legal
    ),
    moved AS (
      INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, actor_id, agreement_version, audit_seq)
      SELECT cycle_id, CASE WHEN verdict = 'reject' AND accepted_by IS NOT NULL THEN 'sal' WHEN lane = 'partner' THEN 'referred' ELSE 'mql' END::stage,
        CASE verdict WHEN 'accept' THEN 'sal' ELSE 'rejected' END::stage, decided_at, decider_id, ${run.agreementVersion}, ${run.auditSeq}
      FROM legal ORDER BY cycle_id, decided_at
    )`;
}

/** CTE `settled`: the cycles as the verdicts that stand now leave them. */
function cycleWrites(): Prisma.Sql {
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
function countDeltas(): Prisma.Sql {
  const change = (isTrue: (cycle: string) => string) =>
    Prisma.raw(`sum(coalesce((${isTrue("s")})::int, 0) - coalesce((${isTrue("b")})::int, 0))::int`);
  return Prisma.sql`
    deltas AS (
      SELECT s.handed_over_on AS day, s.source_code AS source, s.segment_code AS segment, s.lane,
        ${change((cycle) => `${cycle}.stage IN ('sal', 'sql', 'pipeline')`)} AS accepted,
        ${Prisma.join(REASONS.map((reason) => Prisma.sql`${change((cycle) => `${cycle}.reason = '${reason}'`)} AS ${Prisma.raw(reason)}`))},
        ${change((cycle) => `${cycle}.stage = 'expired'`)} AS expired,
        ${change((cycle) => `${cycle}.first_touched_at <= ${cycle}.touch_by`)} AS touched_in_time,
        ${change((cycle) => `${cycle}.first_decided_at <= ${cycle}.decide_by`)} AS decided_in_time
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
