import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { RequiredField } from "@/lib/domain/required-data";
import type { SpendPolicies } from "@/lib/domain/spend-policy";
import { Prisma } from "@/prisma/generated/client";
import { currentAgreement, editedAgreement } from "./agreements";
import { lastSeen } from "./changes";

export const requirementsObject = (version: number): string => `requirements:${version}`;

/** What a lead must carry and what counts as spend (product.md C8). */
export interface Requirements {
  /** In the order of `REQUIRED_FIELDS`. */
  requiredData: RequiredField[];
  /** By source code; the default policy holds where a source is missing. */
  spendPolicy: SpendPolicies;
}

/** One row of `Requirements` of a version; services run it in their transaction. */
export function requirementsSql(version: number): Prisma.Sql {
  return Prisma.sql`
    SELECT required_data AS "requiredData", spend_policy AS "spendPolicy" FROM agreements WHERE version = ${version}`;
}

export interface RequirementsPage extends Requirements {
  /** The one that is edited. */
  version: number;
  /** Those that count today. */
  live: Requirements;
  sources: { code: string; label: string; isActive: boolean }[];
  seen: bigint;
}

async function fetchRequirements(version: number): Promise<Requirements> {
  const [row] = await db().$queryRaw<Requirements[]>(requirementsSql(version));
  if (!row) throw new Error(`agreement ${version} is missing`);
  return row;
}

/** Required data and spend policies as they are edited, beside those of today. Throws AppError FORBIDDEN, SETTINGS_MISSING. */
export async function readRequirements(actor: Actor): Promise<RequirementsPage> {
  await authorize(actor, "agreement.read", "requirements");
  const [judging, edited] = await Promise.all([currentAgreement(db()), editedAgreement(db())]);
  const [live, requirements, sources, seen] = await Promise.all([
    fetchRequirements(judging.version),
    fetchRequirements(edited.version),
    db().$queryRaw<RequirementsPage["sources"]>`
      SELECT code, label, is_active AS "isActive" FROM sources WHERE NOT is_unmapped ORDER BY position, code COLLATE "C"`,
    lastSeen(requirementsObject(edited.version)),
  ]);
  return { ...requirements, version: edited.version, live, sources, seen };
}
