import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import type { Reader } from "./reader";

export const FIXES_OBJECT = "fixes";

/** A fix of a reason: one named person, an action in words, a day (product.md D3). */
export interface Fix {
  id: bigint;
  reason: Reason;
  /** Null: every source. */
  source: string | null;
  owner: { id: bigint; name: string; active: boolean };
  /** Null until its owner has written it. */
  action: string | null;
  openedOn: IsoDate;
  dueOn: IsoDate;
  /** The snapshot that asked for it; null where a person or a review opened it. */
  snapshotAsOf: IsoDate | null;
  closed: { on: IsoDate; by: string; evidence: string } | null;
  /** Number of the last audit entry about it, for a writer that must see later ones. */
  seen: bigint;
}

interface FixRow extends Omit<Fix, "owner" | "closed"> {
  ownerId: bigint;
  ownerName: string;
  ownerActive: boolean;
  closedOn: IsoDate | null;
  closedBy: string | null;
  evidence: string | null;
}

/** All fixes: open ones by due date, then closed ones, the latest first. */
export async function fetchFixes(reader: Reader = db()): Promise<Fix[]> {
  const rows = await reader.$queryRaw<FixRow[]>`
    SELECT f.id, f.reason::text, f.source_code AS source, f.action, f.opened_on::text AS "openedOn", f.due_on::text AS "dueOn",
      f.snapshot_as_of::text AS "snapshotAsOf", u.id AS "ownerId", u.name AS "ownerName", u.active AS "ownerActive",
      f.closed_on::text AS "closedOn", c.name AS "closedBy", f.evidence,
      (SELECT coalesce(max(a.seq), 0) FROM audit_log a WHERE a.object = 'fix:' || f.id) AS seen
    FROM fixes f JOIN users u ON u.id = f.owner_id LEFT JOIN users c ON c.id = f.closed_by_id
    ORDER BY f.closed_on DESC NULLS FIRST, f.due_on, f.id`;
  return rows.map(({ ownerId, ownerName, ownerActive, closedOn, closedBy, evidence, ...fix }) => ({
    ...fix,
    owner: { id: ownerId, name: ownerName, active: ownerActive },
    closed: closedOn === null ? null : { on: closedOn, by: closedBy ?? "", evidence: evidence ?? "" },
  }));
}

/** The same for somebody who looks at them. Throws AppError FORBIDDEN. */
export async function readFixes(actor: Actor): Promise<Fix[]> {
  await authorize(actor, "metrics.read", FIXES_OBJECT);
  return fetchFixes();
}
