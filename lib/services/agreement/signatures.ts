import "server-only";
import type { Person, Proof } from "@/lib/auth/actor";
import type { SignerRole } from "@/lib/domain/agreement-status";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/** Those of a version that stand become history. */
export async function voidSignatures(tx: Tx, version: number): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE agreement_signatures SET voided_at = now() WHERE agreement_version = ${version} AND voided_at IS NULL`);
}

/** Adds one; the database sets its time and refuses a second of the same person or role. */
export async function addSignature(
  tx: Tx,
  signer: Person & { role: SignerRole },
  { version, hash, proof }: { version: number; hash: string; proof: Proof },
): Promise<void> {
  await tx.rows(Prisma.sql`
    INSERT INTO agreement_signatures (agreement_version, user_id, role, content_hash, proof)
    VALUES (${version}, ${signer.id}, ${signer.role}::user_role, decode(${hash}, 'hex'), ${proof}::proof_of_person)`);
}
