import { sqlCheck } from "./check";
import { FIRST_VERDICTS, FOLDED } from "./cycles";

const REASONS = ["out_of_icp", "wrong_persona", "no_intent", "bad_data", "already_in_pipeline"];
const COLUMNS = ["handed_over", "accepted", ...REASONS, "expired", "touched_in_time", "decided_in_time", "recycled"];

const list = (render: (column: string) => string): string => COLUMNS.map(render).join(", ");

/**
 * One row per cycle from its events and decisions alone; of the cycle only what is frozen at hand-over. A touch counts with its
 * decision, also a corrected one, but not with one that a late verdict superseded.
 */
const JUDGED = `
  folded AS (${FOLDED}),
  first_verdict AS (${FIRST_VERDICTS}),
  void AS (SELECT e.cycle_id, e.at FROM superseded_events s JOIN lifecycle_events e ON e.id = s.event_id WHERE e.to_stage IN ('sal', 'rejected')),
  said AS (
    SELECT d.cycle_id, min(d.touched_at) AS touched_at, max(d.reason) FILTER (WHERE d.decided_at = f.rejected_at) AS reason
    FROM decisions d JOIN folded f USING (cycle_id) LEFT JOIN void v ON v.cycle_id = d.cycle_id AND v.at = d.decided_at
    WHERE v.cycle_id IS NULL GROUP BY d.cycle_id),
  judged AS (
    SELECT c.handed_over_on AS day, c.source_code AS source, c.segment_code AS segment, c.lane, c.number, f.stage,
      CASE WHEN f.stage = 'rejected' THEN s.reason END AS reason,
      coalesce(s.touched_at <= c.touch_by, false) AS is_touched_in_time, coalesce(v.at <= c.decide_by, false) AS is_decided_in_time
    FROM cycles c LEFT JOIN folded f ON f.cycle_id = c.id LEFT JOIN first_verdict v ON v.cycle_id = c.id LEFT JOIN said s ON s.cycle_id = c.id)`;

const RECOUNTED = `
  SELECT day, source, segment, lane, count(*) AS handed_over, count(*) FILTER (WHERE stage IN ('sal', 'sql', 'pipeline')) AS accepted,
    ${REASONS.map((reason) => `count(*) FILTER (WHERE reason = '${reason}') AS ${reason}`).join(", ")},
    count(*) FILTER (WHERE stage = 'expired') AS expired, count(*) FILTER (WHERE is_touched_in_time) AS touched_in_time,
    count(*) FILTER (WHERE is_decided_in_time) AS decided_in_time, count(*) FILTER (WHERE number > 1) AS recycled
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
