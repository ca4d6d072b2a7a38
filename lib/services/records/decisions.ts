import { REASONS } from "@/lib/domain/reasons";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { affectedOpportunities } from "./affected";
import { countSteps } from "./counts";
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

/** What the rows of one write point to; the entry is an expression where the statement itself appends it. */
interface Stamp {
  agreementVersion: number;
  auditSeq: bigint | Prisma.Sql;
}

/** What the statement answers. */
interface Answer {
  inserted: number;
  unchanged: number;
  refusals: Refusal[] | null;
  deltas: CountDelta[] | null;
}

/**
 * Writes verdicts: decision, lifecycle event, state of the cycle and counter deltas, for one form or
 * a million rows. A verdict goes to the cycle that was open at its time; legal per cycle are, in order of
 * time: accept; reject; accept, then reject (metrics.md §1). One that comes in late counts at its time: what
 * cannot follow it any more stays recorded and is out of force (`superseded_events`). The same verdict at the
 * same time again is unchanged; a new one before the last correction of its cycle is refused, for it would undo that.
 * @param from relation of staged decisions
 */
export async function applyDecisions(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  // A dry run leaves nothing behind.
  if (run.importId !== null) await lockCycles(tx, from);
  const answer = await onlyRow<Answer>(tx, Prisma.sql`WITH ${steps(from, run)} ${ANSWER}`);
  // In a statement of its own, after the locks: it sees the opportunities of every import that ended before.
  return applied(answer, answer.inserted > 0 ? await opportunitiesOf(tx, from) : []);
}

/** What the verdict of a form is given under; it is written only while all of that is still so. */
export interface Given {
  agreementVersion: number;
  /** Whose the open cycle is. */
  assignedId: bigint | null;
  /** Expression that appends the audit entry (`auditLink`). */
  link: Prisma.Sql;
  /** Refuse with SQLSTATE `OPPORTUNITY_CAME` rather than leave an opportunity of the lead stale. */
  isAlone: boolean;
}

/** SQLSTATE of `expect_no_opportunities`. */
export const OPPORTUNITY_CAME = "AC001";

/**
 * The same for the verdict of a form, whose cycle must be open and the same person's when its row is locked. The link of
 * the audit chain and the counters are part of the one statement: all who decide wait at the head of the chain, and no
 * round trip is made while it is held. The link comes before the counters, as in every write.
 */
export async function applyVerdict(
  tx: Tx,
  from: Prisma.Sql,
  { agreementVersion, assignedId, link, isAlone }: Given,
): Promise<Applied & { auditSeq: bigint | null }> {
  const isStillSo = Prisma.sql`EXISTS (
    SELECT FROM locked k WHERE k.id = judged.cycle_id AND k.stage IN ('mql', 'referred') AND k.assigned_id IS NOT DISTINCT FROM ${assignedId}::bigint)`;
  const auditSeq = Prisma.sql`(SELECT seq FROM audited)`;
  const alone = Prisma.sql`, (SELECT expect_no_opportunities(legal.lead_id) FROM legal CROSS JOIN audited)`;
  const answer = await onlyRow<Answer & { auditSeq: bigint | null }>(
    tx,
    Prisma.sql`
      WITH ${steps(from, { agreementVersion, auditSeq }, { isStillSo, link })},
      ${countSteps(Prisma.sql`SELECT deltas.* FROM deltas CROSS JOIN audited`)}
      ${ANSWER}, ${auditSeq} AS "auditSeq" ${isAlone ? alone : Prisma.empty}`,
  );
  const opportunities = isAlone ? [] : await opportunitiesOf(tx, from);
  return { ...applied(answer, opportunities), auditSeq: answer.auditSeq };
}

/**
 * CTEs from the staged rows to the deltas of the counters. `form`: a condition on `judged` that keeps rows from being
 * written, and the link that is appended for those that are.
 */
function steps(from: Prisma.Sql, stamp: Stamp, form?: { isStillSo: Prisma.Sql; link: Prisma.Sql }): Prisma.Sql {
  const audited = form ? Prisma.sql`audited AS MATERIALIZED (SELECT ${form.link} AS seq FROM legal),` : Prisma.empty;
  return Prisma.sql`
    incoming AS (${from}),
    ${judged()},
    legal AS (
      SELECT *, decided_at = coalesce(rejected_by, accepted_by) AS is_last FROM judged WHERE code IS NULL AND ${form?.isStillSo ?? true}
    ),
    ${audited}
    settling AS (
      SELECT cycle_id, min(accepted_by) AS accepted_at, min(rejected_by) AS rejected_at, min(touched_at) AS touched_at FROM legal GROUP BY cycle_id
    ),
    ${supersededEvents(stamp)},
    ${decisionWrites(stamp)},
    ${cycleWrites()},
    ${countDeltas()}`;
}

const ANSWER = Prisma.sql`
  SELECT (SELECT count(*)::int FROM legal) AS inserted,
    (SELECT count(*)::int FROM judged WHERE code = 'UNCHANGED') AS unchanged,
    (SELECT json_agg(json_build_object('line', line, 'code', code, 'stage', stage,
        'decided_at', to_char(cycle_decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY line)
      FROM judged WHERE code <> 'UNCHANGED') AS refusals,
    (SELECT json_agg(deltas) FROM deltas) AS deltas`;

function applied({ inserted, unchanged, refusals, deltas }: Answer, opportunities: string[]): Applied {
  const errors = (refusals ?? []).map(toRowError);
  return { inserted, updated: 0, unchanged, errors, deltas: deltas ?? [], opportunities };
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
 * CTEs for cycles of which something recorded cannot follow the new verdicts: its events lose their
 * force, and their touches count no longer.
 */
function supersededEvents(stamp: Stamp): Prisma.Sql {
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
function decisionWrites(stamp: Stamp): Prisma.Sql {
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
function cycleWrites(): Prisma.Sql {
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
function countDeltas(): Prisma.Sql {
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
