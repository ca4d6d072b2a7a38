import "server-only";
import { type OwnerCandidate, ownerError } from "@/lib/domain/owners";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import type { Tx } from "./sql";

/**
 * The account of somebody who will own something, locked against being closed meanwhile: one active person, no team, queue or
 * shared mailbox, no CFO or CEO (product.md D2, D3). Throws AppError OWNER_NOT_PERSON.
 * @param what as a message names it: "a reason"
 */
export async function requireOwner(tx: Tx, id: bigint | null, what: string): Promise<OwnerCandidate & { id: bigint }> {
  const [user] =
    id === null
      ? []
      : await tx.rows<OwnerCandidate & { id: bigint }>(Prisma.sql`
          SELECT id, name, email, role::text, active FROM users WHERE id = ${id} FOR SHARE`);
  const message = user ? ownerError(user) : `Choose one person by name: a team or a queue cannot own ${what}.`;
  if (user && message === null) return user;
  throw new AppError("OWNER_NOT_PERSON", { field: "owner", message: message ?? "" });
}
