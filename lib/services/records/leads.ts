import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { affectedOpportunities } from "./affected";
import type { RowError } from "./staging";
import { lastResponse } from "./touches";
import { type Applied, type CountDelta, type Counted, type Run, upsertColumns } from "./write";

/** Columns that a later record may change, and the canonical fields that they come from. */
const UPDATABLE: Record<string, readonly string[]> = {
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
  bought_from: ["bought_from"],
};

/**
 * Writes leads, and for those that say when they were handed over the cycle, its first event and the
 * hand-over counters. A hand-over that is already recorded is fixed: source and segment are frozen
 * on the cycle (metrics.md §1).
 * @param from relation of staged leads
 */
export async function applyLeads(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  await nameUnmappedSources(tx, from);
  // Before and after: a lead that changes its company leaves the opportunities of the old one.
  const left = await opportunitiesOf(tx, from);
  const columns = Object.keys(UPDATABLE).filter((name) => UPDATABLE[name]?.some((field) => run.fields.has(field)));
  const upsert = upsertColumns("l", [...columns, "source_system"]);
  const written = await onlyRow<Counted & { total: number; deltas: CountDelta[] | null }>(
    tx,
    Prisma.sql`
      WITH incoming AS (${from}),
      written AS (
        INSERT INTO leads AS l (source_system, external_id, email, first_name, last_name, company, account_key, domain, title, country,
          naics, employees, annual_revenue, technologies, source_code, campaign, segment_code, lane, created_at, handed_over_at,
          score, score_vendor, score_model_version, assigned_to, bought_from, import_id)
        SELECT source_system, external_id, email, first_name, last_name, company, account_key, domain, title, country,
          naics, employees, annual_revenue, coalesce(technologies, '{}'), source_code, campaign, segment_code, lane, created_at, handed_over_at,
          score, score_vendor, score_model_version, assigned_to, bought_from, ${run.importId}::bigint
        FROM incoming
        ON CONFLICT (source_system, external_id) DO UPDATE
          SET ${upsert.set}, handed_over_at = coalesce(l.handed_over_at, EXCLUDED.handed_over_at), import_id = EXCLUDED.import_id
          WHERE (${upsert.changed} OR (l.handed_over_at IS NULL AND EXCLUDED.handed_over_at IS NOT NULL))
            AND (l.handed_over_at IS NULL OR EXCLUDED.handed_over_at IS NULL OR l.handed_over_at = EXCLUDED.handed_over_at)
        RETURNING id, source_system, external_id, handed_over_at, xmax = 0 AS is_new
      ),
      ${firstScores(run)}
      ${handOverSteps(run)}
      SELECT count(*) FILTER (WHERE is_new)::int AS inserted, count(*) FILTER (WHERE NOT is_new)::int AS updated,
        (SELECT count(*)::int FROM incoming) AS total,
        (SELECT json_agg(deltas) FROM deltas) AS deltas
      FROM written`,
  );
  const { inserted, updated, total } = written;
  const errors = inserted + updated < total ? await fixedHandOvers(tx, from) : [];
  // New leads got their assignment and first score with their rows.
  const hasKnown = inserted < total;
  if (hasKnown && run.fields.has("assigned_to")) await reassignOpenCycles(tx, from);
  if (hasKnown && run.fields.has("score")) await recordScores(tx, from);
  const opportunities = [...left, ...(await opportunitiesOf(tx, from))];
  return {
    inserted,
    updated,
    unchanged: total - inserted - updated - errors.length,
    errors,
    deltas: written.deltas ?? [],
    opportunities,
  };
}

/** CTE that begins the score history of new leads. */
function firstScores(run: Run): Prisma.Sql {
  if (!run.fields.has("score")) return Prisma.empty;
  return Prisma.sql`
    scored AS (
      INSERT INTO lead_scores (lead_id, score, vendor, model_version)
      SELECT w.id, i.score, i.score_vendor, i.score_model_version
      FROM written w JOIN incoming i USING (source_system, external_id) WHERE w.is_new AND i.score IS NOT NULL
    ),`;
}

/** CTEs from `written` leads to their cycles, hand-over events and counter deltas. */
function handOverSteps(run: Run): Prisma.Sql {
  return Prisma.sql`
    cycled AS (
      INSERT INTO cycles (lead_id, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version,
        assigned_id, sourced_by_id, touch_by, decide_by, last_activity_on)
      SELECT w.id, i.source_code, i.segment_code, i.lane, CASE i.lane WHEN 'partner' THEN 'referred' ELSE 'mql' END::stage,
        i.handed_over_at, i.handed_over_on, ${run.agreementVersion}, a.id, s.id, i.touch_by, i.decide_by,
        CASE WHEN w.is_new THEN i.handed_over_on ELSE greatest(i.handed_over_on, ${lastResponse("w.id")}) END
      FROM written w
      JOIN incoming i USING (source_system, external_id)
      LEFT JOIN users a ON a.email = i.assigned_to
      LEFT JOIN users s ON s.email = i.sourced_by
      WHERE i.handed_over_at IS NOT NULL AND (w.is_new OR NOT EXISTS (SELECT FROM cycles c WHERE c.lead_id = w.id))
      RETURNING id, lane, stage, source_code, segment_code, handed_over_at, handed_over_on
    ),
    moved AS (
      INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, agreement_version, audit_seq)
      SELECT id, 'lead', stage, handed_over_at, ${run.agreementVersion}, ${run.auditSeq} FROM cycled
    ),
    deltas AS (
      SELECT handed_over_on AS day, source_code AS source, segment_code AS segment, lane, count(*)::int AS handed_over
      FROM cycled GROUP BY 1, 2, 3, 4
    )`;
}

/** An outside value that no source is mapped to becomes a row of its own until RevOps maps it. */
async function nameUnmappedSources(tx: Tx, from: Prisma.Sql): Promise<void> {
  await tx.rows(Prisma.sql`
    INSERT INTO sources (code, label, position, is_unmapped)
    SELECT DISTINCT source_code, source_code, 1000, true FROM (${from}) AS incoming WHERE source_code LIKE 'Unmapped: %'
    ON CONFLICT DO NOTHING`);
}

async function fixedHandOvers(tx: Tx, from: Prisma.Sql): Promise<RowError[]> {
  const rows = await tx.rows<{ line: number; recorded: string }>(Prisma.sql`
    SELECT i.line, to_char(l.handed_over_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS recorded
    FROM (${from}) AS i JOIN leads l USING (source_system, external_id)
    WHERE l.handed_over_at <> i.handed_over_at ORDER BY i.line`);
  return rows.map(({ line, recorded }) => ({
    line,
    field: "handed_over_at",
    code: "HANDED_OVER_FIXED",
    message: `handed_over_at: this lead was handed over at ${recorded}, and a hand-over is never moved. Leave the field blank or send the recorded time.`,
  }));
}

async function reassignOpenCycles(tx: Tx, from: Prisma.Sql): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE cycles c SET assigned_id = u.id
    FROM (${from}) AS i JOIN leads l USING (source_system, external_id) JOIN users u ON u.email = i.assigned_to
    WHERE c.lead_id = l.id AND c.stage IN ('mql', 'referred') AND c.assigned_id IS DISTINCT FROM u.id`);
}

/**
 * The vendor's score history: a row whenever score, vendor or model differs from the latest. OFFSET 0 keeps the planner
 * from walking the whole history backwards by id in search of a lead that has none.
 */
async function recordScores(tx: Tx, from: Prisma.Sql): Promise<void> {
  await tx.rows(Prisma.sql`
    INSERT INTO lead_scores (lead_id, score, vendor, model_version)
    SELECT l.id, i.score, i.score_vendor, i.score_model_version
    FROM (${from}) AS i JOIN leads l USING (source_system, external_id)
    LEFT JOIN LATERAL (
      SELECT s.score, s.vendor, s.model_version FROM (SELECT * FROM lead_scores WHERE lead_id = l.id OFFSET 0) AS s ORDER BY s.id DESC LIMIT 1
    ) AS latest ON true
    WHERE i.score IS NOT NULL AND (latest.score, latest.vendor, latest.model_version) IS DISTINCT FROM (i.score, i.score_vendor, i.score_model_version)`);
}

/** Opportunities whose owner or implicit touches depend on these leads, as they are recorded now. */
function opportunitiesOf(tx: Tx, from: Prisma.Sql): Promise<string[]> {
  return affectedOpportunities(
    tx,
    Prisma.sql`
      WITH known AS (SELECT l.id, l.account_key FROM (${from}) AS i JOIN leads l USING (source_system, external_id))
      SELECT o.id FROM known k JOIN opportunities o ON o.lead_id = k.id
      UNION SELECT o.id FROM known k JOIN opportunities o ON o.account_key = k.account_key`,
  );
}
