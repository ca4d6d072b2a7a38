import type { Pool } from "pg";
import { expect } from "vitest";
import { TRACES, tableDigests } from "./tables";

/** Tables into which an edit of a draft writes: its versions, their floors, the log. */
const OF_DRAFTS = ["agreements", "floors", "agreement_signatures", "audit_log", "audit_head"];

/** All that judges, as text: every other table, and of these what belongs to the version in use. */
export async function judged(pool: Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ version: string; floors: string; signatures: string }>(`
    SELECT md5(a::text) AS version,
      (SELECT md5(string_agg(f::text, '' ORDER BY f.id)) FROM floors f WHERE f.agreement_version = a.version) AS floors,
      (SELECT md5(string_agg(s::text, '' ORDER BY s.id)) FROM agreement_signatures s WHERE s.agreement_version = a.version) AS signatures
    FROM agreements a WHERE status IN ('provisional', 'in_force')`);
  return { ...(await tableDigests(pool, [...TRACES, ...OF_DRAFTS])), ...rows[0] };
}

/** Runs an edit that must go into the draft: something is written, and nothing that judges has changed. */
export async function expectInDraft(pool: Pool, edit: () => Promise<unknown>): Promise<void> {
  const before = await judged(pool);
  const drafts = async () => (await tableDigests(pool, [])).audit_log;
  const log = await drafts();
  await edit();
  expect(await judged(pool)).toEqual(before);
  expect(await drafts()).not.toEqual(log);
}

/** A column of the version that is being written. */
export async function inDraft<T>(pool: Pool, column: "translation" | "segments" | "working_time"): Promise<T> {
  const { rows } = await pool.query<{ value: T }>(
    `SELECT ${column} AS value FROM agreements WHERE status IN ('draft', 'proposed', 'signed')`,
  );
  const [row] = rows;
  if (!row) throw new Error("nothing is being written");
  return row.value;
}
