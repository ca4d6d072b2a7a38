import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { RowError } from "./staging";
import { type Applied, type Counted, type Run, upsertColumns } from "./write";

const UPDATABLE: Record<string, readonly string[]> = {
  account: ["account"],
  name: ["name"],
  type: ["type"],
  currency: ["currency"],
  amount: ["amount"],
  reporting_amount: ["amount", "currency"],
  created_at: ["created_at"],
  created_on: ["created_at"],
  created_by_team: ["created_by_team"],
  stage: ["stage"],
  stage_ordinal: ["stage"],
  outcome: ["outcome"],
  lost_reason: ["lost_reason"],
  closed_at: ["closed_at"],
  closed_on: ["closed_at"],
};

interface Refused {
  line: number;
  code: "LEAD_UNKNOWN" | "FX_RATE_MISSING";
  currency: string;
  day: string;
}

/**
 * Writes opportunities. A foreign amount is converted at the rate of its day: the close date of a won
 * one, else the created date (formats.md); without that rate the row is refused. Facts that follow
 * from the record (owner, pipeline entry, credits) are refreshed by the caller.
 * @param from relation of staged opportunities
 */
export async function applyOpportunities(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  const columns = Object.keys(UPDATABLE).filter((name) => UPDATABLE[name]?.some((field) => run.fields.has(field)));
  const upsert = upsertColumns("o", [...columns, "lead_id", "account_key"]);
  const result = await onlyRow<Counted & { total: number; refused: Refused[] | null; ids: string[] | null }>(
    tx,
    Prisma.sql`
      WITH incoming AS (${from}),
      priced AS (
        SELECT i.*, l.id AS lead_id, coalesce(i.account_key, l.account_key) AS effective_account,
          CASE WHEN i.amount IS NULL THEN NULL WHEN i.currency = ${run.currency} THEN i.amount ELSE round(i.amount * fx.rate, 2) END AS reporting_amount,
          CASE WHEN i.lead_external_id IS NOT NULL AND l.id IS NULL THEN 'LEAD_UNKNOWN'
            WHEN i.amount IS NOT NULL AND i.currency <> ${run.currency} AND fx.rate IS NULL THEN 'FX_RATE_MISSING' END AS code,
          d.day
        FROM incoming i
        CROSS JOIN LATERAL (SELECT CASE WHEN i.outcome = 'won' THEN coalesce(i.closed_on, i.created_on) ELSE i.created_on END AS day) AS d
        LEFT JOIN leads l ON l.source_system = i.source_system AND l.external_id = i.lead_external_id
        LEFT JOIN fx_rates fx ON fx.day = d.day AND fx.from_currency = i.currency AND fx.to_currency = ${run.currency}
      ),
      written AS (
        INSERT INTO opportunities AS o (source_system, external_id, lead_id, account, account_key, name, type, currency, amount, reporting_amount,
          created_at, created_on, created_by_team, stage, stage_ordinal, outcome, lost_reason, closed_at, closed_on, first_seen_on, import_id)
        SELECT source_system, external_id, lead_id, account, effective_account, name, coalesce(type, 'new_business'), currency, amount, reporting_amount,
          created_at, created_on, created_by_team, stage, stage_ordinal, coalesce(outcome, 'open'), lost_reason, closed_at, closed_on, first_seen_on,
          ${run.importId}::bigint
        FROM priced WHERE code IS NULL
        ON CONFLICT (source_system, external_id) DO UPDATE
          SET ${upsert.set}, import_id = EXCLUDED.import_id,
            first_seen_on = CASE WHEN coalesce(o.stage_ordinal, 0) < 3 AND EXCLUDED.stage_ordinal >= 3 THEN EXCLUDED.first_seen_on ELSE o.first_seen_on END
          WHERE ${upsert.changed}
        RETURNING id, xmax = 0 AS is_new
      )
      SELECT count(*) FILTER (WHERE is_new)::int AS inserted, count(*) FILTER (WHERE NOT is_new)::int AS updated,
        (SELECT count(*)::int FROM incoming) AS total,
        json_agg(id::text) AS ids,
        (SELECT json_agg(json_build_object('line', line, 'code', code, 'currency', currency, 'day', day) ORDER BY line) FROM priced WHERE code IS NOT NULL) AS refused
      FROM written`,
  );
  const errors = (result.refused ?? []).map((refused) => toError(refused, run.currency));
  return {
    inserted: result.inserted,
    updated: result.updated,
    unchanged: result.total - result.inserted - result.updated - errors.length,
    errors,
    deltas: [],
    opportunities: result.ids ?? [],
  };
}

function toError({ line, code, currency, day }: Refused, reporting: string): RowError {
  if (code === "FX_RATE_MISSING") return rateMissing(line, currency, reporting, day);
  return {
    line,
    field: "lead_external_id",
    code,
    message:
      "lead_external_id: no lead with this id in this source system. Import the leads first, or leave the field blank.",
  };
}

/** The refusal of a foreign amount without a rate for its day (formats.md). */
export function rateMissing(line: number, currency: string, reporting: string, day: string): RowError {
  return {
    line,
    field: "currency",
    code: "FX_RATE_MISSING",
    message: `currency: no rate from ${currency} to ${reporting} for ${day}. Import fx_rates for that day first.`,
  };
}
