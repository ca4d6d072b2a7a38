import "server-only";
import { db } from "@/lib/db";
import type { Reader } from "./reader";

/** One entry of the audit log, as a feed shows it. */
export interface Change {
  seq: bigint;
  at: Date;
  /** Name of the person, else the label in the log ("system:demo"). */
  who: string;
  action: string;
  object: string;
  before: unknown;
  after: unknown;
}

const SHOWN = 10;

/** The last ten entries about these objects, latest first. The caller has checked who may read the objects themselves. */
export function recentChanges(objects: readonly string[], reader: Reader = db()): Promise<Change[]> {
  return reader.$queryRaw<Change[]>`
    SELECT a.seq, a.at, coalesce(u.name, a.actor) AS who, a.action, a.object, a.before, a.after
    FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id
    WHERE a.object = ANY(${[...objects]}::text[]) ORDER BY a.seq DESC LIMIT ${SHOWN}`;
}

/** Number of the last entry about an object or several, 0 for none: what an editor has seen (lib/services/settings.ts, Edit). */
export async function lastSeen(object: string | readonly string[], reader: Reader = db()): Promise<bigint> {
  const [row] = await reader.$queryRaw<{ seq: bigint }[]>`
    SELECT coalesce(max(seq), 0) AS seq FROM audit_log WHERE object = ANY(${[object].flat()}::text[])`;
  return row?.seq ?? 0n;
}
