import "server-only";
import { forbidden, type Person } from "@/lib/auth/actor";
import { ROOM_CHANNEL } from "@/lib/data/review-objects";
import { HOLDS_SEAT, SEATS_OF_REVIEW } from "@/lib/data/review-seats";
import type { IsoDate } from "@/lib/domain/dates";
import { isPresent, reviewState, weekCode } from "@/lib/domain/reviews";
import { REVIEW_SEATS, type ReviewSeat } from "@/lib/domain/roles";
import { AppError, type AppErrorOptions } from "@/lib/errors";
import type { Tx } from "@/lib/services/sql";
import { todayIn } from "@/lib/services/today";
import { Prisma } from "@/prisma/generated/client";

/** A refusal because of where the review stands. */
export const conflict = (code: string, message: string, more: Partial<AppErrorOptions> = {}): AppError =>
  new AppError(code, { message, status: 409, ...more });

/** Tells every open page of that room, once the transaction is through. */
export async function tellRoom(tx: Tx, asOf: IsoDate): Promise<void> {
  await tx.rows(Prisma.sql`SELECT pg_notify(${ROOM_CHANNEL}, ${asOf})::text`);
}

/** Who has a seat; `holds` is false for somebody who is disabled, or of another role by now: they neither act nor count. */
export interface LockedSeat {
  id: bigint;
  name: string;
  holds: boolean;
}

/** A review under way, locked until the end of the transaction. */
export interface LockedReview {
  id: bigint;
  asOf: IsoDate;
  heldOn: IsoDate;
  startedAt: Date | null;
  seats: Record<ReviewSeat, LockedSeat>;
  /** Of the agreement that judged its Monday. */
  agreementVersion: number;
  /** The calendar date in the organisation's zone. */
  today: IsoDate;
}

interface ReviewRow {
  id: bigint;
  heldOn: IsoDate;
  startedAt: Date | null;
  isClosed: boolean;
  agreementVersion: number;
}

/**
 * The review of a Monday and the accounts of its five, locked, if it can still be acted on.
 * @throws AppError NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED
 */
export async function lockOpenReview(tx: Tx, asOf: IsoDate, now: Date): Promise<LockedReview> {
  const today = await todayIn(tx, now);
  const [row] = await tx.rows<ReviewRow>(Prisma.sql`
    SELECT r.id, r.held_on::text AS "heldOn", r.started_at AS "startedAt", r.closed_at IS NOT NULL AS "isClosed",
      s.agreement_version AS "agreementVersion"
    FROM reviews r JOIN snapshots s ON s.as_of = r.as_of WHERE r.as_of = ${asOf}::date FOR UPDATE OF r`);
  if (!row) {
    const message = `The review of ${weekCode(asOf)} is not open. The CRO, the CMO or the VP RevOps opens it.`;
    throw new AppError("NOT_FOUND", { message });
  }
  const { isClosed, ...review } = row;
  requireOpen(asOf, isClosed, today);
  return { ...review, asOf, seats: await lockSeats(tx, review.id), today };
}

async function lockSeats(tx: Tx, id: bigint): Promise<LockedReview["seats"]> {
  const rows = await tx.rows<LockedSeat & { seat: ReviewSeat }>(Prisma.sql`
    SELECT seat.role AS seat, u.id, u.name, ${HOLDS_SEAT} AS holds FROM reviews r CROSS JOIN LATERAL ${SEATS_OF_REVIEW}
    JOIN users u ON u.id = seat.id WHERE r.id = ${id} ORDER BY u.id FOR SHARE OF u`);
  return Object.fromEntries(rows.map(({ seat, ...person }) => [seat, person])) as LockedReview["seats"];
}

/**
 * The review of a Monday, locked, if it can still be acted on by one of its five.
 * @throws AppError NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED, FORBIDDEN for whoever has no seat in it, or lost it with their role
 */
export async function lockReview(tx: Tx, actor: Person, asOf: IsoDate, now: Date): Promise<LockedReview> {
  const review = await lockOpenReview(tx, asOf, now);
  if (REVIEW_SEATS.some((seat) => review.seats[seat].id === actor.id && review.seats[seat].holds)) return review;
  throw forbidden("Only the five who sit in this review, each in their own role, act in it. Nothing has changed.");
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

/** Who is in the room at `now`, by the heartbeat of their pages: only those who hold their seats. */
export async function presentIn(tx: Tx, { id, seats }: LockedReview, now: Date): Promise<Set<bigint>> {
  const rows = await tx.rows<{ userId: bigint; seenAt: Date }>(
    Prisma.sql`SELECT user_id AS "userId", seen_at AS "seenAt" FROM review_presence WHERE review_id = ${id}`,
  );
  const holders = new Set(REVIEW_SEATS.filter((seat) => seats[seat].holds).map((seat) => seats[seat].id));
  return new Set(
    rows.filter(({ userId, seenAt }) => holders.has(userId) && isPresent(seenAt, now)).map(({ userId }) => userId),
  );
}
