import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { type CheckResult, Tally } from "./check";

const BATCH = 10_000;
const UNIT_SEPARATOR = "\x1f";

interface Link {
  /** A bigint as text: the same with whatever parsers the connection has. */
  seq: string;
  /** Everything that is hashed, as text. */
  fields: string[];
  prevHash: Buffer;
  hash: Buffer;
}

const LINKS = `
  SELECT seq::text AS seq, prev_hash AS "prevHash", hash, ARRAY[seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    coalesce(actor_id::text, ''), actor, action, object, coalesce(before::text, ''), coalesce(after::text, ''),
    coalesce(agreement_version::text, '')] AS fields
  FROM audit_log WHERE audit_log.seq > $1::bigint ORDER BY audit_log.seq LIMIT ${BATCH}`;

/** The hash of a link as `audit_append` (first migration) makes it: the hash before it, then its fields. */
function hashOf(previous: Buffer, fields: readonly string[]): Buffer {
  return createHash("sha256").update(previous).update(fields.join(UNIT_SEPARATOR), "utf8").digest();
}

function wrongIn(link: Link, expectedSeq: bigint, previous: Buffer): string | null {
  if (BigInt(link.seq) !== expectedSeq) return `a gap: ${expectedSeq} is missing`;
  if (!link.prevHash.equals(previous)) return "does not continue the entry before it";
  return hashOf(previous, link.fields).equals(link.hash) ? null : "was changed after it was written";
}

/** The audit chain from its first entry to its head: no gap, no fork, no entry changed. */
export async function auditChain(client: ClientBase): Promise<CheckResult> {
  const tally = new Tally("audit chain");
  let seq = 0n;
  let previous: Buffer = Buffer.alloc(0);
  for (;;) {
    const { rows } = await client.query<Link>(LINKS, [String(seq)]);
    for (const link of rows) {
      tally.checked += 1;
      const wrong = wrongIn(link, seq + 1n, previous);
      if (wrong) tally.differ({ entry: link.seq, wrong });
      seq = BigInt(link.seq);
      previous = link.hash;
    }
    if (rows.length < BATCH) break;
  }
  const { rows } = await client.query<{ seq: string; hash: Buffer }>("SELECT seq::text AS seq, hash FROM audit_head");
  const [head] = rows;
  if (!head || BigInt(head.seq) !== seq || !head.hash.equals(previous)) {
    tally.differ({ entry: "head", wrong: `the head names entry ${head?.seq ?? "none"}, the chain ends with ${seq}` });
  }
  return tally.result();
}
