import { sqlCheck } from "./check";

/**
 * Each receipt is of a version that was in force and has its audit entry, and each such entry its receipt (product.md C7). Those
 * of the sample company came in together: one entry says how many.
 */
export const receiptsAreAudited = sqlCheck(
  "receipts of versions in force",
  "SELECT FROM agreement_receipts",
  `WITH told AS (
     SELECT split_part(object, ':', 2)::int AS version, actor_id AS reader, count(*) AS entries
     FROM audit_log WHERE action = 'agreement.acknowledge' GROUP BY 1, 2),
   together AS (
     SELECT split_part(object, ':', 2)::int AS version, sum((after ->> 'read')::int) AS receipts FROM audit_log
     WHERE action = 'demo.receipts' GROUP BY 1),
   alone AS (
     SELECT coalesce(r.agreement_version, t.version) AS version, coalesce(r.user_id, t.reader) AS reader, r.user_id IS NOT NULL AS kept,
       coalesce(t.entries, 0) AS entries
     FROM agreement_receipts r FULL JOIN told t ON (t.version, t.reader) = (r.agreement_version, r.user_id)),
   untold AS (SELECT version, count(*) AS receipts FROM alone WHERE kept AND entries = 0 GROUP BY 1)
   SELECT version, reader, 'not in force' AS wrong FROM alone JOIN agreements a USING (version) WHERE kept AND a.in_force_at IS NULL
   UNION ALL
   SELECT version, reader, entries || ' audit entries' FROM alone WHERE entries > 1 OR NOT kept
   UNION ALL
   SELECT version, NULL, coalesce(u.receipts, 0) || ' receipts without an audit entry of their own, not ' || coalesce(t.receipts, 0)
   FROM untold u FULL JOIN together t USING (version) WHERE u.receipts IS DISTINCT FROM t.receipts`,
);

/**
 * Each dispute that is resolved has two positions and the audit entry of the CEO who picked, and each such entry
 * its pick (product.md C10). Those of the sample company have one entry for all, and were resolved before it.
 */
export const picksAreAudited = sqlCheck(
  "picks of the CEO",
  "SELECT FROM disputes WHERE resolved_at IS NOT NULL",
  `WITH told AS (
     SELECT split_part(object, ':', 2)::bigint AS id, count(*) AS entries, min(actor_id) AS picker, min(agreement_version) AS version,
       min(lower(after ->> 'picked')) AS picked
     FROM audit_log WHERE action = 'dispute.resolve' GROUP BY 1)
   SELECT d.id AS dispute, 'not two positions' AS wrong FROM disputes d WHERE resolved_at IS NOT NULL
     AND (SELECT count(*) FROM dispute_positions p WHERE p.dispute_id = d.id) <> 2
   UNION ALL
   SELECT coalesce(d.id, t.id), 'the pick is not what its audit entry says'
   FROM (SELECT * FROM disputes WHERE resolved_at IS NOT NULL) AS d FULL JOIN told t USING (id)
   WHERE (t.entries, t.picker, t.version, t.picked) IS DISTINCT FROM (1, d.resolved_by_id, d.agreement_version, d.picked::text)
     AND (t.id IS NOT NULL OR NOT EXISTS (SELECT FROM audit_log l WHERE l.action = 'demo.disputes' AND l.at >= d.resolved_at))`,
);

/** Each brief has the hash of its bytes, and one that counts as signed the CRO's and the CMO's signature over it (product.md C12). */
export const briefsAreSigned = sqlCheck(
  "buying briefs",
  "SELECT FROM buying_briefs",
  `WITH signers AS (
     SELECT b.id, count(s.id) AS signatures, count(DISTINCT s.user_id) AS people, count(DISTINCT s.role) AS roles
     FROM buying_briefs b LEFT JOIN brief_signatures s ON s.brief_id = b.id AND s.voided_at IS NULL AND s.content_hash = b.content_hash
     GROUP BY b.id)
   SELECT b.id AS brief, CASE WHEN b.content_hash <> sha256(convert_to(b.document, 'UTF8')) THEN 'the document does not have its hash'
     WHEN (b.signed_at IS NOT NULL) <> (s.people = 2) THEN 'signatures of ' || s.people || ' people' ELSE 'signatures that do not count' END AS wrong
   FROM buying_briefs b JOIN signers s USING (id)
   WHERE b.content_hash <> sha256(convert_to(b.document, 'UTF8')) OR (b.signed_at IS NOT NULL) <> (s.people = 2)
     OR s.signatures <> s.people OR s.people <> s.roles
     OR EXISTS (SELECT FROM brief_signatures x WHERE x.brief_id = b.id AND x.voided_at IS NULL AND x.content_hash <> b.content_hash)`,
);
