import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { affectedOpportunities } from "./affected";
import type { Applied, Run } from "./write";

/**
 * Writes rates. A rate is fixed once written: amounts that were converted with it are never restated
 * (metrics.md §3), so another rate for the same day is refused. Deals of that day that had no amount for want of it are refreshed.
 * @param from relation of staged rates
 */
export async function applyFxRates(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  const result = await onlyRow<{ inserted: number; total: number }>(
    tx,
    Prisma.sql`
      WITH written AS (
        INSERT INTO fx_rates (day, from_currency, to_currency, rate)
        SELECT day, from_currency, to_currency, rate FROM (${from}) AS incoming ON CONFLICT DO NOTHING RETURNING 1
      )
      SELECT (SELECT count(*)::int FROM written) AS inserted, (SELECT count(*)::int FROM (${from}) AS incoming) AS total`,
  );
  const different = await tx.rows<{ line: number; rate: string }>(Prisma.sql`
    SELECT i.line, r.rate::text AS rate FROM (${from}) AS i JOIN fx_rates r USING (day, from_currency, to_currency)
    WHERE r.rate <> i.rate ORDER BY i.line`);
  const errors = different.map(({ line, rate }) => ({
    line,
    field: "rate",
    code: "RATE_FIXED",
    message: `rate: ${rate} is recorded for this day and a recorded rate is never changed, because amounts were converted with it. Remove the row.`,
  }));
  return {
    inserted: result.inserted,
    updated: 0,
    unchanged: result.total - result.inserted - errors.length,
    errors,
    deltas: [],
    opportunities: result.inserted === 0 ? [] : await waitingDeals(tx, from, run),
  };
}

/** Deals whose pipeline entry or win on the day of one of these rates has no amount yet. */
function waitingDeals(tx: Tx, from: Prisma.Sql, run: Run): Promise<string[]> {
  const days = Prisma.sql`SELECT i.day FROM (${from}) AS i WHERE i.to_currency = ${run.currency}`;
  return affectedOpportunities(
    tx,
    Prisma.sql`
      SELECT o.id FROM opportunities o WHERE o.pipeline_on IN (${days}) AND o.pipeline_amount IS NULL
      UNION SELECT o.id FROM opportunities o WHERE o.won_on IN (${days}) AND o.won_amount IS NULL`,
  );
}
