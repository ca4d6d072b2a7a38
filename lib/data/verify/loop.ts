import { sqlCheck } from "./check";

/** Each frozen Monday has the one audit entry of its freezing, and each such entry its Monday: none has been deleted. */
export const snapshotsAreAudited = sqlCheck(
  "snapshots and audit entries one to one",
  "SELECT FROM snapshots",
  `WITH told AS (SELECT object, count(*) AS entries FROM audit_log WHERE action = 'snapshot.take' GROUP BY object)
   SELECT coalesce('snapshot:' || s.as_of, t.object) AS snapshot, s.as_of IS NOT NULL AS kept, coalesce(t.entries, 0) AS entries
   FROM snapshots s FULL JOIN told t ON t.object = 'snapshot:' || s.as_of::text WHERE s.as_of IS NULL OR t.entries IS DISTINCT FROM 1`,
);

/**
 * Each fix has the entry of its opening, or the closing of the review that opened it names it; a closed one also that of whoever
 * closed it, with the evidence; and each such entry its fix (product.md D3).
 */
export const fixesAreAudited = sqlCheck(
  "fixes and audit entries one to one",
  "SELECT FROM fixes",
  `WITH told AS (
     SELECT split_part(object, ':', 2)::bigint AS id, count(*) FILTER (WHERE action = 'fix.open') AS openings,
       count(*) FILTER (WHERE action = 'fix.close') AS closings, min(actor_id) FILTER (WHERE action = 'fix.close') AS closer,
       min(after ->> 'evidence') FILTER (WHERE action = 'fix.close') AS evidence
     FROM audit_log WHERE action IN ('fix.open', 'fix.close') GROUP BY 1),
   begun AS (SELECT DISTINCT (after ->> 'fix')::bigint AS id FROM audit_log WHERE action = 'review.close' AND after ->> 'fix' IS NOT NULL)
   SELECT id AS fix, f.id IS NOT NULL AS kept, coalesce(t.openings, 0) AS openings, coalesce(t.closings, 0) AS closings
   FROM fixes f FULL JOIN told t USING (id) FULL JOIN begun b USING (id)
   WHERE f.id IS NULL OR coalesce(t.openings, 0) > 1 OR (coalesce(t.openings, 0) = 0 AND b.id IS NULL)
     OR coalesce(t.closings, 0) <> (f.closed_on IS NOT NULL)::int OR (t.closer, t.evidence) IS DISTINCT FROM (f.closed_by_id, f.evidence)`,
);

/**
 * Each review has the decision that its entries leave standing, as the last of them says it; a closed one the one entry of its
 * closing, which names decision, closer and fix; and each such entry its review (product.md D5).
 */
export const reviewsAreAudited = sqlCheck(
  "reviews, their decisions and audit entries",
  "SELECT FROM reviews WHERE closed_at IS NOT NULL",
  `WITH told AS (
     SELECT object, count(*) FILTER (WHERE action = 'review.close') AS closings,
       count(*) FILTER (WHERE action = 'review.decide') - count(*) FILTER (WHERE action = 'review.take_back') AS standing,
       (array_agg(after ORDER BY seq DESC) FILTER (WHERE action = 'review.decide'))[1] AS said,
       (array_agg(after ORDER BY seq DESC) FILTER (WHERE action = 'review.close'))[1] AS closed,
       min(actor_id) FILTER (WHERE action = 'review.close') AS closer
     FROM audit_log WHERE action IN ('review.decide', 'review.take_back', 'review.close') GROUP BY object)
   SELECT coalesce('review:' || r.as_of, t.object) AS review, d.id AS decision, coalesce(t.standing, 0) AS standing, coalesce(t.closings, 0) AS closings
   FROM reviews r LEFT JOIN review_decisions d ON d.review_id = r.id FULL JOIN told t ON t.object = 'review:' || r.as_of::text
   WHERE r.id IS NULL OR coalesce(t.standing, 0) <> (d.id IS NOT NULL)::int OR coalesce(t.closings, 0) <> (r.closed_at IS NOT NULL)::int
     OR (d.id IS NOT NULL AND (d.type::text, d.unit, d.why, d.due_on::text, d.amount::text, d.to_source, d.until::text, d.action, d.fix_source)
       IS DISTINCT FROM (said ->> 'type', said ->> 'unit', said ->> 'why', said ->> 'due_on', said ->> 'amount',
         coalesce(said ->> 'to_source', said ->> 'toSource'), said ->> 'until', said ->> 'action', coalesce(said ->> 'fix_source', said ->> 'fixSource')))
     OR (r.closed_at IS NOT NULL AND (r.closed_by_id, d.id::text, d.type::text, d.unit, d.fix_id::text)
       IS DISTINCT FROM (t.closer, closed ->> 'decision', closed ->> 'type', closed ->> 'unit', closed ->> 'fix'))`,
);

/** Who acknowledged the feedback of a Monday has the one entry of it, and each such entry its receipt (product.md A13). */
export const feedbackIsAudited = sqlCheck(
  "feedback receipts and audit entries one to one",
  "SELECT FROM feedback_receipts",
  `WITH told AS (
     SELECT object, count(*) AS entries, min(actor_id) AS reader FROM audit_log WHERE action = 'feedback.acknowledge' GROUP BY object)
   SELECT coalesce('feedback:' || f.as_of, t.object) AS receipt, f.user_id AS kept, t.reader AS told, coalesce(t.entries, 0) AS entries
   FROM feedback_receipts f FULL JOIN told t ON t.object = 'feedback:' || f.as_of::text
   WHERE f.as_of IS NULL OR (t.entries, t.reader) IS DISTINCT FROM (1::bigint, f.user_id)`,
);

/** Each thank-you stands as its one audit entry says it, with both numbers, and each such entry has its own (product.md D9). */
export const thanksAreAudited = sqlCheck(
  "thank-yous and audit entries one to one",
  "SELECT FROM thanks",
  `WITH told AS (
     SELECT object, count(*) AS entries, min(actor_id) AS giver, min(after ->> 'text') AS text, min(after ->> 'as_of') AS as_of,
       min(before ->> 'number') AS baseline, min(after ->> 'number') AS number
     FROM audit_log WHERE action = 'thanks.give' GROUP BY object)
   SELECT coalesce('watch:' || k.watch_id, t.object) AS thanked, k.id AS kept, coalesce(t.entries, 0) AS entries
   FROM thanks k FULL JOIN told t ON t.object = 'watch:' || k.watch_id
   WHERE k.id IS NULL OR (t.entries, t.giver, t.text, t.as_of, t.baseline, t.number) IS DISTINCT FROM
     (1::bigint, k.by_id, k.text, k.as_of::text, k.baseline_count || ' of ' || k.baseline_n, k.count || ' of ' || k.n)`,
);

/** Comments of reviews and their entries say the same, as often (product.md D7). */
export const commentsAreAudited = sqlCheck(
  "comments and audit entries one to one",
  "SELECT FROM review_comments",
  `WITH kept AS (
     SELECT author_id AS author, kind::text, figure, as_of::text, value, text, count(*) AS comments FROM review_comments GROUP BY 1, 2, 3, 4, 5, 6),
   told AS (
     SELECT actor_id AS author, split_part(object, ':', 2) AS kind, after ->> 'figure' AS figure, after ->> 'as_of' AS as_of, after ->> 'value' AS value,
       after ->> 'text' AS text, count(*) AS entries
     FROM audit_log WHERE action = 'review.comment' GROUP BY 1, 2, 3, 4, 5, 6)
   SELECT author, kind, figure, as_of, coalesce(comments, 0) AS comments, coalesce(entries, 0) AS entries
   FROM kept FULL JOIN told USING (author, kind, figure, as_of, value, text) WHERE comments IS DISTINCT FROM entries`,
);
