import "server-only";
import { db } from "@/lib/db";
import type { VersionFacts } from "./agreement-versions";

/**
 * A proposal with the signatures that count: who has left the role or the company since does not count among the three, and a
 * successor signs (`sign` voids such a signature before it takes the next one). Any other version stays as it is. No gate.
 */
export async function withoutDeparted(version: VersionFacts): Promise<VersionFacts> {
  if (version.status !== "proposed" || version.signatures.length === 0) return version;
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT s.user_id::text AS id FROM agreement_signatures s JOIN users u ON u.id = s.user_id
    WHERE s.agreement_version = ${version.version} AND s.voided_at IS NULL AND u.active AND u.role = s.role`;
  const counting = new Set(rows.map(({ id }) => id));
  return { ...version, signatures: version.signatures.filter(({ userId }) => counting.has(userId)) };
}
