import "server-only";
import type { IsoDate } from "@/lib/domain/dates";
import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import type { AuditRecord } from "@/lib/services/audit";
import { fixState, handOverIn, openFixIn } from "@/lib/services/fixes";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { conflict } from "./room";

interface OpenFix {
  id: bigint;
  action: string | null;
  ownerId: bigint;
  owner: string;
}

async function openFixOf(tx: Tx, reason: Reason, source: string | null): Promise<OpenFix | undefined> {
  const [fix] = await tx.rows<OpenFix>(Prisma.sql`
    SELECT f.id, f.action, f.owner_id AS "ownerId", u.name AS owner FROM fixes f JOIN users u ON u.id = f.owner_id
    WHERE f.reason = ${reason}::rejection_reason AND f.source_code IS NOT DISTINCT FROM ${source} AND f.closed_on IS NULL
    FOR UPDATE OF f`);
  return fix;
}

/**
 * The open fix of a reason that has no action yet: a snapshot opened it, and the decision gives it its action and its owner.
 * @returns undefined where none is open
 * @throws AppError ISSUE_OPEN where one is under way already
 */
export async function requireFreeFix(
  tx: Tx,
  reason: Reason,
  source: string | null,
  { isClosing = false } = {},
): Promise<OpenFix | undefined> {
  const fix = await openFixOf(tx, reason, source);
  if (!fix || fix.action === null) return fix;
  const taken = `${fix.owner} works on ${REASON_TEXTS[reason].label} ${source === null ? "at all sources" : "at this source"} already.`;
  const other = source === null ? "one source" : "another source";
  if (isClosing)
    throw conflict("ISSUE_OPEN", `${taken} Take the decision back and name ${other}, or decide otherwise.`);
  throw conflict("ISSUE_OPEN", `${taken} Name ${other}, watch it, or choose another candidate.`, {
    field: "fix_source",
  });
}

/** A fix as the closing of its review began or changed it; what the audit log says of it. */
export interface StartedFix {
  id: bigint;
  entry: Pick<AuditRecord, "action" | "object" | "before" | "after">;
}

/**
 * Puts a decided fix to work at closing, on the day `openedOn`; the caller writes its audit entry. One that was somebody else's
 * is handed over.
 * @throws AppError ISSUE_OPEN, OWNER_NOT_PERSON
 */
export async function startFix(
  tx: Tx,
  fix: { reason: Reason; source: string | null; ownerId: bigint; action: string; openedOn: IsoDate },
): Promise<StartedFix> {
  const { reason, source, ownerId, action, openedOn } = fix;
  const stateOf = (id: bigint) => onlyRow<object>(tx, fixState(id));
  const free = await requireFreeFix(tx, reason, source, { isClosing: true });
  if (!free) {
    const id = await openFixIn(tx, { reason, sourceCode: source, ownerId, action, openedOn });
    return { id, entry: { action: "fix.open", object: `fix:${id}`, after: await stateOf(id) } };
  }
  const { id } = free;
  const before = await stateOf(id);
  await tx.rows(Prisma.sql`UPDATE fixes SET action = ${action} WHERE id = ${id} AND action IS NULL`);
  if (free.ownerId !== ownerId) await handOverIn(tx, { id, from: free.ownerId, to: ownerId, on: openedOn });
  return { id, entry: { action: "fix.write", object: `fix:${id}`, before, after: await stateOf(id) } };
}
