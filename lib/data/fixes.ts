import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { OwningPerson } from "@/lib/domain/clock-owners";
import type { IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

export const FIXES_OBJECT = "fixes";

/** A fix of a reason: one named person, an action in words, a day (product.md D3). */
export interface Fix {
  id: bigint;
  reason: Reason;
  /** Null: every source. */
  source: string | null;
  owner: OwningPerson;
  /** In whose share it counts: its owner, or who had it before its due day where it was handed over on that day or later. */
  countsFor: OwningPerson;
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

interface FixRow extends Omit<Fix, "closed"> {
  closedOn: IsoDate | null;
  closedBy: string | null;
  evidence: string | null;
}

/**
 * Who answers for a fix `f`: on its due day it is missed, so one who takes it over on that day or later does not take the miss
 * over. One expression for every page that counts.
 */
export const COUNTS_FOR = Prisma.sql`coalesce(
  (SELECT h.from_id FROM fix_hand_overs h WHERE h.fix_id = f.id AND h."on" >= f.due_on ORDER BY h.id LIMIT 1), f.owner_id)`;

/** All fixes: open ones by due date, then closed ones, the latest first. */
export async function fetchFixes(reader: Reader = db()): Promise<Fix[]> {
  const rows = await reader.$queryRaw<FixRow[]>`
    SELECT f.id, f.reason::text, f.source_code AS source, f.action, f.opened_on::text AS "openedOn", f.due_on::text AS "dueOn",
      f.snapshot_as_of::text AS "snapshotAsOf", jsonb_build_object('id', u.id, 'name', u.name, 'active', u.active) AS owner,
      jsonb_build_object('id', t.id, 'name', t.name, 'active', t.active) AS "countsFor",
      f.closed_on::text AS "closedOn", c.name AS "closedBy", f.evidence,
      (SELECT coalesce(max(a.seq), 0) FROM audit_log a WHERE a.object = 'fix:' || f.id) AS seen
    FROM fixes f JOIN users u ON u.id = f.owner_id JOIN users t ON t.id = ${COUNTS_FOR} LEFT JOIN users c ON c.id = f.closed_by_id
    ORDER BY f.closed_on DESC NULLS FIRST, f.due_on, f.id`;
  const person = ({ id, ...rest }: OwningPerson): OwningPerson => ({ ...rest, id: BigInt(id) });
  return rows.map(({ owner, countsFor, closedOn, closedBy, evidence, ...fix }) => ({
    ...fix,
    owner: person(owner),
    countsFor: person(countsFor),
    closed: closedOn === null ? null : { on: closedOn, by: closedBy ?? "", evidence: evidence ?? "" },
  }));
}

/** The same for somebody who looks at them. Throws AppError FORBIDDEN. */
export async function readFixes(actor: Actor): Promise<Fix[]> {
  await authorize(actor, "metrics.read", FIXES_OBJECT);
  return fetchFixes();
}
