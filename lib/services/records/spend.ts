import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { MONEY_LIMIT, type MoneyCode, moneyRefused } from "./money";
import { nameSources } from "./sources";
import { withoutSpend } from "./spend-policy";
import type { RowError } from "./staging";
import type { Applied, Counted, Run } from "./write";

interface Refused {
  line: number;
  code: MoneyCode | "SPEND_OVERLAP" | "SPEND_NOT_AGREED";
  source: string;
  currency: string;
  day: string;
  other: string | null;
  version: number | null;
}

/**
 * Writes spend, identified by source, campaign and days. Two rows of one source may not cover the same
 * day for the same campaign, nor one row for the whole source beside one for a campaign: the money
 * would count twice (product.md B4). A foreign amount takes the rate of its first day. Nothing new comes to a source for which
 * the agreement of that day books no spend; what is there and unchanged is no news.
 * @param from relation of staged spend
 */
export async function applySpend(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  await tx.rows(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('accord.spend'))`);
  const result = await onlyRow<Counted & { total: number; refused: Refused[] | null }>(
    tx,
    Prisma.sql`
      WITH incoming AS (SELECT line, source_code, coalesce(campaign, '') AS campaign, start_date, end_date, amount, currency FROM (${from}) AS i),
      judged AS (
        SELECT i.*, CASE WHEN i.currency = ${run.currency} THEN 1 ELSE fx.rate END AS rate, clash.other, refusing.version,
          CASE WHEN refusing.version IS NOT NULL THEN 'SPEND_NOT_AGREED' WHEN i.currency <> ${run.currency} AND fx.rate IS NULL THEN 'FX_RATE_MISSING' WHEN clash.other IS NOT NULL THEN 'SPEND_OVERLAP'
            WHEN i.amount * CASE WHEN i.currency = ${run.currency} THEN 1 ELSE fx.rate END >= ${MONEY_LIMIT} THEN 'NUMBER_RANGE' END AS code
        FROM incoming i
        LEFT JOIN fx_rates fx ON fx.day = i.start_date AND fx.from_currency = i.currency AND fx.to_currency = ${run.currency}
        LEFT JOIN LATERAL (
          SELECT x.start_date || ' to ' || x.end_date AS other
          FROM (SELECT 0 AS line, source_code, campaign, start_date, end_date FROM spend
                UNION ALL SELECT line, source_code, campaign, start_date, end_date FROM incoming) AS x
          WHERE x.source_code = i.source_code AND x.line < i.line AND (x.campaign = i.campaign OR x.campaign = '' OR i.campaign = '')
            AND x.start_date <= i.end_date AND x.end_date >= i.start_date
            AND (x.campaign, x.start_date, x.end_date) IS DISTINCT FROM (i.campaign, i.start_date, i.end_date)
          ORDER BY x.start_date LIMIT 1
        ) AS clash ON true
        LEFT JOIN LATERAL (
          SELECT ${withoutSpend(run, { day: Prisma.sql`i.start_date`, source: Prisma.sql`i.source_code` })} AS version
          WHERE NOT EXISTS (
            SELECT FROM spend s WHERE (s.source_code, s.campaign, s.start_date, s.end_date) = (i.source_code, i.campaign, i.start_date, i.end_date)
              AND (s.amount, s.currency) = (round(i.amount, 2), i.currency))
        ) AS refusing ON true
      ),
      named AS (${nameSources(Prisma.sql`SELECT source_code FROM judged WHERE code IS NULL`)}),
      written AS (
        INSERT INTO spend AS s (source_code, campaign, start_date, end_date, amount, currency, reporting_amount, import_id)
        SELECT source_code, campaign, start_date, end_date, amount, currency, amount * rate, ${run.importId}::bigint FROM judged WHERE code IS NULL
        ON CONFLICT (source_code, campaign, start_date, end_date) DO UPDATE
          SET amount = EXCLUDED.amount, currency = EXCLUDED.currency, reporting_amount = EXCLUDED.reporting_amount, import_id = EXCLUDED.import_id
          WHERE (s.amount, s.currency) IS DISTINCT FROM (EXCLUDED.amount, EXCLUDED.currency)
        RETURNING xmax = 0 AS is_new
      )
      SELECT count(*) FILTER (WHERE is_new)::int AS inserted, count(*) FILTER (WHERE NOT is_new)::int AS updated,
        (SELECT count(*)::int FROM incoming) AS total,
        (SELECT json_agg(json_build_object('line', line, 'code', code, 'source', source_code, 'currency', currency, 'day', start_date,
            'other', other, 'version', version) ORDER BY line)
          FROM judged WHERE code IS NOT NULL) AS refused
      FROM written`,
  );
  const errors = (result.refused ?? []).map((refused) => toError(refused, run.currency));
  const { inserted, updated, total } = result;
  return {
    inserted,
    updated,
    unchanged: total - inserted - updated - errors.length,
    errors,
    deltas: [],
    opportunities: [],
  };
}

function toError({ line, code, source, currency, day, other, version }: Refused, reporting: string): RowError {
  switch (code) {
    case "SPEND_NOT_AGREED": {
      const message = `source: ${source} has the spend policy "None" in version ${version} of the agreement, which is the one for ${day}: no more of its spend is booked, and what is booked already stays. Leave the row out.`;
      return { line, field: "source", code, message };
    }
    case "SPEND_OVERLAP": {
      const message = `start_date: spend of this source already covers days of this row (${other}). Send ranges that do not overlap.`;
      return { line, field: "start_date", code, message };
    }
    default:
      return moneyRefused(code, line, currency, reporting, day);
  }
}
