import "server-only";
import { may, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";

/** Counting stops here: past it the figure says "a lot", and every page pays for it. */
const MOST = 999;

/**
 * The open cycles that are this person's to see, as a condition on `cycles c`: a BDR's own and nobody's, never one
 * that they sourced themselves (product.md A5, A10); all of them for the head of SDR; one lane for a role confined to it.
 */
export function queueOf(actor: Person): Prisma.Sql {
  const open = Prisma.sql`c.stage IN ('mql', 'referred')`;
  const lane = actor.onlyLane ? Prisma.sql`AND c.lane = ${actor.onlyLane}::lane` : Prisma.empty;
  const own = may(actor, "queue.reassign")
    ? Prisma.empty
    : Prisma.sql`AND (c.assigned_id = ${actor.id} OR c.assigned_id IS NULL) AND c.sourced_by_id IS DISTINCT FROM ${actor.id}`;
  return Prisma.sql`${open} ${lane} ${own}`;
}

/** How many leads wait for a decision of this person, up to 999; 0 for those who do not work the queue. */
export async function openCount(actor: Person): Promise<number> {
  if (!may(actor, "queue.work")) return 0;
  const [row] = await db().$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM (SELECT FROM cycles c WHERE ${queueOf(actor)} LIMIT ${MOST}) AS waiting`;
  return row?.open ?? 0;
}
