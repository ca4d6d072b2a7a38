import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { MONEY_LIMIT, type MoneyCode, moneyRefused } from "./money";
import type { RowError } from "./staging";
import type { Applied, Counted, Run } from "./write";

interface Refused {
  line: number;
  code: "OPPORTUNITY_UNKNOWN" | MoneyCode;
  currency: string;
  day: string;
}

/** Incoming rows `i` beside what is recorded of them, `h`, and their opportunity `o`; what the file does not have stays as recorded. */
function merged(from: Prisma.Sql, { fields, currency }: Run): Prisma.Sql {
  const given = (field: "amount" | "currency") =>
    Prisma.raw(fields.has(field) ? `i.${field}` : `coalesce(h.${field}, i.${field})`);
  return Prisma.sql`
    SELECT i.*, o.id AS opportunity_id, ${given("amount")} AS known_amount, coalesce(${given("currency")}, o.currency, ${currency}) AS known_currency
    FROM (${from}) AS i
    LEFT JOIN opportunities o ON o.source_system = i.source_system AND o.external_id = i.opportunity_external_id
    LEFT JOIN stage_history h ON h.opportunity_id = o.id AND h.entered_at = i.entered_at AND h.stage_key = i.stage_key`;
}

/**
 * Writes stage history, identified by opportunity, time and stage name. A foreign amount is converted
 * at the rate of the day on which the stage was entered. Without that rate the row is refused, also one that has no
 * amount but makes pipeline or a win: whatever amount comes later is converted at the rate of this day (metrics.md §3).
 * @param from relation of staged stage history
 */
export async function applyStageHistory(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  const result = await onlyRow<Counted & { total: number; refused: Refused[] | null; ids: string[] | null }>(
    tx,
    Prisma.sql`
      WITH merged AS (${merged(from, run)}),
      priced AS (
        SELECT m.*, CASE WHEN m.known_currency = ${run.currency} THEN 1 ELSE fx.rate END AS rate
        FROM merged m
        LEFT JOIN fx_rates fx ON fx.day = m.entered_on AND fx.from_currency = m.known_currency AND fx.to_currency = ${run.currency}
      ),
      judged AS (
        SELECT p.*, round(p.known_amount * p.rate, 2) AS reporting_amount,
          CASE WHEN p.opportunity_id IS NULL THEN 'OPPORTUNITY_UNKNOWN'
            WHEN p.rate IS NULL AND (p.known_amount IS NOT NULL OR p.ordinal >= 3 OR p.is_won) THEN 'FX_RATE_MISSING'
            WHEN round(p.known_amount * p.rate, 2) >= ${MONEY_LIMIT} THEN 'NUMBER_RANGE' END AS code
        FROM priced p
      ),
      written AS (
        INSERT INTO stage_history AS h (opportunity_id, stage, stage_key, ordinal, is_won, amount, currency, reporting_amount, entered_at, entered_on, import_id)
        SELECT opportunity_id, stage, stage_key, ordinal, is_won, known_amount, CASE WHEN known_amount IS NOT NULL THEN known_currency END,
          reporting_amount, entered_at, entered_on, ${run.importId}::bigint
        FROM judged WHERE code IS NULL
        ON CONFLICT (opportunity_id, entered_at, stage_key) DO UPDATE
          SET ordinal = EXCLUDED.ordinal, is_won = EXCLUDED.is_won, amount = EXCLUDED.amount, currency = EXCLUDED.currency,
            reporting_amount = EXCLUDED.reporting_amount, import_id = EXCLUDED.import_id
          WHERE (h.ordinal, h.is_won, h.amount, h.currency, h.reporting_amount)
            IS DISTINCT FROM (EXCLUDED.ordinal, EXCLUDED.is_won, EXCLUDED.amount, EXCLUDED.currency, EXCLUDED.reporting_amount)
        RETURNING opportunity_id, xmax = 0 AS is_new
      )
      SELECT count(*) FILTER (WHERE is_new)::int AS inserted, count(*) FILTER (WHERE NOT is_new)::int AS updated,
        (SELECT count(*)::int FROM merged) AS total,
        json_agg(DISTINCT opportunity_id::text) AS ids,
        (SELECT json_agg(json_build_object('line', line, 'code', code, 'currency', known_currency, 'day', entered_on) ORDER BY line) FROM judged WHERE code IS NOT NULL) AS refused
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
  if (code !== "OPPORTUNITY_UNKNOWN") return moneyRefused(code, line, currency, reporting, day);
  return {
    line,
    field: "opportunity_external_id",
    code,
    message:
      "opportunity_external_id: no opportunity with this id in this source system. Import the opportunities first.",
  };
}
