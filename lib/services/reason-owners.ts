import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { REASONS_OBJECT } from "@/lib/data/reason-owners";
import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import { requireOwner } from "./owners";
import { auditRequiredFixes, openFixesOfLatest } from "./required-fixes";
import { editSettings } from "./settings";

/**
 * Names the person who owns a reason from now on; who owned it before stays in the history (product.md D2). Where the
 * latest Monday asks for a fix of the reason, it opens at once (metrics.md §5).
 * @param edit.userId null, an unknown or a closed account, a team's or shared mailbox: OWNER_NOT_PERSON
 * @throws AppError OWNER_NOT_PERSON, as `editSettings`
 */
export async function setReasonOwner(
  actor: Actor,
  edit: { reason: Reason; userId: bigint | null; seen: bigint },
  now: Date,
): Promise<void> {
  const { reason, userId } = edit;
  await editSettings(actor, "settings.edit", { object: REASONS_OBJECT, seen: edit.seen }, async (tx) => {
    const person = await requireOwner(tx, userId, "a reason");
    const [current] = await tx.rows<{ id: bigint; name: string; userId: bigint }>(Prisma.sql`
      SELECT r.id, u.name, r.user_id AS "userId" FROM reason_owners r JOIN users u ON u.id = r.user_id
      WHERE r.reason = ${reason}::rejection_reason AND r.until IS NULL FOR UPDATE OF r`);
    if (current?.userId !== userId) {
      // A clock that was put back must not end a tenure before it began.
      await tx.rows(
        Prisma.sql`UPDATE reason_owners SET until = greatest(since, ${now}) WHERE id = ${current?.id ?? null}::bigint`,
      );
      await tx.rows(Prisma.sql`
        INSERT INTO reason_owners (reason, user_id, since) VALUES (${reason}::rejection_reason, ${userId}, ${now})`);
    }
    const fixes = await openFixesOfLatest(tx, now);
    const { label } = REASON_TEXTS[reason];
    return {
      action: "reason.set_owner",
      before: { [label]: current && current.userId === userId ? person.name : (current?.name ?? null) },
      after: { [label]: person.name },
      follow: () => auditRequiredFixes(tx, actor, fixes),
    };
  });
}
