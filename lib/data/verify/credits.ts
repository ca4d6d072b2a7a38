import type { ClientBase } from "pg";
import { sqlCheck } from "./check";

/**
 * Metric 3 of all deals in one statement (metrics.md §4), written apart from the write path: the pool of each deal, the
 * three deciding dates, the sources standing on them or the fallback row, then cents by largest remainder. Parts of a
 * position with k sources are compared over the product of all three k, so that nothing is ever rounded.
 */
const CREDITS = `
  WITH model AS (
    SELECT lookback_days, ARRAY[weight_first, weight_created, weight_won]::bigint[] AS weights
    FROM agreements WHERE status IN ('provisional', 'in_force')),
  deal AS (
    SELECT o.id, o.created_on, o.won_on, o.won_on - m.lookback_days AS since, round(o.won_amount * 100) AS cents, x.is_outbound, m.weights
    FROM opportunities o JOIN verify_deals x USING (id) CROSS JOIN model m
    WHERE o.won_on IS NOT NULL AND o.won_amount IS NOT NULL AND o.type = 'new_business'),
  response AS (
    SELECT d.id, s.source_code AS source, s.touched_on AS day, s.is_direct, s.touched_on >= d.since AS is_inside
    FROM deal d JOIN verify_seen s USING (id)
    WHERE s.kind NOT IN ('email_sent', 'invited', 'impression', 'outbound_call', 'outbound_email') AND s.touched_on <= d.won_on),
  served AS (SELECT DISTINCT id FROM response WHERE is_direct AND is_inside),
  asked AS (SELECT r.*, s.id IS NULL AS is_lonely FROM response r LEFT JOIN served s USING (id) WHERE r.is_direct OR s.id IS NULL),
  flag AS (
    SELECT id, bool_or(NOT is_inside) AS is_truncated, bool_or(is_inside AND is_lonely) AS is_implicit FROM asked GROUP BY id),
  eligible AS (
    SELECT a.id, a.source, a.day, min(a.day) OVER deal AS first_on, max(a.day) OVER deal AS last_on,
      max(a.day) FILTER (WHERE a.day <= d.created_on) OVER deal AS created_on
    FROM asked a JOIN deal d USING (id) WHERE a.is_inside WINDOW deal AS (PARTITION BY a.id)),
  standing AS (
    SELECT DISTINCT id, p.position, source FROM eligible
    CROSS JOIN LATERAL (VALUES (1, first_on), (2, created_on), (3, last_on)) AS p (position, decides) WHERE day = p.decides),
  filled AS (
    SELECT id, position, source FROM standing
    UNION ALL
    SELECT d.id, p.position, CASE WHEN d.is_outbound THEN 'outbound_bdr' WHEN e.id IS NULL THEN 'Unattributed' ELSE 'Outside window / no touch' END
    FROM deal d CROSS JOIN generate_series(1, 3) AS p (position) LEFT JOIN (SELECT DISTINCT id FROM eligible) AS e ON e.id = d.id
    WHERE NOT EXISTS (SELECT FROM standing s WHERE s.id = d.id AND s.position = p.position)),
  crowd AS (
    SELECT id, position, source, count(*) OVER (PARTITION BY id, position) AS k,
      (count(*) FILTER (WHERE position = 1) OVER deal)::numeric * (count(*) FILTER (WHERE position = 2) OVER deal)
        * (count(*) FILTER (WHERE position = 3) OVER deal) AS common
    FROM filled WINDOW deal AS (PARTITION BY id)),
  part AS (
    SELECT c.*, d.cents, abs(d.cents) * d.weights[c.position] * (c.common / c.k) AS share FROM crowd c JOIN deal d USING (id)),
  cut AS (SELECT *, div(share, common * 100) AS whole, mod(share, common * 100) AS rest FROM part),
  ranked AS (
    SELECT *, row_number() OVER (PARTITION BY id ORDER BY rest DESC, position, source COLLATE "C") AS place,
      abs(cents) - sum(whole) OVER (PARTITION BY id) AS spare FROM cut)
  SELECT id AS opportunity_id, (ARRAY['first_touch', 'opportunity_created', 'closed_won'])[position]::credit_position AS position, source,
    sign(cents) * (whole + (place <= spare)::int) / 100 AS credit FROM ranked`;

/** The eligible part again, for what is not money: assists and flags. One statement needs both, so the text is shared. */
const withPool = (select: string): string => `${CREDITS.slice(0, CREDITS.indexOf("  standing AS ("))} ${select}`;

const ASSISTS = withPool(`unused AS (SELECT 1)
  SELECT id AS opportunity_id, source, count(*)::int AS count FROM eligible
  WHERE day <> first_on AND day <> last_on AND day IS DISTINCT FROM created_on GROUP BY id, source`);

const FLAGS = withPool(`unused AS (SELECT 1)
  SELECT d.id, coalesce(f.is_truncated, false) AS is_truncated, coalesce(f.is_implicit, false) AS is_implicit
  FROM deal d LEFT JOIN flag f USING (id)`);

/** Computes the credits and assists that several checks read. Call it after `prepareDeals`. */
export async function prepareCredits(client: ClientBase): Promise<void> {
  await client.query(`CREATE TEMP TABLE verify_credits ON COMMIT DROP AS ${CREDITS}`);
  await client.query(`CREATE TEMP TABLE verify_assists ON COMMIT DROP AS ${ASSISTS}`);
}

export const dealCredits = sqlCheck(
  "deal_credits against one statement",
  "SELECT FROM deal_credits",
  `SELECT o.external_id AS opportunity, position, source, d.credit, v.credit AS credit_recomputed
   FROM deal_credits d FULL JOIN verify_credits v USING (opportunity_id, position, source) LEFT JOIN opportunities o ON o.id = opportunity_id
   WHERE d.credit IS DISTINCT FROM v.credit`,
);

export const dealAssists = sqlCheck(
  "deal_assists",
  "SELECT FROM deal_assists",
  `SELECT o.external_id AS opportunity, source, d.count, v.count AS count_recomputed
   FROM deal_assists d FULL JOIN verify_assists v USING (opportunity_id, source) LEFT JOIN opportunities o ON o.id = opportunity_id
   WHERE d.count IS DISTINCT FROM v.count`,
);

export const dealFlags = sqlCheck(
  "truncated and implicit flags of won deals",
  "SELECT FROM opportunities WHERE won_on IS NOT NULL",
  `SELECT o.external_id AS opportunity, o.is_truncated, f.is_truncated AS truncated_recomputed, o.is_implicit, f.is_implicit AS implicit_recomputed
   FROM opportunities o LEFT JOIN (${FLAGS}) AS f USING (id)
   WHERE (o.is_truncated, o.is_implicit) IS DISTINCT FROM (coalesce(f.is_truncated, false), coalesce(f.is_implicit, false))`,
);

/** Credits of a deal add up to its amount exactly. */
export const creditsAddUp = sqlCheck(
  "credits add up to the amount of each deal",
  "SELECT FROM opportunities WHERE won_on IS NOT NULL AND won_amount IS NOT NULL AND type = 'new_business'",
  `SELECT o.external_id AS opportunity, o.won_amount, sum(d.credit) AS credits FROM opportunities o LEFT JOIN deal_credits d ON d.opportunity_id = o.id
   WHERE o.won_on IS NOT NULL AND o.won_amount IS NOT NULL AND o.type = 'new_business'
   GROUP BY o.id HAVING sum(d.credit) IS DISTINCT FROM o.won_amount`,
);
