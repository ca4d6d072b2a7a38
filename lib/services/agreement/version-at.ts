import { JUDGES_FROM } from "@/lib/data/agreement-eras";
import { Prisma } from "@/prisma/generated/client";

/** Since when a version judged; null for the first, which always had. */
export interface Era {
  version: number;
  from: string | null;
}

/** One value: all versions that ever judged, the latest first, as JSON. */
export const ERAS = Prisma.sql`(
  SELECT json_agg(json_build_object('version', version, 'from', ${JUDGES_FROM}) ORDER BY ${JUDGES_FROM} DESC NULLS LAST, version DESC)
  FROM agreements WHERE (in_force_at IS NOT NULL AND status IN ('in_force', 'superseded')) OR status = 'provisional' OR (status = 'superseded' AND document IS NULL))`;

/**
 * The version that was in force at a time (product.md C6: every decision points to its version), as an expression: what an
 * import brings in late points to the agreement of its day, not to that of the import.
 */
export function versionAt(eras: readonly Era[], at: Prisma.Sql): Prisma.Sql {
  const first = eras.at(-1);
  if (!first) throw new Error("no version of the agreement has ever judged");
  const later = eras.slice(0, -1);
  if (later.length === 0) return Prisma.sql`${first.version}::int`;
  const cases = later.map(({ version, from }) => Prisma.sql`WHEN ${at} >= ${from}::timestamptz THEN ${version}::int`);
  return Prisma.sql`CASE ${Prisma.join(cases, " ")} ELSE ${first.version}::int END`;
}
