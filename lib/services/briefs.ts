import "server-only";
import { createHash } from "node:crypto";
import { type Actor, authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import { briefObject } from "@/lib/data/briefs";
import { pool } from "@/lib/db";
import {
  type BriefCriteria,
  type BriefSigner,
  type BriefTerms,
  type BriefText,
  canonicalBrief,
  isBriefSigner,
  readBriefTerms,
  vendorKey,
} from "@/lib/domain/briefs";
import type { IsoDate } from "@/lib/domain/dates";
import { roleLabel } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { fiscalToday } from "./agreement/fiscal-today";
import { editSettings, fieldsRefused, type Written } from "./settings";
import { onlyRow, type Tx } from "./sql";

/** A brief as its writer sees it in the audit log. */
const noted = (terms: BriefTerms, { agreementVersion }: BriefCriteria) => ({
  vendor: terms.vendor,
  volume: terms.volume,
  price: `${terms.price} ${terms.currency}`,
  delivery: `${terms.deliveryFrom} to ${terms.deliveryTo}`,
  credit_terms: terms.creditTerms,
  agreement: agreementVersion,
});

/** Throws AppError with every error in its details. */
function requireTerms(text: BriefText, today: IsoDate): BriefTerms {
  const result = readBriefTerms(text, today);
  if (result.ok) return result.terms;
  throw fieldsRefused(result.errors);
}

/** The agreement that judges now, for as long as the transaction lasts: a brief is built from it. */
async function criteriaNow(tx: Tx): Promise<BriefCriteria> {
  const [row] = await tx.rows<BriefCriteria>(Prisma.sql`
    SELECT version AS "agreementVersion", definition, required_data AS "requiredData" FROM agreements
    WHERE status IN ('provisional', 'in_force') FOR SHARE`);
  if (row) return row;
  const message = "This database has no agreement yet. Run npm run migrate, which creates the defaults.";
  throw new AppError("SETTINGS_MISSING", { message, status: 503 });
}

function contentOf(terms: BriefTerms, criteria: BriefCriteria): { document: string; hash: string } {
  const document = canonicalBrief(terms, criteria);
  return { document, hash: createHash("sha256").update(document).digest("hex") };
}

/**
 * Writes a brief for a vendor, built from the agreement that judges (product.md C12): it takes over the score line, the eight
 * fields and the required data of that version. Nothing comes in under it before both sides have signed.
 * @returns its id
 * @throws AppError FORBIDDEN, or what is wrong with a field (lib/domain/briefs.ts)
 */
export async function writeBrief(actor: Actor, text: BriefText, now: Date): Promise<bigint> {
  await authorize(actor, "brief.edit", "briefs");
  const { rows } = await pool().query<{ id: bigint }>("SELECT nextval('buying_briefs_id_seq') AS id");
  const id = rows[0]?.id ?? 0n;
  await editSettings(actor, "brief.edit", { object: briefObject(id), seen: 0n }, async (tx) => {
    const terms = requireTerms(text, (await fiscalToday(tx, now)).today);
    const criteria = await criteriaNow(tx);
    const { document, hash } = contentOf(terms, criteria);
    await tx.rows(Prisma.sql`
      INSERT INTO buying_briefs (id, vendor, vendor_key, agreement_version, volume, price, currency, delivery_from, delivery_to,
        credit_terms, document, content_hash)
      VALUES (${id}, ${terms.vendor}, ${vendorKey(terms.vendor)}, ${criteria.agreementVersion}, ${terms.volume}, ${terms.price}::numeric,
        ${terms.currency}, ${terms.deliveryFrom}::date, ${terms.deliveryTo}::date, ${terms.creditTerms}, ${document}, decode(${hash}, 'hex'))`);
    return {
      action: "brief.write",
      before: null,
      after: noted(terms, criteria),
      agreementVersion: criteria.agreementVersion,
    };
  });
  return id;
}

interface StoredBrief extends BriefTerms {
  hash: string;
  agreementVersion: number;
  isSigned: boolean;
  isEnded: boolean;
}

async function lockBrief(tx: Tx, id: bigint): Promise<StoredBrief> {
  const [brief] = await tx.rows<StoredBrief>(Prisma.sql`
    SELECT vendor, volume, price::text, currency, delivery_from::text AS "deliveryFrom", delivery_to::text AS "deliveryTo",
      credit_terms AS "creditTerms", encode(content_hash, 'hex') AS hash, agreement_version AS "agreementVersion",
      signed_at IS NOT NULL AS "isSigned", ended_at IS NOT NULL AS "isEnded"
    FROM buying_briefs WHERE id = ${id} FOR UPDATE`);
  if (!brief) throw new AppError("NOT_FOUND", { message: "There is no such brief. Go back to the list of briefs." });
  if (!brief.isEnded) return brief;
  const message = `This brief with ${brief.vendor} has ended and stays as it is. Write a new one.`;
  throw new AppError("BRIEF_ENDED", { message });
}

/**
 * Rewrites a brief that is not signed by both sides yet, from the agreement that judges now. A signature that one side has
 * given is void: it stood for other words.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT, UNCHANGED, BRIEF_SIGNED, BRIEF_ENDED, or what is wrong with a field
 */
export async function editBrief(
  actor: Actor,
  edit: { id: bigint; seen: bigint; text: BriefText },
  now: Date,
): Promise<void> {
  const { id, seen } = edit;
  await editSettings(actor, "brief.edit", { object: briefObject(id), seen }, async (tx) => {
    const terms = requireTerms(edit.text, (await fiscalToday(tx, now)).today);
    const stored = await lockBrief(tx, id);
    if (stored.isSigned) {
      const message = `Both sides have signed this brief with ${stored.vendor}: its words stay. End it and write a new one.`;
      throw new AppError("BRIEF_SIGNED", { message });
    }
    const criteria = await criteriaNow(tx);
    const { document, hash } = contentOf(terms, criteria);
    const before = noted(stored, { ...criteria, agreementVersion: stored.agreementVersion });
    if (hash === stored.hash) return { action: "brief.edit", before, after: before };
    await tx.rows(
      Prisma.sql`UPDATE brief_signatures SET voided_at = now() WHERE brief_id = ${id} AND voided_at IS NULL`,
    );
    await tx.rows(Prisma.sql`
      UPDATE buying_briefs SET vendor = ${terms.vendor}, vendor_key = ${vendorKey(terms.vendor)}, volume = ${terms.volume},
        agreement_version = ${criteria.agreementVersion}, price = ${terms.price}::numeric, currency = ${terms.currency},
        delivery_from = ${terms.deliveryFrom}::date, delivery_to = ${terms.deliveryTo}::date, credit_terms = ${terms.creditTerms},
        document = ${document}, content_hash = decode(${hash}, 'hex')
      WHERE id = ${id}`);
    const after = { ...noted(terms, criteria), hash: hash.slice(0, 12) };
    return { action: "brief.edit", before, after, agreementVersion: criteria.agreementVersion };
  });
}

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

/**
 * Ends a brief: from now on no row of the vendor comes in under it. What was delivered and its report stay.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT, BRIEF_ENDED
 */
export async function endBrief(actor: Actor, { id, seen }: { id: bigint; seen: bigint }): Promise<void> {
  await editSettings(actor, "brief.edit", { object: briefObject(id), seen }, async (tx) => {
    const { vendor } = await lockBrief(tx, id);
    await tx.rows(Prisma.sql`UPDATE buying_briefs SET ended_at = now() WHERE id = ${id}`);
    return { action: "brief.end", before: null, after: { vendor } };
  });
}
