import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { canonicalJson } from "@/lib/domain/canonical";
import { type CheckResult, Tally } from "./check";

interface Row {
  asOf: string;
  payload: string;
  hash: string;
  agreementVersion: number;
  /** The hash that the audit entry of the snapshot names. */
  audited: string | null;
}

const ROWS = `
  SELECT s.as_of::text AS "asOf", s.payload, encode(s.hash, 'hex') AS hash, s.agreement_version AS "agreementVersion",
    (SELECT a.after ->> 'hash' FROM audit_log a WHERE a.object = 'snapshot:' || s.as_of::text AND a.action = 'snapshot.take' ORDER BY a.seq LIMIT 1) AS audited
  FROM snapshots s WHERE s.as_of > $1::date ORDER BY s.as_of LIMIT 20`;

function parsed(payload: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function wrongIn({ asOf, payload, hash, agreementVersion, audited }: Row): string | null {
  if (createHash("sha256").update(payload, "utf8").digest("hex") !== hash) return "the payload does not have its hash";
  if (audited !== hash) return "the audit entry names another hash";
  const document = parsed(payload);
  const says = [document.as_of, document.snapshot_id, document.frozen, document.hash, document.agreement_version];
  if (JSON.stringify(says) !== JSON.stringify([asOf, asOf, true, null, agreementVersion]))
    return "the payload speaks of another snapshot";
  return canonicalJson(document) === payload ? null : "the payload is not canonical";
}

/** Every snapshot has the hash of its bytes, the one that was audited when it was taken, and speaks of its own Monday. */
export async function snapshotHashes(client: ClientBase): Promise<CheckResult> {
  const tally = new Tally("snapshots");
  for (let after = "-infinity"; ; ) {
    const { rows } = await client.query<Row>(ROWS, [after]);
    for (const row of rows) {
      tally.checked += 1;
      const wrong = wrongIn(row);
      if (wrong) tally.differ({ snapshot: row.asOf, wrong });
      after = row.asOf;
    }
    if (rows.length === 0) return tally.result();
  }
}
