import "server-only";
import { db } from "@/lib/db";
import { dateIn, type IsoDate, mondayOf } from "@/lib/domain/dates";
import { PRESENT_MS, type ReviewState, reviewState } from "@/lib/domain/reviews";
import { HOLDS_SEAT, SEATS_OF_REVIEW } from "./review-seats";

/** What an open page of a room needs to know between two changes. */
export interface RoomPulse {
  state: ReviewState;
  /** One text that changes with what the page shows: who has the seats and is there, its day, its start, its decision. */
  shows: string;
}

interface PulseRow {
  zone: string;
  isFrozen: boolean;
  isClosed: boolean;
  shows: string;
}

/** The room of a Monday at `now`; null where that Monday is neither frozen nor the one of this week. */
export async function fetchRoomPulse(asOf: IsoDate, now: Date): Promise<RoomPulse | null> {
  const since = new Date(now.getTime() - PRESENT_MS);
  const [row] = await db().$queryRaw<PulseRow[]>`
    SELECT o.time_zone AS zone, s.as_of IS NOT NULL AS "isFrozen", r.closed_at IS NOT NULL AS "isClosed",
      concat_ws('|', s.as_of, r.id, r.held_on, r.moved_because, r.started_at, (SELECT id FROM review_decisions WHERE review_id = r.id),
        (SELECT string_agg(concat_ws(' ', u.id, ${HOLDS_SEAT}, ${HOLDS_SEAT} AND p.seen_at >= ${since}), ',' ORDER BY seat.place)
          FROM ${SEATS_OF_REVIEW} JOIN users u ON u.id = seat.id
            LEFT JOIN review_presence p ON p.review_id = r.id AND p.user_id = u.id)) AS shows
    FROM organisation o LEFT JOIN snapshots s ON s.as_of = ${asOf}::date LEFT JOIN reviews r ON r.as_of = s.as_of WHERE o.id = 1`;
  if (!row) return null;
  const { zone, isFrozen, isClosed, shows } = row;
  const today = dateIn(now, zone);
  if (!isFrozen && asOf !== mondayOf(today)) return null;
  return { state: reviewState({ asOf, isClosed }, today), shows };
}
