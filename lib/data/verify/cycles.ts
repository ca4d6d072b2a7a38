import { sqlCheck } from "./check";

/** Events in force: all but those that a verdict put out of force which came in late and is dated earlier. */
export const IN_FORCE = `
  SELECT e.* FROM lifecycle_events e LEFT JOIN superseded_events s ON s.event_id = e.id WHERE s.event_id IS NULL`;

/** Every event in force with the state that the one before it in its cycle left. */
const CHAIN = `
  SELECT e.*, coalesce(lag(e.to_stage) OVER (PARTITION BY e.cycle_id ORDER BY e.at, e.id), 'lead') AS state, c.lane
  FROM (${IN_FORCE}) AS e JOIN cycles c ON c.id = e.cycle_id`;

/** The state before an event by the events in force. */
const stateBefore = (event: string) => `(
  SELECT p.to_stage FROM lifecycle_events p
  WHERE p.cycle_id = ${event}.cycle_id AND (p.at, p.id) < (${event}.at, ${event}.id)
    AND NOT EXISTS (SELECT FROM superseded_events x WHERE x.event_id = p.id)
  ORDER BY p.at DESC, p.id DESC LIMIT 1)`;

const LEGAL = `(VALUES
  ('standard', 'lead', 'mql'), ('standard', 'mql', 'sal'), ('standard', 'mql', 'rejected'), ('standard', 'mql', 'expired'),
  ('standard', 'sal', 'sql'), ('standard', 'sal', 'rejected'), ('standard', 'sql', 'pipeline'),
  ('partner', 'lead', 'referred'), ('partner', 'referred', 'sal'), ('partner', 'referred', 'rejected'), ('partner', 'referred', 'expired'),
  ('partner', 'sal', 'sql'), ('partner', 'sal', 'rejected'), ('partner', 'sql', 'pipeline')) AS legal (lane, from_stage, to_stage)`;

const isLegal = (state: string) =>
  `EXISTS (SELECT FROM ${LEGAL} WHERE legal.lane = e.lane::text AND legal.from_stage = ${state}::text AND legal.to_stage = e.to_stage::text)`;

/**
 * Each move in force starts where the one before ended (a rejection from wherever it may: its acceptance may have come in
 * later) and is legal there, a correction goes back where its verdict started, and no superseded event could have stood.
 */
export const eventsAreLegal = sqlCheck(
  "events form legal chains",
  "SELECT FROM lifecycle_events",
  `WITH chain AS (${CHAIN})
   SELECT id AS event, cycle_id AS cycle, kind::text, state, from_stage, to_stage FROM chain e
   WHERE (from_stage <> state AND (kind = 'correction' OR to_stage <> 'rejected'))
     OR (kind = 'move' AND NOT (${isLegal("e.state")} AND ${isLegal("e.from_stage")}))
     OR (kind = 'correction' AND (from_stage NOT IN ('sal', 'rejected') OR to_stage IS DISTINCT FROM (
       SELECT ${stateBefore("v")} FROM lifecycle_events v
       WHERE v.cycle_id = e.cycle_id AND v.kind = 'move' AND v.to_stage = e.from_stage AND (v.at, v.id) < (e.at, e.id)
         AND NOT EXISTS (SELECT FROM superseded_events x WHERE x.event_id = v.id)
       ORDER BY v.at DESC, v.id DESC LIMIT 1)))
   UNION ALL
   SELECT e.id, e.cycle_id, 'superseded', e.state, e.from_stage, e.to_stage
   FROM (
     SELECT e.*, c.lane, ${stateBefore("e")} AS state
     FROM superseded_events s JOIN lifecycle_events e ON e.id = s.event_id JOIN cycles c ON c.id = e.cycle_id) AS e
   WHERE e.kind <> 'move' OR ${isLegal("e.state")}`,
);

/** What the events of each cycle add up to: its stage, its hand-over, and when the verdict in force was given. */
export const FOLDED = `
  SELECT e.cycle_id, (array_agg(e.to_stage ORDER BY e.at DESC, e.id DESC))[1] AS stage, (array_agg(e.at ORDER BY e.at, e.id))[1] AS handed_over_at,
    max(e.at) FILTER (WHERE e.kind = 'move' AND e.to_stage = 'sal') AS accepted_at,
    max(e.at) FILTER (WHERE e.kind = 'move' AND e.to_stage = 'rejected') AS rejected_at
  FROM (${IN_FORCE}) AS e GROUP BY e.cycle_id`;

/** The first verdict in force of each cycle: the earliest after the last correction that opened the cycle again. */
export const FIRST_VERDICTS = `
  SELECT e.cycle_id, min(e.at) AS at
  FROM (${IN_FORCE}) AS e LEFT JOIN (
    SELECT DISTINCT ON (cycle_id) cycle_id, at, id FROM lifecycle_events
    WHERE kind = 'correction' AND to_stage IN ('mql', 'referred') ORDER BY cycle_id, at DESC, id DESC) AS r USING (cycle_id)
  WHERE e.kind = 'move' AND e.to_stage IN ('sal', 'rejected') AND (r.cycle_id IS NULL OR (e.at, e.id) > (r.at, r.id)) GROUP BY e.cycle_id`;

/** The cached columns of every cycle are what its events say. */
export const cyclesFoldEvents = sqlCheck(
  "cycles are what their events say",
  "SELECT FROM cycles",
  `WITH folded AS (${FOLDED}),
   expected AS (
     SELECT f.*, v.at AS first_decided_at, CASE WHEN f.stage IN ('sal', 'sql', 'pipeline') THEN f.accepted_at WHEN f.stage = 'rejected' THEN f.rejected_at END AS decided_at
     FROM folded f LEFT JOIN (${FIRST_VERDICTS}) AS v USING (cycle_id))
   SELECT c.id AS cycle, c.stage, x.stage AS by_events, c.decided_at, x.decided_at AS decided_by_events, c.first_decided_at,
     x.first_decided_at AS first_decided_by_events, c.handed_over_at,
     x.handed_over_at AS handed_over_by_events, c.handed_over_on
   FROM cycles c LEFT JOIN expected x ON x.cycle_id = c.id CROSS JOIN organisation o
   WHERE (c.stage, c.decided_at, c.first_decided_at, c.handed_over_at) IS DISTINCT FROM (x.stage, x.decided_at, x.first_decided_at, x.handed_over_at)
     OR c.handed_over_on <> (x.handed_over_at AT TIME ZONE o.time_zone)::date`,
);

/** The verdict in force is the one live decision: accepted cycles have a live acceptance, rejected ones a live rejection. */
export const verdictsAreLive = sqlCheck(
  "one live verdict for each decided cycle",
  "SELECT FROM cycles",
  `WITH live AS (
     SELECT cycle_id, count(*) AS decisions, max(verdict) AS verdict, max(reason) AS reason, max(decided_at) AS decided_at
     FROM decisions WHERE is_live GROUP BY cycle_id)
   SELECT c.id AS cycle, c.stage, c.reason, coalesce(l.decisions, 0) AS live, l.verdict, l.reason AS live_reason, l.decided_at
   FROM cycles c LEFT JOIN live l ON l.cycle_id = c.id
   WHERE (c.stage IN ('mql', 'referred', 'expired') AND l.cycle_id IS NOT NULL)
     OR (c.stage NOT IN ('mql', 'referred', 'expired') AND (l.decisions, l.decided_at, l.verdict, l.reason) IS DISTINCT FROM
       (1::bigint, c.decided_at, CASE c.stage WHEN 'rejected' THEN 'reject' ELSE 'accept' END::verdict, c.reason))`,
);
