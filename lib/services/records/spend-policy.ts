import { type Era, versionAt } from "@/lib/services/agreement/version-at";
import { Prisma } from "@/prisma/generated/client";

/**
 * The version under which both sides agreed to book no spend for a source (lib/domain/spend-policy.ts), as an expression: of
 * the version in force at the end of a day in the organisation's zone, null where it lets spend count.
 */
export function withoutSpend(
  { eras, zone }: { eras: readonly Era[]; zone: string },
  { day, source }: { day: Prisma.Sql; source: Prisma.Sql },
): Prisma.Sql {
  const at = Prisma.sql`((${day} + 1)::timestamp AT TIME ZONE ${zone} - interval '1 millisecond')`;
  return Prisma.sql`(SELECT a.version FROM agreements a WHERE a.version = ${versionAt(eras, at)} AND a.spend_policy ->> ${source} = 'none')`;
}
