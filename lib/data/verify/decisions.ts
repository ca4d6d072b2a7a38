import { sqlCheck } from "./check";

const VERDICT_EVENTS = `
  SELECT cycle_id, at, to_stage, audit_seq, count(*) AS events FROM lifecycle_events
  WHERE kind = 'move' AND to_stage IN ('sal', 'rejected') GROUP BY cycle_id, at, to_stage, audit_seq`;

/** Each decision has exactly one event of the same cycle, time, verdict and audit entry, and each such event one decision. */
export const decisionsHaveEvents = sqlCheck(
  "decisions and events one to one",
  "SELECT FROM decisions",
  `WITH verdicts AS (${VERDICT_EVENTS}),
   decided AS (
     SELECT cycle_id, decided_at AS at, CASE verdict WHEN 'accept' THEN 'sal' ELSE 'rejected' END::stage AS to_stage, audit_seq, count(*) AS decisions
     FROM decisions GROUP BY 1, 2, 3, 4)
   SELECT cycle_id AS cycle, at, to_stage, audit_seq, coalesce(decisions, 0) AS decisions, coalesce(events, 0) AS events
   FROM decided FULL JOIN verdicts USING (cycle_id, at, to_stage, audit_seq)
   WHERE decisions IS DISTINCT FROM events OR decisions <> 1`,
);

/** A decision points to the entry of its own making, or to that of the import that brought it. */
export const decisionsAreAudited = sqlCheck(
  "decisions and audit entries one to one",
  "SELECT FROM decisions",
  `SELECT d.id AS decision, d.cycle_id AS cycle, d.audit_seq, a.action, a.object FROM decisions d LEFT JOIN audit_log a ON a.seq = d.audit_seq
   WHERE a.seq IS NULL OR NOT (a.action = 'import.start' OR (a.action = 'decision.' || d.verdict AND a.object = 'cycle:' || d.cycle_id))
   UNION ALL
   SELECT NULL, NULL, a.seq, a.action, a.object || ' has ' || count(d.id) || ' decisions' FROM audit_log a LEFT JOIN decisions d ON d.audit_seq = a.seq
   WHERE a.action IN ('decision.accept', 'decision.reject') GROUP BY a.seq, a.action, a.object HAVING count(d.id) <> 1`,
);

/** The same for corrections. */
export const correctionsAreAudited = sqlCheck(
  "corrections and audit entries one to one",
  "SELECT FROM lifecycle_events WHERE kind = 'correction'",
  `SELECT e.id AS event, e.cycle_id AS cycle, e.audit_seq, a.action, a.object
   FROM lifecycle_events e LEFT JOIN audit_log a ON a.seq = e.audit_seq
   WHERE e.kind = 'correction' AND (a.action, a.object) IS DISTINCT FROM ('decision.correct', 'cycle:' || e.cycle_id)
   UNION ALL
   SELECT NULL, NULL, a.seq, a.action, a.object || ' has ' || count(e.id) || ' corrections'
   FROM audit_log a LEFT JOIN lifecycle_events e ON e.audit_seq = a.seq AND e.kind = 'correction'
   WHERE a.action = 'decision.correct' GROUP BY a.seq, a.action, a.object HAVING count(e.id) <> 1`,
);

/** Rows in = inserted + updated + unchanged + duplicate + rejected, for every import that ended. */
export const importsAddUp = sqlCheck(
  "rows of every import add up",
  "SELECT FROM imports WHERE finished_at IS NOT NULL",
  `SELECT id AS import, kind, rows_in, inserted, updated, unchanged, duplicate, rejected FROM imports
   WHERE finished_at IS NOT NULL AND rows_in <> inserted + updated + unchanged + duplicate + rejected`,
);
