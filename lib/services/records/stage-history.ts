import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { rateMissing } from "./opportunities";
import type { RowError } from "./staging";
import type { Applied, Counted, Run } from "./write";

interface Refused {
  line: number;
  code: "OPPORTUNITY_UNKNOWN" | "FX_RATE_MISSING";
  currency: string;
  day: string;
}

/**
 * Writes stage history, identified by opportunity, time and stage name. A foreign amount is converted
 * at the rate of the day on which the stage was entered.
 * @param from relation of staged stage history
 */
export async function applyStageHistory(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  const result = await onlyRow<Counted & { total: number; refused: Refused[] | null; ids: string[] | null }>(
    tx,
    Prisma.sql`
      WITH incoming AS (${from}),
      priced AS (
        SELECT i.*, o.id AS opportunity_id, coalesce(i.currency, o.currency, ${run.currency}) AS known_currency,
          CASE WHEN o.id IS NULL THEN 'OPPORTUNITY_UNKNOWN'
            WHEN i.amount IS NOT NULL AND coalesce(i.currency, o.currency, ${run.currency}) <> ${run.currency} AND fx.rate IS NULL THEN 'FX_RATE_MISSING' END AS code,
          fx.rate
        FROM incoming i
        LEFT JOIN opportunities o ON o.source_system = i.source_system AND o.external_id = i.opportunity_external_id
        LEFT JOIN fx_rates fx ON fx.day = i.entered_on AND fx.from_currency = coalesce(i.currency, o.currency) AND fx.to_currency = ${run.currency}
      ),
      written AS (
        INSERT INTO stage_history AS h (opportunity_id, stage, stage_key, ordinal, is_won, amount, currency, reporting_amount, entered_at, entered_on, import_id)
        SELECT opportunity_id, stage, stage_key, ordinal, is_won, amount, CASE WHEN amount IS NOT NULL THEN known_currency END,
          CASE WHEN known_currency = ${run.currency} THEN amount ELSE round(amount * rate, 2) END, entered_at, entered_on, ${run.importId}::bigint
        FROM priced WHERE code IS NULL
        ON CONFLICT (opportunity_id, entered_at, stage_key) DO UPDATE
          SET ordinal = EXCLUDED.ordinal, is_won = EXCLUDED.is_won, amount = EXCLUDED.amount, currency = EXCLUDED.currency,
            reporting_amount = EXCLUDED.reporting_amount, import_id = EXCLUDED.import_id
          WHERE (h.ordinal, h.is_won, h.amount, h.currency, h.reporting_amount)
            IS DISTINCT FROM (EXCLUDED.ordinal, EXCLUDED.is_won, EXCLUDED.amount, EXCLUDED.currency, EXCLUDED.reporting_amount)
        RETURNING opportunity_id, xmax = 0 AS is_new
      )
      SELECT count(*) FILTER (WHERE is_new)::int AS inserted, count(*) FILTER (WHERE NOT is_new)::int AS updated,
        (SELECT count(*)::int FROM incoming) AS total,
        json_agg(DISTINCT opportunity_id::text) AS ids,
        (SELECT json_agg(json_build_object('line', line, 'code', code, 'currency', known_currency, 'day', entered_on) ORDER BY line) FROM priced WHERE code IS NOT NULL) AS refused
      FROM written`,
  );
  const errors = (result.refused ?? []).map((refused) => toError(refused, run.currency));
  const { inserted, updated, total, ids } = result;
  return {
    inserted,
    updated,
    unchanged: total - inserted - updated - errors.length,
    errors,
    deltas: [],
    opportunities: ids ?? [],
  };
}

function toError({ line, code, currency, day }: Refused, reporting: string): RowError {
  if (code === "FX_RATE_MISSING") return rateMissing(line, currency, reporting, day);
  return {
    line,
    field: "opportunity_external_id",
    code,
    message:
      "opportunity_external_id: no opportunity with this id in this source system. Import the opportunities first.",
  };
}
