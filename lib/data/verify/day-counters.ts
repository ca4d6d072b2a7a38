import { sqlCheck } from "./check";

/** What counts as pipeline: by history as recomputed; without history as it was first seen, which no table tells again. */
const ENTRIES = `
  SELECT o.id, CASE WHEN x.has_history THEN x.pipeline_on ELSE o.pipeline_on END AS day, o.pipeline_amount AS amount, x.owner_source, x.origin_cycle_id
  FROM opportunities o JOIN verify_deals x USING (id)`;

export const pipelineDays = sqlCheck(
  "pipeline_days",
  "SELECT FROM pipeline_days",
  `WITH entries AS (${ENTRIES}),
   recounted AS (
     SELECT day, owner_source AS source, coalesce(sum(amount), 0) AS amount, count(*)::int AS opportunities FROM entries WHERE day IS NOT NULL GROUP BY 1, 2)
   SELECT day, source, d.amount, r.amount AS amount_recounted, d.opportunities, r.opportunities AS opportunities_recounted
   FROM pipeline_days d FULL JOIN recounted r USING (day, source)
   WHERE (coalesce(d.amount, 0), coalesce(d.opportunities, 0)) IS DISTINCT FROM (coalesce(r.amount, 0), coalesce(r.opportunities, 0))`,
);

export const reachedDays = sqlCheck(
  "reached_days",
  "SELECT FROM reached_days",
  `WITH entries AS (${ENTRIES}),
   band AS (SELECT acv_min, acv_max FROM agreements WHERE status IN ('provisional', 'in_force')),
   recounted AS (
     SELECT c.handed_over_on AS day, c.segment_code AS segment, count(DISTINCT e.id)::int AS reached
     FROM entries e JOIN cycles c ON c.id = e.origin_cycle_id CROSS JOIN band
     WHERE c.lane = 'standard' AND e.day - c.handed_over_on BETWEEN 0 AND 90 AND e.amount >= band.acv_min AND e.amount <= band.acv_max GROUP BY 1, 2)
   SELECT day, segment, d.reached, r.reached AS reached_recounted FROM reached_days d FULL JOIN recounted r USING (day, segment)
   WHERE coalesce(d.reached, 0) <> coalesce(r.reached, 0)`,
);

const POSITIONS = ["first_touch", "opportunity_created", "closed_won"];

export const influenceDays = sqlCheck(
  "influence_days",
  "SELECT FROM influence_days",
  `WITH given AS (
     SELECT x.won_on AS day, v.source, ${POSITIONS.map((name) => `coalesce(sum(v.credit) FILTER (WHERE v.position = '${name}'), 0) AS ${name}`).join(", ")},
       count(DISTINCT v.opportunity_id)::int AS deals
     FROM verify_credits v JOIN verify_deals x ON x.id = v.opportunity_id GROUP BY 1, 2),
   assisted AS (
     SELECT x.won_on AS day, a.source, sum(a.count)::int AS assists FROM verify_assists a JOIN verify_deals x ON x.id = a.opportunity_id GROUP BY 1, 2),
   recounted AS (SELECT * FROM given FULL JOIN assisted USING (day, source))
   SELECT day, source, ${[...POSITIONS, "deals", "assists"].map((name) => `d.${name}, r.${name} AS ${name}_recounted`).join(", ")}
   FROM influence_days d FULL JOIN recounted r USING (day, source)
   WHERE (${[...POSITIONS, "deals", "assists"].map((name) => `coalesce(d.${name}, 0)`).join(", ")})
     IS DISTINCT FROM (${[...POSITIONS, "deals", "assists"].map((name) => `coalesce(r.${name}, 0)`).join(", ")})`,
);

export const wonDays = sqlCheck(
  "won_days",
  "SELECT FROM won_days",
  `WITH recounted AS (
     SELECT x.won_on AS day, count(*)::int AS deals, sum(o.won_amount) AS amount FROM verify_deals x JOIN opportunities o USING (id)
     WHERE x.won_on IS NOT NULL AND o.won_amount IS NOT NULL AND o.type = 'new_business' GROUP BY 1)
   SELECT day, d.deals, r.deals AS deals_recounted, d.amount, r.amount AS amount_recounted FROM won_days d FULL JOIN recounted r USING (day)
   WHERE (coalesce(d.deals, 0), coalesce(d.amount, 0)) IS DISTINCT FROM (coalesce(r.deals, 0), coalesce(r.amount, 0))`,
);
