import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { affectedOpportunities } from "./affected";
import { countSteps } from "./counts";
import type { RowError } from "./staging";
import { countDeltas, cycleWrites, decisionWrites, type Stamp, supersededEvents } from "./verdict-writes";
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
  /** Whose the open cycle is, and under which source its counters stand. */
  assignedId: bigint | null;
  source: string;
  /** Expression that appends the audit entry (`auditLink`). */
  link: Prisma.Sql;
  /** Refuse with SQLSTATE `OPPORTUNITY_CAME` rather than leave an opportunity of the lead stale. */
  isAlone: boolean;
}

/** SQLSTATE of `expect_no_opportunities`. */
export const OPPORTUNITY_CAME = "AC001";

/**
 * The same for the verdict of a form, whose cycle must be open and as it was read when its row is locked; else nothing is
 * written, and `auditSeq` is null. The link of
 * the audit chain and the counters are part of the one statement: all who decide wait at the head of the chain, and no
 * round trip is made while it is held. The link comes before the counters, as in every write.
 */
export async function applyVerdict(
  tx: Tx,
  from: Prisma.Sql,
  { agreementVersion, assignedId, source, link, isAlone }: Given,
): Promise<Applied & { auditSeq: bigint | null }> {
  const isStillSo = Prisma.sql`EXISTS (
    SELECT FROM locked k WHERE k.id = judged.cycle_id AND k.stage IN ('mql', 'referred')
      AND k.assigned_id IS NOT DISTINCT FROM ${assignedId}::bigint AND k.source_code = ${source})`;
  const auditSeq = Prisma.sql`(SELECT seq FROM audited)`;
  const alone = Prisma.sql`, (SELECT expect_no_opportunities(legal.lead_id) FROM legal CROSS JOIN audited)`;
  const answer = await onlyRow<Answer & { auditSeq: bigint | null }>(
    tx,
    Prisma.sql`
      WITH ${steps(from, { eras: [{ version: agreementVersion, from: null }], auditSeq }, { isStillSo, link })},
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
      SELECT *, decided_at = coalesce(rejected_by, accepted_by) AS is_last, min(touched_at) OVER (PARTITION BY cycle_id) AS touched_by,
        row_number() OVER (PARTITION BY cycle_id ORDER BY decided_at DESC) = 1 AS is_latest
      FROM judged WHERE code IS NULL AND ${form?.isStillSo ?? true}
    ),
    ${audited}
    settling AS (
      SELECT *, stage = 'expired' OR coalesce(accepted_at <> coalesce(accepted_by, 'infinity') OR rejected_at <> rejected_by, false)
          OR (stage IN ('sql', 'pipeline') AND rejected_by IS NOT NULL) AS is_turned
      FROM legal WHERE is_latest
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
