import { RESPONSE_KINDS } from "@/lib/domain/touches";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { affectedOpportunities } from "./affected";
import { nameSources } from "./sources";
import type { RowError } from "./staging";
import { type Applied, type Counted, type Run, upsertColumns } from "./write";

/** A touch has exactly one of lead, opportunity and account, so that what it moves to takes the place of what it leaves. */
const COLUMNS = [
  "lead_id",
  "opportunity_id",
  "account",
  "account_key",
  "source_code",
  "kind",
  "touched_at",
  "touched_on",
];

const RESPONSES = Prisma.join(RESPONSE_KINDS.map((kind) => Prisma.sql`${kind}::touch_kind`));

/**
 * The day of a lead's latest response, or null: a subquery, for a cycle that opens after the touch came in.
 * @param lead the column that holds the lead's id
 */
export const lastResponse = (lead: "c.lead_id" | "w.id"): Prisma.Sql =>
  Prisma.sql`(SELECT max(t.touched_on) FROM touches t WHERE t.lead_id = ${Prisma.raw(lead)} AND t.kind IN (${RESPONSES}))`;

/**
 * Writes touches, each of exactly one lead, opportunity or account. A response of a lead keeps its open
 * cycle alive (time-decay rule, product.md A7).
 * @param from relation of staged touches
 */
export async function applyTouches(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  // Before and after: a touch that moves leaves the opportunities that it stood by.
  const left = await opportunitiesOf(tx, from);
  const upsert = upsertColumns("t", run.fields.has("campaign") ? [...COLUMNS, "campaign"] : COLUMNS);
  const result = await onlyRow<Counted & { total: number; refused: { line: number; field: string }[] | null }>(
    tx,
    Prisma.sql`
      WITH incoming AS (${from}),
      placed AS (
        SELECT i.*, l.id AS lead_id, o.id AS opportunity_id,
          CASE WHEN i.lead_external_id IS NOT NULL AND l.id IS NULL THEN 'lead_external_id'
            WHEN i.opportunity_external_id IS NOT NULL AND o.id IS NULL THEN 'opportunity_external_id' END AS missing
        FROM incoming i
        LEFT JOIN leads l ON l.source_system = i.source_system AND l.external_id = i.lead_external_id
        LEFT JOIN opportunities o ON o.source_system = i.source_system AND o.external_id = i.opportunity_external_id
      ),
      named AS (${nameSources(Prisma.sql`SELECT source_code FROM placed WHERE missing IS NULL`)}),
      written AS (
        INSERT INTO touches AS t (source_system, external_id, lead_id, opportunity_id, account, account_key, source_code, campaign, kind, touched_at, touched_on, import_id)
        SELECT source_system, external_id, lead_id, opportunity_id, account, account_key, source_code, campaign, kind, touched_at, touched_on, ${run.importId}::bigint
        FROM placed WHERE missing IS NULL
        ON CONFLICT (source_system, external_id) DO UPDATE SET ${upsert.set}, import_id = EXCLUDED.import_id WHERE ${upsert.changed}
        RETURNING lead_id, kind, touched_on, xmax = 0 AS is_new
      ),
      alive AS (
        UPDATE cycles c SET last_activity_on = w.latest
        FROM (SELECT lead_id, max(touched_on) AS latest FROM written
              WHERE lead_id IS NOT NULL AND kind IN (${RESPONSES}) GROUP BY lead_id) AS w
        WHERE c.lead_id = w.lead_id AND c.stage IN ('mql', 'referred') AND c.last_activity_on < w.latest
      )
      SELECT count(*) FILTER (WHERE is_new)::int AS inserted, count(*) FILTER (WHERE NOT is_new)::int AS updated,
        (SELECT count(*)::int FROM incoming) AS total,
        (SELECT json_agg(json_build_object('line', line, 'field', missing) ORDER BY line) FROM placed WHERE missing IS NOT NULL) AS refused
      FROM written`,
  );
  const errors = (result.refused ?? []).map(toError);
  const { inserted, updated, total } = result;
  const opportunities = inserted + updated > 0 ? [...left, ...(await opportunitiesOf(tx, from))] : [];
  return {
    inserted,
    updated,
    unchanged: total - inserted - updated - errors.length,
    errors,
    deltas: [],
    opportunities,
  };
}

function toError({ line, field }: { line: number; field: string }): RowError {
  const noun = field === "lead_external_id" ? "lead" : "opportunity";
  const code = noun === "lead" ? "LEAD_UNKNOWN" : "OPPORTUNITY_UNKNOWN";
  return { line, field, code, message: `${field}: no ${noun} with this id in this source system. Import it first.` };
}

/** Opportunities that these touches credit or make outbound, as they are recorded now: their own, their lead's, their account's. */
function opportunitiesOf(tx: Tx, from: Prisma.Sql): Promise<string[]> {
  return affectedOpportunities(
    tx,
    Prisma.sql`
      WITH known AS (
        SELECT t.opportunity_id, t.lead_id, coalesce(t.account_key, l.account_key) AS account_key
        FROM (${from}) AS i JOIN touches t USING (source_system, external_id) LEFT JOIN leads l ON l.id = t.lead_id
      )
      SELECT opportunity_id AS id FROM known WHERE opportunity_id IS NOT NULL
      UNION SELECT o.id FROM known k JOIN opportunities o ON o.lead_id = k.lead_id
      UNION SELECT o.id FROM known k JOIN opportunities o ON o.account_key = k.account_key`,
  );
}
