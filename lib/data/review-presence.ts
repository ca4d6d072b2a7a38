import "server-only";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import { PRESENT_MS } from "@/lib/domain/reviews";

/** Who of the five is in the room at `now`, as one text that changes when somebody comes or goes. */
export async function fetchPresence(asOf: IsoDate, now: Date): Promise<string> {
  const since = new Date(now.getTime() - PRESENT_MS);
  const rows = await db().$queryRaw<{ id: bigint }[]>`
    SELECT p.user_id AS id FROM review_presence p JOIN reviews r ON r.id = p.review_id
    WHERE r.as_of = ${asOf}::date AND p.seen_at >= ${since} ORDER BY 1`;
  return rows.map(({ id }) => String(id)).join(",");
}
