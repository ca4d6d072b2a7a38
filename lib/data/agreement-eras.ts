import { Prisma } from "@/prisma/generated/client";

/**
 * Since when a version judges, as an expression over a row of `agreements`; null for one that nobody signed, which always had.
 * An agreed day counts from its start in the agreed zone, however late a process put the version in force, but never from
 * before the third signature.
 */
export const JUDGES_FROM = Prisma.sql`(CASE WHEN effective_from IS NULL THEN in_force_at
  ELSE greatest(effective_from::timestamp AT TIME ZONE (organisation ->> 'time_zone'), signed_at) END)`;
