import "server-only";
import { authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import { ROOM_CHANNEL, reviewObject } from "@/lib/data/review-objects";
import { HOLDS_SEAT, SEATS_OF_REVIEW } from "@/lib/data/review-seats";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import { PRESENT_MS } from "@/lib/domain/reviews";
import { audit } from "@/lib/services/audit";
import { settingsTransaction } from "@/lib/services/settings";
import { Prisma } from "@/prisma/generated/client";
import { conflict, lockReview, tellRoom } from "./room";

/**
 * Starts the 30 minutes; the timer runs from `now` on every screen (product.md D4).
 * @throws AppError FORBIDDEN, NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED, REVIEW_TOO_EARLY before its day, REVIEW_STARTED
 */
export async function startTimer(actor: Person, asOf: IsoDate, now: Date): Promise<void> {
  const object = reviewObject(asOf);
  await authorize(actor, "review.attend", object);
  await loggingRefusals(actor, "review.attend", object, () =>
    settingsTransaction(async (tx) => {
      const review = await lockReview(tx, actor, asOf, now);
      if (review.startedAt)
        throw conflict("REVIEW_STARTED", "The 30 minutes run already. Reload the page to see them.");
      if (review.today < review.heldOn) {
        throw conflict(
          "REVIEW_TOO_EARLY",
          `The review is held on ${review.heldOn}. Start it on that day, or later in its week.`,
        );
      }
      await tx.rows(Prisma.sql`UPDATE reviews SET started_at = ${now} WHERE id = ${review.id} AND started_at IS NULL`);
      await tellRoom(tx, asOf);
      await audit(tx, { actor, action: "review.start", object, after: { started_at: now } });
    }),
  );
}

/**
 * Notes that one of the five has the room open. The others are told when somebody comes in who was not there. Nothing is
 * written for anybody else, nor for one who has lost the role of their seat, nor for a review that is closed or has lapsed. It is not audited: it decides nothing.
 * @throws AppError FORBIDDEN
 */
export async function seenInRoom(actor: Person, asOf: IsoDate, now: Date): Promise<void> {
  await authorize(actor, "review.attend", reviewObject(asOf));
  const stale = new Date(now.getTime() - PRESENT_MS);
  await db().$queryRaw(Prisma.sql`
    WITH seat AS (
      SELECT r.id, p.seen_at AS before FROM reviews r JOIN organisation o ON o.id = 1 CROSS JOIN LATERAL ${SEATS_OF_REVIEW}
      JOIN users u ON u.id = seat.id LEFT JOIN review_presence p ON p.review_id = r.id AND p.user_id = u.id
      WHERE r.as_of = ${asOf}::date AND r.closed_at IS NULL AND u.id = ${actor.id} AND ${HOLDS_SEAT}
        AND (${now}::timestamptz AT TIME ZONE o.time_zone)::date < r.as_of + 7
    ), seen AS (
      INSERT INTO review_presence (review_id, user_id, seen_at) SELECT id, ${actor.id}, ${now} FROM seat
      ON CONFLICT (review_id, user_id) DO UPDATE SET seen_at = greatest(review_presence.seen_at, EXCLUDED.seen_at) RETURNING 1
    )
    SELECT CASE WHEN seat.before IS NULL OR seat.before < ${stale} THEN pg_notify(${ROOM_CHANNEL}, ${asOf})::text END AS told
    FROM seat, seen`);
}
