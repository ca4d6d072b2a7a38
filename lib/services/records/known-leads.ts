import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { HANDED, handOverSteps } from "./hand-overs";
import { type LaterHandOvers, laterHandOvers, type MovedHandOver } from "./later-cycles";
import { lastResponse } from "./touches";
import type { CountDelta, Run } from "./write";

/** Columns that a later record may change, and the canonical fields that they come from. */
const UPDATABLE: Readonly<Record<string, readonly string[]>> = {
  email: ["email"],
  first_name: ["first_name"],
  last_name: ["last_name"],
  company: ["company"],
  account_key: ["company"],
  domain: ["domain"],
  title: ["title"],
  country: ["country"],
  naics: ["naics"],
  employees: ["employees"],
  annual_revenue: ["annual_revenue"],
  technologies: ["technologies"],
  source_code: ["source"],
  campaign: ["campaign"],
  segment_code: ["segment", "employees"],
  lane: ["lane", "source"],
  created_at: ["created_at"],
  score: ["score"],
  score_vendor: ["score_vendor"],
  score_model_version: ["score_model_version"],
  assigned_to: ["assigned_to"],
  sourced_by: ["sourced_by"],
  bought_from: ["bought_from"],
};

/** What a batch of staged leads means for the leads that are there. */
export interface Survey {
  total: number;
  known: number;
  /** Known leads that the batch changes, and that it hands over. */
  changed: number;
  opening: number;
  /** Whether some source is mapped to nothing. */
  hasUnmapped: boolean;
  /** Whether some row names whom its lead was bought from. */
  isBought: boolean;
  /** Rows that say another time than the recorded hand-over. */
  moving: MovedHandOver[] | null;
  /** Rows that name, without a score, another vendor or model for the score that is there. */
  renaming: { line: number; field: string }[] | null;
}

/** Columns that this run may change. */
const columnsOf = (run: Run): string[] =>
  Object.keys(UPDATABLE).filter((name) => UPDATABLE[name]?.some((field) => run.fields.has(field)));

/** A blank score says nothing: what is stored stays, with its vendor and model (product.md C13). */
const SCORED = new Set(["score", "score_vendor", "score_model_version"]);

function stagedColumn(name: string): string {
  if (SCORED.has(name)) return `CASE WHEN i.score IS NULL THEN l.${name} ELSE i.${name} END`;
  return name === "technologies" ? "coalesce(i.technologies, '{}')" : `i.${name}`;
}

/** Of a row without a score: the column in which it contradicts the score of the lead `l`, or null. */
const RENAMED = Prisma.raw(`CASE WHEN i.score IS NULL AND l.score IS NOT NULL THEN CASE
  WHEN i.score_vendor <> coalesce(l.score_vendor, '') THEN 'score_vendor'
  WHEN i.score_model_version <> coalesce(l.score_model_version, '') THEN 'score_model_version' END END`);

/** Whether the lead `l` differs from the staged row `i`. */
function differs(columns: readonly string[]): Prisma.Sql {
  const stored = columns.map((name) => `l.${name}`).join(", ");
  return Prisma.raw(`(${stored}) IS DISTINCT FROM (${columns.map(stagedColumn).join(", ")})`);
}

/** Compares a batch with what is there, in one pass. OFFSET 0 keeps the planner from reading all leads for it. */
export function survey(tx: Tx, from: Prisma.Sql, run: Run): Promise<Survey> {
  return onlyRow(
    tx,
    Prisma.sql`
      SELECT count(*)::int AS total, count(l.id)::int AS known,
        (count(*) FILTER (WHERE l.id IS NOT NULL AND ${differs(columnsOf(run))}))::int AS changed,
        (count(*) FILTER (WHERE l.id IS NOT NULL AND l.handed_over_at IS NULL AND i.handed_over_at IS NOT NULL))::int AS opening,
        coalesce(bool_or(i.source_code LIKE 'Unmapped: %'), false) AS "hasUnmapped",
        coalesce(bool_or(i.bought_from IS NOT NULL), false) AS "isBought",
        json_agg(json_build_object('line', i.line, 'recorded', to_char(l.handed_over_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
          ORDER BY i.line) FILTER (WHERE l.handed_over_at <> i.handed_over_at) AS moving,
        json_agg(json_build_object('line', i.line, 'field', ${RENAMED}) ORDER BY i.line) FILTER (WHERE ${RENAMED} IS NOT NULL) AS renaming
      FROM (${from}) AS i LEFT JOIN LATERAL (
        SELECT * FROM leads WHERE source_system = i.source_system AND external_id = i.external_id OFFSET 0
      ) AS l ON true`,
  );
}

/**
 * What the rows are that say another hand-over than the recorded one: it is fixed (metrics.md §1), and only a new cycle has another.
 * Leads that get their first one now are locked first, so that nobody hands them over in the app between this answer and the write.
 */
export async function otherHandOvers(tx: Tx, from: Prisma.Sql, run: Run, found: Survey): Promise<LaterHandOvers> {
  let { moving } = found;
  if (found.opening > 0) {
    await tx.rows(Prisma.sql`
      SELECT FROM (${from}) AS i JOIN leads l USING (source_system, external_id)
      WHERE i.handed_over_at IS NOT NULL AND l.handed_over_at IS NULL ORDER BY l.id FOR NO KEY UPDATE OF l`);
    moving = (await survey(tx, from, run)).moving;
  }
  return laterHandOvers(tx, from, moving ?? []);
}

/**
 * Changes the leads that are there already, and opens the cycles of those that get their hand-over only now, from what is
 * stored then: a field that the file does not have stays as it is. An open cycle follows its lead's assignment and sourcer
 * only where this file changes them; else the same file again would undo a reassignment.
 * @param from relation of staged leads, none of them refused
 * @param recycled lines that open a new cycle of a lead that had one
 */
export async function changeLeads(
  tx: Tx,
  from: Prisma.Sql,
  run: Run,
  recycled: readonly number[],
): Promise<{ updated: number; deltas: CountDelta[] | null }> {
  const columns = columnsOf(run);
  const isRecycled = Prisma.sql`i.line = ANY (${recycled}::int[])`;
  const set = Prisma.raw(columns.map((name) => `${name} = ${stagedColumn(name)}`).join(", "));
  return onlyRow(
    tx,
    Prisma.sql`
      WITH known AS (
        SELECT l.id, l.handed_over_at AS was_handed_over_at, l.assigned_to AS was_assigned_to, l.sourced_by AS was_sourced_by,
          l.score AS was_score, l.score_vendor AS was_score_vendor, l.score_model_version AS was_score_model_version, i.*
        FROM (${from}) AS i JOIN leads l USING (source_system, external_id)
      ),
      written AS (
        UPDATE leads l SET ${set}, handed_over_at = CASE WHEN ${isRecycled} THEN i.handed_over_at ELSE coalesce(l.handed_over_at, i.handed_over_at) END, import_id = ${run.importId}::bigint
        FROM known i WHERE l.id = i.id AND (${differs(columns)} OR (l.handed_over_at IS NULL AND i.handed_over_at IS NOT NULL) OR ${isRecycled})
        RETURNING l.id, l.source_code, l.segment_code, l.lane, l.assigned_to, l.sourced_by, l.handed_over_at, ${isRecycled} AS is_recycled,
          i.handed_over_on, i.touch_by, i.decide_by, i.was_handed_over_at, i.was_assigned_to, i.was_sourced_by, l.score, l.score_vendor, l.score_model_version,
          i.was_score, i.was_score_vendor, i.was_score_model_version
      ),
      ${laterScores(run)}
      handed (${Prisma.raw(HANDED)}) AS (
        SELECT w.id, w.source_code, w.segment_code, w.lane, w.assigned_to, w.sourced_by, w.handed_over_at, w.handed_over_on, w.touch_by,
          w.decide_by, greatest(w.handed_over_on, ${lastResponse("w.id")}), last.number + 1
        FROM (SELECT * FROM written WHERE is_recycled OR (was_handed_over_at IS NULL AND handed_over_at IS NOT NULL)) AS w
        CROSS JOIN LATERAL (SELECT coalesce(max(c.number), 0) AS number FROM cycles c WHERE c.lead_id = w.id) AS last
        WHERE w.is_recycled OR last.number = 0
      ),
      followed AS (
        UPDATE cycles c SET assigned_id = coalesce(f.assigned_id, c.assigned_id), sourced_by_id = coalesce(f.sourced_by_id, c.sourced_by_id)
        FROM (
          SELECT w.id, a.id AS assigned_id, s.id AS sourced_by_id FROM written w
          LEFT JOIN users a ON a.email = w.assigned_to AND NOT never_owns(a.role) AND w.assigned_to IS DISTINCT FROM w.was_assigned_to
          LEFT JOIN users s ON s.email = w.sourced_by AND w.sourced_by IS DISTINCT FROM w.was_sourced_by
        ) AS f
        WHERE c.lead_id = f.id AND c.stage IN ('mql', 'referred') AND num_nonnulls(f.assigned_id, f.sourced_by_id) > 0
      ),
      ${handOverSteps(run)}
      SELECT (SELECT count(*)::int FROM written) AS updated, (SELECT json_agg(deltas) FROM deltas) AS deltas`,
  );
}

/** CTE that goes on with the vendor's score history, in the same statement as the change: leads_score_guard asks for both. */
function laterScores(run: Run): Prisma.Sql {
  if (!run.fields.has("score")) return Prisma.empty;
  return Prisma.sql`
    scored AS (
      INSERT INTO lead_scores (lead_id, score, vendor, model_version)
      SELECT w.id, w.score, w.score_vendor, w.score_model_version FROM written w
      WHERE (w.score, w.score_vendor, w.score_model_version) IS DISTINCT FROM (w.was_score, w.was_score_vendor, w.was_score_model_version)
    ),`;
}
