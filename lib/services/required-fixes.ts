import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { fetchHistory } from "@/lib/data/snapshots";
import { reasonUnit } from "@/lib/domain/cures";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { type OwnerCandidate, ownerError } from "@/lib/domain/owners";
import { REASONS, type Reason } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { fixState, handOverIn, openFixIn } from "./fixes";
import { lock } from "./settings";
import { onlyRow, type Tx } from "./sql";
import { todayIn } from "./today";

interface ReasonOwner extends OwnerCandidate {
  reason: Reason;
  id: bigint;
}

/** The named people of those reasons that have no open fix, at any source, of somebody whose account is active. */
async function ownersOfUnfixed(tx: Tx, reasons: readonly Reason[]): Promise<ReasonOwner[]> {
  return tx.rows<ReasonOwner>(Prisma.sql`
    SELECT o.reason::text, u.id, u.name, u.email, u.role::text, u.active FROM reason_owners o JOIN users u ON u.id = o.user_id
    WHERE o.until IS NULL AND o.reason::text = ANY (${[...reasons]})
      AND NOT EXISTS (SELECT FROM fixes f JOIN users w ON w.id = f.owner_id
        WHERE f.reason = o.reason AND f.closed_on IS NULL AND w.active)
    ORDER BY o.reason FOR SHARE OF u`);
}

/** A fix that a snapshot opened, or handed over where its owner has left; still to be audited. */
export interface RequiredFix {
  id: bigint;
  verb: "open" | "hand_over";
  before: object | null;
  after: object;
}

/** The open fixes of a reason, whose owners have all left, go to the person of the reason. */
async function handOverStranded(tx: Tx, { reason, id: to }: ReasonOwner, asOf: IsoDate, on: IsoDate) {
  const stranded = await tx.rows<{ id: bigint; from: bigint }>(Prisma.sql`
    SELECT id, owner_id AS "from" FROM fixes WHERE reason = ${reason}::rejection_reason AND closed_on IS NULL ORDER BY id FOR UPDATE`);
  const handed: RequiredFix[] = [];
  for (const { id, from } of stranded) {
    const before = await onlyRow<object>(tx, fixState(id));
    await handOverIn(tx, { id, from, to, on });
    handed.push({
      id,
      verb: "hand_over",
      before,
      after: { ...(await onlyRow<object>(tx, fixState(id))), snapshot: asOf },
    });
  }
  return handed;
}

/**
 * Opens the fixes that a Monday's snapshot asks for (metrics.md §5): one of the reason that ranks first, three when the
 * rejection cap is breached, each with the named person of its reason, who writes the action. Those that are open, but whose
 * owner has left, are handed over to that person. A reason that nobody may own now gets none; its page says so. They are opened
 * on the day of `now`: those of a Monday that is caught up with are not born late. A snapshot that judges nothing opens nothing.
 * It locks people: call it before the head of the audit chain is held, and `auditRequiredFixes` afterwards.
 */
export async function openRequiredFixes(tx: Tx, asOf: IsoDate, now: Date): Promise<RequiredFix[]> {
  await lock(tx, "settings");
  const { history } = await fetchHistory((sql) => tx.rows(sql), addDays(asOf, 7));
  const judged = history.find((snapshot) => snapshot.asOf === asOf);
  const needed = REASONS.filter((code) => judged?.breached.has(reasonUnit(code)));
  if (needed.length === 0) return [];
  const owners = (await ownersOfUnfixed(tx, needed)).filter((owner) => ownerError(owner) === null);
  const on = await todayIn(tx, now);
  const required: RequiredFix[] = [];
  for (const owner of owners) {
    const handed = await handOverStranded(tx, owner, asOf, on);
    required.push(...(handed.length > 0 ? handed : [await openFor(tx, owner, asOf, on)]));
  }
  return required;
}

async function openFor(tx: Tx, { reason, id: ownerId, name }: ReasonOwner, asOf: IsoDate, openedOn: IsoDate) {
  const fix = { reason, sourceCode: null, ownerId, action: null, openedOn, snapshotAsOf: asOf };
  const after = { reason, owner: name, snapshot: asOf };
  return { id: await openFixIn(tx, fix), verb: "open", before: null, after } as const;
}

/**
 * The same for the latest Monday that judges: the rule holds all week, also where a fix is closed or a reason gets its person
 * after that Monday was frozen.
 */
export async function openFixesOfLatest(tx: Tx, now: Date): Promise<RequiredFix[]> {
  const [latest] = await tx.rows<{ asOf: IsoDate | null }>(
    Prisma.sql`SELECT max(as_of)::text AS "asOf" FROM snapshots WHERE judges`,
  );
  return latest?.asOf ? openRequiredFixes(tx, latest.asOf, now) : [];
}

/** One audit entry for each of them. */
export async function auditRequiredFixes(tx: Tx, actor: Actor, fixes: readonly RequiredFix[]): Promise<void> {
  for (const { id, verb, ...states } of fixes) {
    await audit(tx, { actor, action: `fix.${verb}`, object: `fix:${id}`, ...states });
  }
}
