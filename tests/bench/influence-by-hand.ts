/**
 * Metric 3 of all won deals in one statement, as somebody would write it in psql from metrics.md §4 with the indexes in mind:
 * credit, deals and assists of each source, and how many deals are truncated and implicit.
 */
export const BY_HAND = `
  WITH deal AS (
    SELECT id, lead_id, account_key, created_on, won_on, won_on - 90 AS since, (won_amount * 100)::bigint AS cents, is_outbound
    FROM opportunities WHERE won_on IS NOT NULL AND won_amount IS NOT NULL AND type = 'new_business'),
  direct AS MATERIALIZED (
    SELECT d.id, t.source_code AS source, t.touched_on AS day, t.touched_on >= d.since AS is_inside FROM deal d JOIN touches t ON t.opportunity_id = d.id
    WHERE t.touched_on <= d.won_on AND t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call')
    UNION ALL
    SELECT d.id, t.source_code, t.touched_on, t.touched_on >= d.since FROM deal d JOIN touches t ON t.lead_id = d.lead_id
    WHERE t.touched_on <= d.won_on AND t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call')),
  lonely AS (SELECT * FROM deal d WHERE NOT EXISTS (SELECT FROM direct r WHERE r.id = d.id AND r.is_inside)),
  implicit AS (
    SELECT d.id, t.source_code AS source, t.touched_on AS day, t.touched_on >= d.since AS is_inside FROM lonely d JOIN touches t ON t.account_key = d.account_key
    WHERE t.touched_on <= d.won_on AND t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call')
    UNION ALL
    SELECT d.id, t.source_code, t.touched_on, t.touched_on >= d.since
    FROM lonely d JOIN leads l ON l.account_key = d.account_key AND l.id IS DISTINCT FROM d.lead_id JOIN touches t ON t.lead_id = l.id
    WHERE t.touched_on <= d.won_on AND t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call')),
  seen AS MATERIALIZED (SELECT *, false AS is_implicit FROM direct UNION ALL SELECT *, true FROM implicit),
  decisive AS MATERIALIZED (
    SELECT s.id, min(s.day) FILTER (WHERE is_inside) AS first_on, max(s.day) FILTER (WHERE is_inside AND s.day <= d.created_on) AS created_on,
      max(s.day) FILTER (WHERE is_inside) AS won_on, bool_or(NOT is_inside) AS is_truncated, bool_or(is_inside AND is_implicit) AS is_implicit
    FROM seen s JOIN deal d USING (id) GROUP BY s.id),
  standing AS (
    SELECT DISTINCT s.id, p.position, p.weight, s.source FROM seen s JOIN decisive x USING (id)
    CROSS JOIN LATERAL (VALUES (1, 30, x.first_on), (2, 30, x.created_on), (3, 40, x.won_on)) AS p (position, weight, day)
    WHERE s.is_inside AND s.day = p.day),
  assist AS (
    SELECT s.source, count(*) AS assists FROM seen s JOIN decisive x USING (id)
    WHERE s.is_inside AND s.day <> x.first_on AND s.day <> x.won_on AND s.day IS DISTINCT FROM x.created_on GROUP BY s.source),
  filled AS (
    SELECT id, position, weight, source FROM standing
    UNION ALL
    SELECT d.id, p.position, p.weight,
      CASE WHEN d.is_outbound THEN 'outbound_bdr' WHEN x.first_on IS NULL THEN 'Unattributed' ELSE 'Outside window / no touch' END
    FROM deal d CROSS JOIN (VALUES (1, 30), (2, 30), (3, 40)) AS p (position, weight) LEFT JOIN decisive x USING (id)
    WHERE x.first_on IS NULL OR (p.position = 2 AND x.created_on IS NULL)),
  share AS (
    SELECT f.*, d.cents, d.cents * f.weight::numeric / 100 / count(*) OVER (PARTITION BY f.id, f.position) AS exact FROM filled f JOIN deal d USING (id)),
  ranked AS (
    SELECT id, source, floor(exact) AS whole, cents - sum(floor(exact)) OVER (PARTITION BY id) AS spare,
      row_number() OVER (PARTITION BY id ORDER BY round(exact - floor(exact), 9) DESC, position, source COLLATE "C") AS place FROM share),
  credit AS (SELECT source, sum(whole + (place <= spare)::int)::bigint AS cents, count(DISTINCT id) AS deals FROM ranked GROUP BY source)
  SELECT source || ' ' || coalesce(cents, 0) || ' ' || coalesce(deals, 0) || ' ' || coalesce(assists, 0) AS line FROM credit FULL JOIN assist USING (source)
  UNION ALL
  SELECT 'truncated ' || count(*) FILTER (WHERE is_truncated) || ', implicit ' || count(*) FILTER (WHERE is_implicit) FROM decisive`;
