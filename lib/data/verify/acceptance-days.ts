import { sqlCheck } from "./check";
import { FOLDED } from "./cycles";

const REASONS = ["out_of_icp", "wrong_persona", "no_intent", "bad_data", "already_in_pipeline"];
const COLUMNS = ["handed_over", "accepted", ...REASONS, "expired", "touched_in_time", "decided_in_time"];

const list = (render: (column: string) => string): string => COLUMNS.map(render).join(", ");

/**
 * One row per cycle from its events and decisions alone; of the cycle only what is frozen at hand-over. The first verdict is
 * the earliest after the last correction that opened the cycle again.
 */
const JUDGED = `
  folded AS (${FOLDED}),
  reopened AS (
    SELECT DISTINCT ON (cycle_id) cycle_id, at, id FROM lifecycle_events
    WHERE kind = 'correction' AND to_stage IN ('mql', 'referred') ORDER BY cycle_id, at DESC, id DESC),
  first_verdict AS (
    SELECT e.cycle_id, min(e.at) AS at FROM lifecycle_events e LEFT JOIN reopened r USING (cycle_id)
    WHERE e.kind = 'move' AND e.to_stage IN ('sal', 'rejected') AND (r.cycle_id IS NULL OR (e.at, e.id) > (r.at, r.id)) GROUP BY e.cycle_id),
  said AS (
    SELECT cycle_id, min(touched_at) AS touched_at, (array_agg(reason ORDER BY decided_at DESC, id DESC) FILTER (WHERE verdict = 'reject'))[1] AS reason
    FROM decisions GROUP BY cycle_id),
  judged AS (
    SELECT c.handed_over_on AS day, c.source_code AS source, c.segment_code AS segment, c.lane, f.stage,
      CASE WHEN f.stage = 'rejected' THEN s.reason END AS reason,
      coalesce(s.touched_at <= c.touch_by, false) AS is_touched_in_time, coalesce(v.at <= c.decide_by, false) AS is_decided_in_time
    FROM cycles c LEFT JOIN folded f ON f.cycle_id = c.id LEFT JOIN first_verdict v ON v.cycle_id = c.id LEFT JOIN said s ON s.cycle_id = c.id)`;

const RECOUNTED = `
  SELECT day, source, segment, lane, count(*) AS handed_over, count(*) FILTER (WHERE stage IN ('sal', 'sql', 'pipeline')) AS accepted,
    ${REASONS.map((reason) => `count(*) FILTER (WHERE reason = '${reason}') AS ${reason}`).join(", ")},
    count(*) FILTER (WHERE stage = 'expired') AS expired, count(*) FILTER (WHERE is_touched_in_time) AS touched_in_time,
    count(*) FILTER (WHERE is_decided_in_time) AS decided_in_time
  FROM judged GROUP BY day, source, segment, lane`;

/** The counters of metric 1. */
export const acceptanceDays = sqlCheck(
  "acceptance_days",
  "SELECT FROM acceptance_days",
  `WITH ${JUDGED}, recounted AS (${RECOUNTED})
   SELECT day, source, segment, lane, ${list((name) => `d.${name}, r.${name} AS ${name}_recounted`)}
   FROM acceptance_days d FULL JOIN recounted r USING (day, source, segment, lane)
   WHERE (${list((name) => `coalesce(d.${name}, 0)`)}) IS DISTINCT FROM (${list((name) => `coalesce(r.${name}, 0)::int`)})`,
);
