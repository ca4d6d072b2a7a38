import type { ClientBase } from "pg";
import { sqlCheck } from "./check";
import { FOLDED } from "./cycles";

/** Every touch beside every opportunity that can see it, set against set. */
const SEEN = `
  SELECT o.id, t.kind, t.source_code, t.touched_on, true AS is_direct FROM opportunities o JOIN touches t ON t.opportunity_id = o.id
  UNION ALL SELECT o.id, t.kind, t.source_code, t.touched_on, true FROM opportunities o JOIN touches t ON t.lead_id = o.lead_id
  UNION ALL SELECT o.id, t.kind, t.source_code, t.touched_on, false FROM opportunities o JOIN touches t ON t.account_key = o.account_key
  UNION ALL SELECT o.id, t.kind, t.source_code, t.touched_on, false
    FROM opportunities o JOIN leads l ON l.account_key = o.account_key AND l.id IS DISTINCT FROM o.lead_id JOIN touches t ON t.lead_id = l.id`;

/** The lead's cycle nearest to the created date, those before it first; else the account's latest accepted one. */
const OWNERS = `
  outbound AS (
    SELECT DISTINCT o.id FROM opportunities o JOIN verify_seen s ON s.id = o.id
    WHERE o.created_by_team = 'sales' AND s.kind IN ('outbound_call', 'outbound_email') AND s.touched_on <= o.created_on),
  own AS (
    SELECT DISTINCT ON (o.id) o.id, c.id AS cycle_id, c.source_code FROM opportunities o JOIN cycles c ON c.lead_id = o.lead_id
    ORDER BY o.id, (c.handed_over_on <= o.created_on) DESC, abs(c.handed_over_on - o.created_on), c.id DESC),
  accepted AS (
    SELECT f.cycle_id, (f.accepted_at AT TIME ZONE org.time_zone)::date AS day FROM (${FOLDED}) AS f CROSS JOIN organisation org
    WHERE f.stage IN ('sal', 'sql', 'pipeline')),
  related AS (
    SELECT DISTINCT ON (o.id) o.id, c.id AS cycle_id, c.source_code
    FROM opportunities o JOIN leads l ON l.account_key = o.account_key JOIN cycles c ON c.lead_id = l.id JOIN accepted a ON a.cycle_id = c.id
    WHERE a.day <= o.created_on AND NOT EXISTS (SELECT FROM own WHERE own.id = o.id)
    ORDER BY o.id, a.day DESC, c.handed_over_on DESC, c.id DESC)`;

/** Rows of one instant and ordinal go by amount, then by currency, as text (lib/domain/ownership.ts). */
const TIES = `amount::text COLLATE "C" NULLS LAST, currency::text COLLATE "C"`;

/** First history row at stage 3 or more, the first amount from there on, the row that set Won. */
const HISTORY = `
  entered AS (
    SELECT DISTINCT ON (opportunity_id) * FROM stage_history WHERE ordinal >= 3 ORDER BY opportunity_id, entered_at, ordinal, ${TIES}),
  valued AS (
    SELECT DISTINCT ON (h.opportunity_id) h.* FROM stage_history h JOIN entered e USING (opportunity_id)
    WHERE h.amount IS NOT NULL AND (h.entered_at, h.ordinal) >= (e.entered_at, e.ordinal) ORDER BY h.opportunity_id, h.entered_at, h.ordinal, h.amount::text COLLATE "C", h.currency::text COLLATE "C"),
  latest AS (SELECT DISTINCT ON (opportunity_id) * FROM stage_history ORDER BY opportunity_id, entered_at DESC, ordinal DESC, is_won DESC),
  set_won AS (SELECT DISTINCT ON (opportunity_id) * FROM stage_history WHERE is_won ORDER BY opportunity_id, entered_at DESC, ordinal DESC, ${TIES})`;

/** An amount at the rate of a day; null without one, and when the column could not hold it. */
const atRate = (
  amount: string,
  currency: string,
  day: string,
): string => `(SELECT y.amount FROM (SELECT CASE WHEN ${currency} = org.currency THEN ${amount} ELSE round(${amount} * (
  SELECT x.rate FROM fx_rates x WHERE x.day = ${day} AND x.from_currency = ${currency} AND x.to_currency = org.currency), 2) END AS amount) AS y
  WHERE y.amount < 100000000000000)`;

/**
 * The facts of every opportunity once more, amounts at the rate of their day. What no table tells again is kept as it was
 * first seen (metrics.md §3, never restated): the day and amount of an entry without history, and the amount that stood in
 * for the missing one of an entry (`lacks_amount`); of those only that they are there can be recomputed.
 */
const FACTS = `
  SELECT o.id, coalesce(own.cycle_id, related.cycle_id) AS origin_cycle_id, b.id IS NOT NULL AS is_outbound,
    coalesce(own.source_code, related.source_code, CASE WHEN b.id IS NULL THEN 'Unattributed' ELSE 'outbound_bdr' END) AS owner_source,
    e.opportunity_id IS NOT NULL AS has_history,
    e.entered_on AS pipeline_on,
    ${atRate("coalesce(v.amount, o.amount)", "CASE WHEN v.amount IS NULL THEN o.currency ELSE v.currency END", "e.entered_on")} AS pipeline_amount,
    e.opportunity_id IS NOT NULL AND e.amount IS NULL AS lacks_amount,
    e.opportunity_id IS NOT NULL AND e.amount IS NULL AND coalesce(v.amount, o.amount) IS NOT NULL AS has_later_amount,
    o.outcome = 'won' OR o.stage_ordinal >= 3 OR (o.outcome = 'open' AND coalesce(n.is_won, false)) AS is_in_pipeline,
    CASE WHEN o.outcome = 'won' OR (o.outcome = 'open' AND n.is_won) THEN coalesce(w.entered_on, o.closed_on) END AS won_on,
    ${atRate("coalesce(w.amount, o.amount)", "CASE WHEN w.amount IS NULL THEN o.currency ELSE w.currency END", "coalesce(w.entered_on, o.closed_on)")} AS won_amount
  FROM opportunities o CROSS JOIN organisation org
  LEFT JOIN own ON own.id = o.id LEFT JOIN related ON related.id = o.id LEFT JOIN outbound b ON b.id = o.id
  LEFT JOIN entered e ON e.opportunity_id = o.id LEFT JOIN valued v ON v.opportunity_id = o.id
  LEFT JOIN latest n ON n.opportunity_id = o.id LEFT JOIN set_won w ON w.opportunity_id = o.id`;

/** Computes what several checks read, into tables that end with the transaction. Call it before them. */
export async function prepareDeals(client: ClientBase): Promise<void> {
  await client.query(`CREATE TEMP TABLE verify_seen ON COMMIT DROP AS ${SEEN}`);
  await client.query("ANALYZE verify_seen");
  await client.query(`CREATE TEMP TABLE verify_deals ON COMMIT DROP AS WITH ${OWNERS}, ${HISTORY} ${FACTS}`);
  await client.query("ALTER TABLE verify_deals ADD PRIMARY KEY (id)");
  await client.query("ANALYZE verify_deals");
}

/** Owner, pipeline entry and win of every opportunity. */
export const opportunityFacts = sqlCheck(
  "owner, pipeline entry and win of opportunities",
  "SELECT FROM opportunities",
  `SELECT o.external_id AS opportunity, o.owner_source, x.owner_source AS owner_recomputed, o.origin_cycle_id, x.origin_cycle_id AS origin_recomputed,
     o.is_outbound, x.is_outbound AS outbound_recomputed, o.pipeline_on, x.pipeline_on AS pipeline_on_recomputed, o.pipeline_amount,
     x.pipeline_amount AS pipeline_amount_recomputed, o.won_on, x.won_on AS won_on_recomputed, o.won_amount, x.won_amount AS won_amount_recomputed
   FROM opportunities o JOIN verify_deals x USING (id)
   WHERE (o.owner_source, o.origin_cycle_id, o.is_outbound, o.won_on) IS DISTINCT FROM (x.owner_source, x.origin_cycle_id, x.is_outbound, x.won_on)
     OR (x.has_history AND (o.pipeline_on IS DISTINCT FROM x.pipeline_on OR o.is_approximate
       OR (o.pipeline_amount IS DISTINCT FROM x.pipeline_amount AND (NOT x.lacks_amount OR o.pipeline_amount IS NULL))))
     OR o.is_amount_late <> (x.has_later_amount OR (x.lacks_amount AND o.pipeline_amount IS NOT NULL))
     OR (NOT x.has_history AND (o.is_approximate <> (o.pipeline_on IS NOT NULL) OR (x.is_in_pipeline AND o.pipeline_on IS NULL)))
     OR (x.won_on IS NOT NULL AND o.won_amount IS DISTINCT FROM x.won_amount)
     OR (x.won_on IS NULL AND o.won_amount IS NOT NULL)`,
);
