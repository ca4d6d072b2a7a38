import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { fetchHistory } from "@/lib/data/snapshots";
import { reasonUnit } from "@/lib/domain/cures";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { type OwnerCandidate, ownerError } from "@/lib/domain/owners";
import { REASONS, type Reason } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { openFixIn } from "./fixes";
import { lock } from "./settings";
import type { Tx } from "./sql";
import { todayIn } from "./today";

interface ReasonOwner extends OwnerCandidate {
  reason: Reason;
  id: bigint;
}

/** The named people of those reasons that have no open fix at any source. */
async function ownersOfUnfixed(tx: Tx, reasons: readonly Reason[]): Promise<ReasonOwner[]> {
  return tx.rows<ReasonOwner>(Prisma.sql`
    SELECT o.reason::text, u.id, u.name, u.email, u.role::text, u.active FROM reason_owners o JOIN users u ON u.id = o.user_id
    WHERE o.until IS NULL AND o.reason::text = ANY (${[...reasons]})
      AND NOT EXISTS (SELECT FROM fixes f WHERE f.reason = o.reason AND f.closed_on IS NULL)
    ORDER BY o.reason FOR SHARE OF u`);
}

/** A fix that a snapshot opened, still to be audited. */
export interface RequiredFix {
  id: bigint;
  after: { reason: Reason; owner: string; snapshot: IsoDate };
}

/**
 * Opens the fixes that a Monday's snapshot asks for (metrics.md §5): one of the reason that ranks first, three when the
 * rejection cap is breached, each with the named person of its reason, who writes the action. A reason that nobody may own
 * now gets none; its page says so. They are opened on the day of `now`: those of a Monday that is caught up with are not born
 * late. A snapshot that judges nothing opens nothing. It locks people: call it before the head of
 * the audit chain is held, and `auditRequiredFixes` afterwards.
 */
export async function openRequiredFixes(tx: Tx, asOf: IsoDate, now: Date): Promise<RequiredFix[]> {
  await lock(tx, "settings");
  const { history } = await fetchHistory((sql) => tx.rows(sql), addDays(asOf, 7));
  const judged = history.find((snapshot) => snapshot.asOf === asOf);
  const needed = REASONS.filter((code) => judged?.breached.has(reasonUnit(code)));
  if (needed.length === 0) return [];
  const owners = (await ownersOfUnfixed(tx, needed)).filter((owner) => ownerError(owner) === null);
  const openedOn = await todayIn(tx, now);
  const opened: RequiredFix[] = [];
  for (const { reason, id: ownerId, name } of owners) {
    const fix = { reason, sourceCode: null, ownerId, action: null, openedOn, snapshotAsOf: asOf };
    opened.push({ id: await openFixIn(tx, fix), after: { reason, owner: name, snapshot: asOf } });
  }
  return opened;
}

/** One audit entry for each fix that a snapshot opened. */
export async function auditRequiredFixes(tx: Tx, actor: Actor, fixes: readonly RequiredFix[]): Promise<void> {
  for (const { id, after } of fixes) await audit(tx, { actor, action: "fix.open", object: `fix:${id}`, after });
}
