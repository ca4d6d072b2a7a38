/** Metric 3 of all won deals in one statement, as somebody would write it in psql from metrics.md §4 with indexes in mind. */
export const BY_HAND = `
  WITH deal AS (
    SELECT id, lead_id, account_key, created_on, won_on, won_on - 90 AS since, (won_amount * 100)::bigint AS cents, is_outbound
    FROM opportunities WHERE won_on IS NOT NULL AND won_amount IS NOT NULL AND type = 'new_business'),
  response AS MATERIALIZED (
    SELECT d.id, t.source_code AS source, t.touched_on AS day FROM deal d JOIN touches t ON t.opportunity_id = d.id
    WHERE t.touched_on BETWEEN d.since AND d.won_on AND t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call')
    UNION ALL
    SELECT d.id, t.source_code, t.touched_on FROM deal d JOIN touches t ON t.lead_id = d.lead_id
    WHERE t.touched_on BETWEEN d.since AND d.won_on AND t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call')),
  lonely AS (SELECT * FROM deal d WHERE NOT EXISTS (SELECT FROM response r WHERE r.id = d.id)),
  eligible AS (
    SELECT * FROM response
    UNION ALL
    SELECT d.id, t.source_code, t.touched_on FROM lonely d JOIN touches t ON t.account_key = d.account_key
    WHERE t.touched_on BETWEEN d.since AND d.won_on AND t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call')
    UNION ALL
    SELECT d.id, t.source_code, t.touched_on FROM lonely d JOIN leads l ON l.account_key = d.account_key AND l.id IS DISTINCT FROM d.lead_id
    JOIN touches t ON t.lead_id = l.id
    WHERE t.touched_on BETWEEN d.since AND d.won_on AND t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call')),
  decisive AS (
    SELECT e.id, min(e.day) AS first_on, max(e.day) FILTER (WHERE e.day <= d.created_on) AS created_on, max(e.day) AS won_on
    FROM eligible e JOIN deal d USING (id) GROUP BY e.id),
  standing AS (
    SELECT DISTINCT e.id, p.position, p.weight, e.source FROM eligible e JOIN decisive x USING (id)
    CROSS JOIN LATERAL (VALUES (1, 30, x.first_on), (2, 30, x.created_on), (3, 40, x.won_on)) AS p (position, weight, day) WHERE e.day = p.day),
  filled AS (
    SELECT id, position, weight, source FROM standing
    UNION ALL
    SELECT d.id, p.position, p.weight, CASE WHEN d.is_outbound THEN 'outbound_bdr' WHEN x.id IS NULL THEN 'Unattributed' ELSE 'Outside window / no touch' END
    FROM deal d CROSS JOIN (VALUES (1, 30), (2, 30), (3, 40)) AS p (position, weight) LEFT JOIN decisive x USING (id)
    WHERE x.id IS NULL OR (p.position = 2 AND x.created_on IS NULL)),
  share AS (
    SELECT f.*, d.cents, d.cents * f.weight::numeric / 100 / count(*) OVER (PARTITION BY f.id, f.position) AS exact FROM filled f JOIN deal d USING (id)),
  ranked AS (
    SELECT id, source, floor(exact) AS whole, cents - sum(floor(exact)) OVER (PARTITION BY id) AS spare,
      row_number() OVER (PARTITION BY id ORDER BY round(exact - floor(exact), 9) DESC, position, source COLLATE "C") AS place FROM share)
  SELECT source, sum(whole + (place <= spare)::int)::bigint::text AS cents FROM ranked GROUP BY source`;
