import "server-only";
import { type Actor, loggingRefusals, type Person } from "@/lib/auth/actor";
import { briefObject } from "@/lib/data/briefs";
import { type BriefSigner, type BriefTerms, isBriefSigner, vendorKey } from "@/lib/domain/briefs";
import { roleLabel } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { fiscalToday } from "./agreement/fiscal-today";
import { lockBrief } from "./briefs";
import { editSettings, type Written } from "./settings";
import { onlyRow, type Tx } from "./sql";

/** Two sides, two people: nobody signs twice, and nobody for a side that has signed. */
async function requireUnsigned(tx: Tx, id: bigint, userId: bigint, role: BriefSigner): Promise<void> {
  const [mine] = await tx.rows<{ name: string; own: boolean }>(Prisma.sql`
    SELECT u.name, s.user_id = ${userId} AS own FROM brief_signatures s JOIN users u ON u.id = s.user_id
    WHERE s.brief_id = ${id} AND s.voided_at IS NULL AND (s.user_id = ${userId} OR s.role = ${role}::user_role)
    ORDER BY own DESC LIMIT 1`);
  if (!mine) return;
  const message = mine.own
    ? "You have signed this brief already. The other side signs as well, another person."
    : `${mine.name} has signed for this side already (${roleLabel(role)}).`;
  throw new AppError("ALREADY_SIGNED", { message, status: 409 });
}

/**
 * Voids the signature of somebody who has lost the role since, or is no longer active: the successor signs anew. Who signed
 * keeps the role until the transaction ends.
 * @returns how many were void
 */
async function voidLost(tx: Tx, id: bigint): Promise<number> {
  const signers = await tx.rows<{ id: bigint; stands: boolean }>(Prisma.sql`
    SELECT s.id, u.active AND u.role = s.role AS stands FROM brief_signatures s JOIN users u ON u.id = s.user_id
    WHERE s.brief_id = ${id} AND s.voided_at IS NULL FOR SHARE OF u`);
  const lost = signers.filter(({ stands }) => !stands).map((signature) => signature.id);
  if (lost.length === 0) return 0;
  await tx.rows(Prisma.sql`UPDATE brief_signatures SET voided_at = now() WHERE id = ANY (${lost}::bigint[])`);
  return lost.length;
}

/** Signed are only criteria that three people have agreed on, and that hold now. */
async function requireInForce(tx: Tx, agreementVersion: number): Promise<void> {
  const [inForce] = await tx.rows<{ version: number }>(
    Prisma.sql`SELECT version FROM agreements WHERE status = 'in_force' FOR SHARE`,
  );
  if (inForce?.version === agreementVersion) return;
  if (!inForce) {
    const message =
      "Only provisional terms judge now, which nobody has agreed on. Have the agreement signed, save this brief again, then sign it.";
    throw new AppError("AGREEMENT_UNSIGNED", { message, status: 409 });
  }
  const message = `This brief was built from version ${agreementVersion} of the agreement; version ${inForce.version} is in force by now. Have the brief saved again under version ${inForce.version}, read it, then sign.`;
  throw new AppError("BRIEF_OUTDATED", { message, status: 409 });
}

/** On every day a vendor has one signed brief at most; that of the next period is signed in advance. */
async function requireNoOverlap(tx: Tx, id: bigint, { vendor, deliveryFrom, deliveryTo }: BriefTerms): Promise<void> {
  const [other] = await tx.rows<{ from: string; until: string }>(Prisma.sql`
    SELECT delivery_from::text AS from, delivery_to::text AS until FROM buying_briefs
    WHERE vendor_key = ${vendorKey(vendor)} AND id <> ${id} AND signed_at IS NOT NULL AND ended_at IS NULL
      AND daterange(delivery_from, delivery_to, '[]') && daterange(${deliveryFrom}::date, ${deliveryTo}::date, '[]') LIMIT 1`);
  if (!other) return;
  const message = `${vendor} has a signed brief from ${other.from} to ${other.until}, and a row can belong to one only. End that one, or have the days of this one changed.`;
  throw new AppError("BRIEF_IN_FORCE", { message });
}

/**
 * One of the two signatures over the text that the signer saw (product.md C12). With the second one rows of the vendor may come
 * in during the delivery; a later version of the agreement changes nothing about it.
 * @param input.hash hexadecimal, of the text on the screen
 * @throws AppError FORBIDDEN, NOT_A_SIGNER, NOT_FOUND, CONFLICT, ALREADY_SIGNED, AGREEMENT_UNSIGNED, BRIEF_OUTDATED, BRIEF_ENDED,
 *   BRIEF_EXPIRED, BRIEF_IN_FORCE
 */
export async function signBrief(
  actor: Actor,
  input: { id: bigint; seen: bigint; hash: string },
  now: Date,
): Promise<void> {
  const { id, seen, hash } = input;
  await loggingRefusals(actor, "brief.sign", briefObject(id), () =>
    editSettings(actor, "brief.sign", { object: briefObject(id), seen }, async (tx) => {
      if (actor.kind !== "person" || !isBriefSigner(actor.role)) {
        const message = "Two people sign a brief: the CRO and the CMO. Nothing has changed.";
        throw new AppError("NOT_A_SIGNER", { message, status: 403 });
      }
      return signOnce(tx, actor, actor.role, { id, hash }, now);
    }),
  );
}

async function signOnce(
  tx: Tx,
  signer: Person,
  role: BriefSigner,
  { id, hash }: { id: bigint; hash: string },
  now: Date,
): Promise<Written> {
  const brief = await lockBrief(tx, id);
  if (brief.hash !== hash) {
    const message = "The words of this brief have changed since you opened it. Reload the page, read it, then sign.";
    throw new AppError("CONFLICT", { message });
  }
  const voided = await voidLost(tx, id);
  await requireUnsigned(tx, id, signer.id, role);
  const { today } = await fiscalToday(tx, now);
  if (brief.deliveryTo < today) {
    const message = `The delivery ended on ${brief.deliveryTo}. Have its dates changed, then sign.`;
    throw new AppError("BRIEF_EXPIRED", { message });
  }
  await requireInForce(tx, brief.agreementVersion);
  const { others } = await onlyRow<{ others: number }>(
    tx,
    Prisma.sql`SELECT count(*)::int AS others FROM brief_signatures WHERE brief_id = ${id} AND voided_at IS NULL`,
  );
  if (others > 0) await requireNoOverlap(tx, id, brief);
  await tx.rows(Prisma.sql`
    INSERT INTO brief_signatures (brief_id, user_id, role, content_hash)
    VALUES (${id}, ${signer.id}, ${role}::user_role, decode(${hash}, 'hex'))`);
  const after = { signed_by: signer.name, role, signatures: others + 1, hash: hash.slice(0, 12) };
  return { action: "brief.sign", before: null, after: { ...after, ...(voided > 0 && { voided }) } };
}
