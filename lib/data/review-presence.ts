import "server-only";
import { db } from "@/lib/db";
import { dateIn, type IsoDate, mondayOf } from "@/lib/domain/dates";
import { PRESENT_MS, type ReviewState, reviewState } from "@/lib/domain/reviews";
import { HOLDS_SEAT, SEATS_OF_REVIEW } from "./review-seats";

/** What an open page of a room needs to know between two changes. */
export interface RoomPulse {
  state: ReviewState;
  /** Who of the five is in the room, as one text that changes when somebody comes or goes. */
  present: string;
}

interface PulseRow {
  zone: string;
  isFrozen: boolean;
  isClosed: boolean;
  present: string;
}

/** The room of a Monday at `now`; null where that Monday is neither frozen nor the one of this week. */
export async function fetchRoomPulse(asOf: IsoDate, now: Date): Promise<RoomPulse | null> {
  const since = new Date(now.getTime() - PRESENT_MS);
  const [row] = await db().$queryRaw<PulseRow[]>`
    SELECT o.time_zone AS zone, s.as_of IS NOT NULL AS "isFrozen", r.closed_at IS NOT NULL AS "isClosed",
      coalesce((SELECT string_agg(u.id::text, ',' ORDER BY seat.place) FROM ${SEATS_OF_REVIEW} JOIN users u ON u.id = seat.id
        JOIN review_presence p ON p.review_id = r.id AND p.user_id = u.id
        WHERE ${HOLDS_SEAT} AND p.seen_at >= ${since}), '') AS present
    FROM organisation o LEFT JOIN snapshots s ON s.as_of = ${asOf}::date LEFT JOIN reviews r ON r.as_of = s.as_of WHERE o.id = 1`;
  if (!row) return null;
  const { zone, isFrozen, isClosed, present } = row;
  const today = dateIn(now, zone);
  if (!isFrozen && asOf !== mondayOf(today)) return null;
  return { state: reviewState({ asOf, isClosed }, today), present };
}
