import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { canonicalJson } from "@/lib/domain/canonical";
import { type CheckResult, sqlCheck, Tally } from "./check";

/** Snapshots in the order in which they were taken: that of their links in the audit chain. */
const TAKEN = `
  SELECT s.as_of, s.judges, a.seq, a.after ->> 'restated' AS restated
  FROM snapshots s LEFT JOIN LATERAL (
    SELECT seq, after FROM audit_log WHERE action = 'snapshot.take' AND object = 'snapshot:' || s.as_of::text ORDER BY seq LIMIT 1) AS a ON true`;

/** A Monday judges clocks unless a later one was frozen before it. */
export const judgesFollowOrder = sqlCheck(
  "snapshots that judge",
  "SELECT FROM snapshots",
  `WITH taken AS MATERIALIZED (${TAKEN})
   SELECT as_of AS snapshot, judges FROM taken t
   WHERE judges IS DISTINCT FROM NOT EXISTS (SELECT FROM taken l WHERE l.as_of > t.as_of AND l.seq < t.seq)`,
);

interface Row {
  asOf: string;
  /** Null where the audit log speaks of a restatement that is not there. */
  payload: string | null;
  hash: string | null;
  earlier: string | null;
  audited: string | null;
  judges: boolean;
  /** The latest Monday before it that was frozen when it was. */
  before: string | null;
}

const ROWS = `
  WITH taken AS MATERIALIZED (${TAKEN})
  SELECT t.as_of::text AS "asOf", r.payload, encode(r.hash, 'hex') AS hash, r.earlier::text AS earlier, t.restated AS audited, t.judges,
    (SELECT max(b.as_of)::text FROM taken b WHERE b.as_of < t.as_of AND b.seq < t.seq) AS before
  FROM taken t LEFT JOIN restatements r ON r.as_of = t.as_of
  WHERE r.as_of IS NOT NULL OR t.restated IS NOT NULL ORDER BY t.as_of`;

function isCanonical(payload: string, asOf: string, earlier: string): boolean {
  try {
    const document = JSON.parse(payload) as Record<string, unknown>;
    return document.as_of === asOf && document.earlier === earlier && canonicalJson(document) === payload;
  } catch {
    return false;
  }
}

function wrongIn({ asOf, payload, hash, earlier, audited, judges, before }: Row): string | null {
  if (payload === null || earlier === null) return "what its audit entry names is not there";
  if (createHash("sha256").update(payload, "utf8").digest("hex") !== hash) return "the payload does not have its hash";
  if (audited !== hash) return "the audit entry names another hash";
  if (earlier !== before) return "another Monday was the one before it";
  if (!judges) return "it was frozen after a later one";
  return isCanonical(payload, asOf, earlier) ? null : "the payload speaks of other Mondays or is not canonical";
}

/** What each snapshot recorded of the one before it has the hash that was audited, and restates the Monday before it. */
export async function restatementsHold(client: ClientBase): Promise<CheckResult> {
  const tally = new Tally("restatements");
  const { rows } = await client.query<Row>(ROWS);
  for (const row of rows) {
    tally.checked += 1;
    const wrong = wrongIn(row);
    if (wrong) tally.differ({ snapshot: row.asOf, wrong });
  }
  return tally.result();
}
