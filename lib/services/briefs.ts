import "server-only";
import { createHash } from "node:crypto";
import { type Actor, authorize } from "@/lib/auth/actor";
import { briefObject } from "@/lib/data/briefs";
import { pool } from "@/lib/db";
import {
  type BriefCriteria,
  type BriefTerms,
  type BriefText,
  canonicalBrief,
  readBriefTerms,
  vendorKey,
} from "@/lib/domain/briefs";
import type { IsoDate } from "@/lib/domain/dates";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { fiscalToday } from "./agreement/fiscal-today";
import { editSettings, fieldsRefused } from "./settings";
import type { Tx } from "./sql";

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

/** The brief as it is stored, for as long as the transaction lasts. Throws AppError NOT_FOUND, BRIEF_ENDED. */
export async function lockBrief(tx: Tx, id: bigint): Promise<StoredBrief> {
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
