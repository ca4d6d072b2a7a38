import "server-only";
import { forbidden, type Person } from "@/lib/auth/actor";
import { ROOM_CHANNEL } from "@/lib/data/review-objects";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { isPresent, reviewState, weekCode } from "@/lib/domain/reviews";
import { REVIEW_SEATS, type ReviewSeat } from "@/lib/domain/roles";
import { AppError, type AppErrorOptions } from "@/lib/errors";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/** A refusal because of where the review stands. */
export const conflict = (code: string, message: string, more: Partial<AppErrorOptions> = {}): AppError =>
  new AppError(code, { message, status: 409, ...more });

/** Tells every open page of that room, once the transaction is through. */
export async function tellRoom(tx: Tx, asOf: IsoDate): Promise<void> {
  await tx.rows(Prisma.sql`SELECT pg_notify(${ROOM_CHANNEL}, ${asOf})::text`);
}

/** A review under way, locked until the end of the transaction. */
export interface LockedReview {
  id: bigint;
  asOf: IsoDate;
  heldOn: IsoDate;
  startedAt: Date | null;
  seats: Record<ReviewSeat, { id: bigint; name: string }>;
  /** The organisation's zone and the calendar date there. */
  zone: string;
  today: IsoDate;
}

interface ReviewRow {
  id: bigint;
  heldOn: IsoDate;
  startedAt: Date | null;
  isClosed: boolean;
  people: { seat: ReviewSeat; id: string; name: string }[];
}

/** The organisation's zone and what day it is there. */
export async function todayIn(tx: Tx, now: Date): Promise<{ zone: string; today: IsoDate }> {
  const { zone } = await onlyRow<{ zone: string }>(
    tx,
    Prisma.sql`SELECT time_zone AS zone FROM organisation WHERE id = 1`,
  );
  return { zone, today: dateIn(now, zone) };
}

/**
 * The review of a Monday, locked, if it can still be acted on by one of its five.
 * @throws AppError NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED, FORBIDDEN for whoever has no seat in it
 */
export async function lockReview(tx: Tx, actor: Person, asOf: IsoDate, now: Date): Promise<LockedReview> {
  const { zone, today } = await todayIn(tx, now);
  const [row] = await tx.rows<ReviewRow>(Prisma.sql`
    SELECT r.id, r.held_on::text AS "heldOn", r.started_at AS "startedAt", r.closed_at IS NOT NULL AS "isClosed",
      (SELECT json_agg(json_build_object('seat', seat.role, 'id', u.id::text, 'name', u.name))
        FROM (VALUES ('cro', r.cro_id), ('cmo', r.cmo_id), ('vp_revops', r.vp_revops_id),
          ('head_demand_gen', r.head_demand_gen_id), ('head_sdr', r.head_sdr_id)) AS seat(role, id)
        JOIN users u ON u.id = seat.id) AS people
    FROM reviews r WHERE r.as_of = ${asOf}::date FOR UPDATE OF r`);
  if (!row) {
    const message = `The review of ${weekCode(asOf)} is not open. The CRO, the CMO or the VP RevOps opens it.`;
    throw new AppError("NOT_FOUND", { message });
  }
  const { people, isClosed, ...review } = row;
  requireOpen(asOf, isClosed, today);
  const seats = Object.fromEntries(
    people.map(({ seat, id, name }) => [seat, { id: BigInt(id), name }]),
  ) as LockedReview["seats"];
  if (!REVIEW_SEATS.some((seat) => seats[seat].id === actor.id)) {
    throw forbidden("Only the five who sit in this review act in it. Nothing has changed.");
  }
  return { ...review, asOf, seats, zone, today };
}

/** Throws AppError REVIEW_CLOSED, REVIEW_LAPSED. */
function requireOpen(asOf: IsoDate, isClosed: boolean, today: IsoDate): void {
  const state = reviewState({ asOf, isClosed }, today);
  if (state === "closed") {
    throw conflict(
      "REVIEW_CLOSED",
      "This review is closed and stays as it is. Nothing has changed: reload the page to read it.",
    );
  }
  if (state === "lapsed") throw lapsed(asOf);
}

export function lapsed(asOf: IsoDate): AppError {
  return conflict(
    "REVIEW_LAPSED",
    `The week ${weekCode(asOf)} is over, so its review can be read but decides nothing any more. Its clocks run on: hold the review of this week.`,
  );
}

/** Throws AppError REVIEW_NOT_STARTED: nothing is decided before the five have begun. */
export function requireStarted({ startedAt }: LockedReview): Date {
  if (startedAt) return startedAt;
  throw conflict("REVIEW_NOT_STARTED", "Start the 30 minutes first: nothing is decided before the five have begun.");
}

/** Who is in the room at `now`, by the heartbeat of their pages. */
export async function presentIn(tx: Tx, { id }: Pick<LockedReview, "id">, now: Date): Promise<Set<bigint>> {
  const rows = await tx.rows<{ userId: bigint; seenAt: Date }>(
    Prisma.sql`SELECT user_id AS "userId", seen_at AS "seenAt" FROM review_presence WHERE review_id = ${id}`,
  );
  return new Set(rows.filter(({ seenAt }) => isPresent(seenAt, now)).map(({ userId }) => userId));
}
