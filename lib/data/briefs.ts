import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { addOutcomes, type DeliveryOutcome } from "@/lib/domain/brief-check";
import {
  type BriefSigner,
  type BriefState,
  type BriefTerms,
  briefState,
  criteriaOf,
  vendorKey,
} from "@/lib/domain/briefs";
import { dateIn } from "@/lib/domain/dates";
import type { RequiredField } from "@/lib/domain/required-data";
import { Prisma } from "@/prisma/generated/client";
import { type BriefCounts, fetchCounts } from "./brief-report";
import { lastSeen } from "./changes";

/** As the audit log names a brief. */
export const briefObject = (id: bigint | string): string => `brief:${id}`;

export interface BriefSignature {
  role: BriefSigner;
  name: string;
  at: Date;
}

/** A brief without what it is checked against. */
export interface BriefFacts extends BriefTerms {
  id: string;
  agreementVersion: number;
  /** Hexadecimal SHA-256 of the text that is signed. */
  hash: string;
  createdAt: Date;
  signedAt: Date | null;
  endedAt: Date | null;
  /** Those that stand, in the order in which they were given; before both are there, only of signers who still hold the role. */
  signatures: BriefSignature[];
  state: BriefState;
}

interface FactsRow extends Omit<BriefFacts, "signatures" | "state"> {
  document: string;
  signatures: { role: BriefSigner; name: string; at: string }[];
  zone: string;
}

const FACTS = Prisma.sql`
  SELECT b.id::text, b.vendor, b.volume, b.price::text, b.currency, b.delivery_from::text AS "deliveryFrom", b.delivery_to::text AS "deliveryTo",
    b.credit_terms AS "creditTerms", b.agreement_version AS "agreementVersion", b.document, encode(b.content_hash, 'hex') AS hash,
    b.created_at AS "createdAt", b.signed_at AS "signedAt", b.ended_at AS "endedAt", o.time_zone AS zone,
    (SELECT coalesce(json_agg(json_build_object('role', s.role, 'name', u.name, 'at', s.signed_at) ORDER BY s.signed_at), '[]')
      FROM brief_signatures s JOIN users u ON u.id = s.user_id
      WHERE s.brief_id = b.id AND s.voided_at IS NULL AND (b.signed_at IS NOT NULL OR u.active AND u.role = s.role)) AS signatures
  FROM buying_briefs b CROSS JOIN organisation o`;

function factsOf({ document: _, zone, signatures, ...row }: FactsRow, now: Date): BriefFacts {
  const signed = signatures.map((signature) => ({ ...signature, at: new Date(signature.at) }));
  const state = briefState(
    {
      deliveryFrom: row.deliveryFrom,
      deliveryTo: row.deliveryTo,
      signedBy: signed.map(({ role }) => role),
      isEnded: row.endedAt !== null,
    },
    dateIn(now, zone),
  );
  return { ...row, signatures: signed, state };
}

export interface BriefSummary extends BriefFacts {
  counts: BriefCounts;
}

/** A seller with more than one brief: each lead once, the cycles of all its deliveries. */
export interface VendorSummary {
  vendor: string;
  briefs: number;
  leads: number;
  claims: number;
  outcome: DeliveryOutcome;
}

function vendorsOf(briefs: readonly BriefSummary[], leads: ReadonlyMap<string, number>): VendorSummary[] {
  return [...leads].flatMap(([key, count]) => {
    const own = briefs.filter(({ vendor }) => vendorKey(vendor) === key);
    const last = own[0];
    if (!last) return [];
    return {
      vendor: last.vendor,
      briefs: own.length,
      leads: count,
      claims: own.reduce((sum, { counts }) => sum + counts.claims, 0),
      outcome: own.map(({ counts }) => counts.outcome).reduce(addOutcomes),
    };
  });
}

/**
 * All briefs, by vendor and then the latest first, each with what its leads became; and the sellers that have more than one.
 * Throws AppError FORBIDDEN.
 */
export async function readBriefs(
  actor: Actor,
  now: Date,
): Promise<{ briefs: BriefSummary[]; vendors: VendorSummary[] }> {
  await authorize(actor, "agreement.read", "briefs");
  const [rows, counts] = await Promise.all([
    db().$queryRaw<FactsRow[]>(Prisma.sql`${FACTS} ORDER BY b.vendor_key COLLATE "C", b.id DESC`),
    fetchCounts(db(), null, now),
  ]);
  const briefs = rows.map((row) => ({ ...factsOf(row, now), counts: counts.of(row.id) }));
  return { briefs, vendors: vendorsOf(briefs, counts.vendors) };
}

export interface BriefPage extends BriefSummary {
  /** The eight fields in the words that are signed, and the score line. */
  fields: readonly { key: string; label: string; words: string }[];
  scoreAbove: number;
  requiredData: readonly RequiredField[];
  /** Last entry of the audit log about it. */
  seen: bigint;
}

/** One brief with its criteria, as they were signed. Null when there is none. Throws AppError FORBIDDEN. */
export async function readBrief(actor: Actor, id: string, now: Date): Promise<BriefPage | null> {
  await authorize(actor, "agreement.read", briefObject(id));
  if (!/^[1-9]\d{0,17}$/.test(id)) return null;
  const [row] = await db().$queryRaw<FactsRow[]>(Prisma.sql`${FACTS} WHERE b.id = ${id}::bigint`);
  if (!row) return null;
  const [counts, seen] = await Promise.all([fetchCounts(db(), id, now), lastSeen(briefObject(id))]);
  const { definition, requiredData, fields } = criteriaOf(row.document);
  return {
    ...factsOf(row, now),
    counts: counts.of(id),
    fields,
    scoreAbove: definition.score_above,
    requiredData,
    seen,
  };
}
