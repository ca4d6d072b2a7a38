import "server-only";
import { db } from "@/lib/db";
import type { Reason } from "@/lib/domain/reasons";

/** The named person who owns each reason now (product.md D2); a reason without one is missing. */
export async function currentReasonOwners(): Promise<Map<Reason, string>> {
  const owners = await db().reasonOwner.findMany({
    where: { until: null },
    select: { reason: true, user: { select: { name: true } } },
  });
  return new Map(owners.map(({ reason, user }) => [reason, user.name]));
}
