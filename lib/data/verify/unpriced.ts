import { type Check, SHOWN } from "./check";

/** Kept short: what the history tells is worth its own amount, else that of the record. */
const MISSING = `
  SELECT o.external_id AS opportunity, f.fact, f.day, coalesce(h.currency, o.currency) AS currency
  FROM opportunities o
  CROSS JOIN LATERAL (VALUES ('pipeline', o.pipeline_on, o.pipeline_amount), ('win', o.won_on, o.won_amount)) AS f (fact, day, amount)
  LEFT JOIN LATERAL (
    SELECT currency FROM stage_history WHERE opportunity_id = o.id AND amount IS NOT NULL AND entered_on >= f.day ORDER BY entered_at LIMIT 1) AS h ON true
  WHERE f.day IS NOT NULL AND f.amount IS NULL AND (o.amount IS NOT NULL OR h.currency IS NOT NULL)`;

interface Missing {
  opportunity: string;
  fact: "pipeline" | "win";
  day: string;
  currency: string;
}

/**
 * Amounts of deals that count as nothing because their day has no rate (metrics.md §3: listed, never passed through), or
 * because what the rate makes of them is more than a column holds. No difference: the figures are right without them.
 */
export const unpricedDeals: Check = async (client) => {
  const { rows } = await client.query<{ checked: string; missing: number; shown: Missing[] | null }>(`
    WITH missing AS MATERIALIZED (${MISSING})
    SELECT (SELECT count(*) FROM opportunities WHERE pipeline_on IS NOT NULL OR won_on IS NOT NULL)::text AS checked,
      (SELECT count(*)::int FROM missing) AS missing,
      (SELECT json_agg(m ORDER BY m.day, m.opportunity) FROM (SELECT * FROM missing ORDER BY day, opportunity LIMIT ${SHOWN}) AS m) AS shown`);
  const [found] = rows;
  const notes = (found?.shown ?? []).map(
    ({ opportunity, fact, day, currency }) =>
      `${opportunity}: its ${fact} of ${day} counts no money. Import fx_rates from ${currency} for that day, or correct the amount.`,
  );
  const more = (found?.missing ?? 0) - notes.length;
  if (more > 0) notes.push(`… and ${more} more`);
  return {
    name: "amounts with a rate for their day",
    checked: Number(found?.checked ?? 0),
    differing: 0,
    rows: [],
    notes,
  };
};
