import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { ownerError } from "@/lib/domain/owners";
import { type DecisionType, isPresent } from "@/lib/domain/reviews";
import { REVIEW_SEATS, type ReviewSeat, type Role } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { rowsOf } from "./agreement-versions";
import type { PersonOption } from "./people";
import { reviewObject } from "./review-objects";
import { fetchQueue, type QueuedCandidate, type ReviewQueue } from "./review-queue";
import { HOLDS_SEAT, SEATS_OF_REVIEW } from "./review-seats";
import { fetchFrozen } from "./snapshots";

/** The one decision, recorded or in force. */
export interface ReviewDecision {
  id: bigint;
  type: DecisionType;
  unit: string;
  toSource: string | null;
  amount: string | null;
  until: IsoDate | null;
  action: string | null;
  fixSource: string | null;
  fixId: bigint | null;
  why: string;
  owner: string;
  dueOn: IsoDate;
  decidedAt: Date;
  by: string;
}

export interface Seat {
  seat: ReviewSeat;
  id: bigint;
  name: string;
  email: string;
  /** Still active and still of that role; otherwise somebody else must be given the seat. */
  holds: boolean;
  seenAt: Date | null;
}

/** A review as it stands; its figures are those of its frozen Monday. */
export interface Review {
  asOf: IsoDate;
  heldOn: IsoDate;
  movedBecause: string | null;
  openedAt: Date;
  openedBy: string;
  startedAt: Date | null;
  closedAt: Date | null;
  closedBy: string | null;
  seats: Seat[];
  decision: ReviewDecision | null;
  /** The queue as it stood at closing; null before. */
  candidates: QueuedCandidate[] | null;
}

type SeatRow = Omit<Seat, "id" | "seenAt"> & { id: string; seenAt: string | null };

interface ReviewRow extends Omit<Review, "seats" | "decision" | "candidates"> {
  seats: SeatRow[];
  candidates: string | null;
  decision:
    | (Omit<ReviewDecision, "id" | "fixId" | "decidedAt"> & { id: string; fixId: string | null; decidedAt: string })
    | null;
}

const REVIEWS = Prisma.sql`
  SELECT r.as_of::text AS "asOf", r.held_on::text AS "heldOn", r.moved_because AS "movedBecause", r.opened_at AS "openedAt",
    opener.name AS "openedBy", r.started_at AS "startedAt", r.closed_at AS "closedAt", closer.name AS "closedBy", r.candidates,
    (SELECT json_agg(json_build_object('seat', seat.role, 'id', u.id::text, 'name', u.name, 'email', u.email, 'holds', ${HOLDS_SEAT},
        'seenAt', p.seen_at) ORDER BY seat.place)
      FROM ${SEATS_OF_REVIEW} JOIN users u ON u.id = seat.id LEFT JOIN review_presence p ON p.review_id = r.id AND p.user_id = u.id) AS seats,
    (SELECT json_build_object('id', d.id::text, 'type', d.type, 'unit', d.unit, 'toSource', d.to_source, 'amount', d.amount::text,
        'until', d.until::text, 'action', d.action, 'fixSource', d.fix_source, 'fixId', d.fix_id::text, 'why', d.why,
        'owner', owner.name, 'dueOn', d.due_on::text, 'decidedAt', d.decided_at, 'by', taker.name)
      FROM review_decisions d JOIN users owner ON owner.id = d.owner_id JOIN users taker ON taker.id = d.decided_by_id
      WHERE d.review_id = r.id) AS decision
  FROM reviews r JOIN users opener ON opener.id = r.opened_by_id LEFT JOIN users closer ON closer.id = r.closed_by_id`;

function reviewOf({ seats, decision, candidates, ...review }: ReviewRow): Review {
  const ordered = REVIEW_SEATS.flatMap((seat) => seats.filter((row) => row.seat === seat));
  return {
    ...review,
    seats: ordered.map((row) => ({
      ...row,
      id: BigInt(row.id),
      seenAt: row.seenAt === null ? null : new Date(row.seenAt),
    })),
    decision: decision && {
      ...decision,
      id: BigInt(decision.id),
      fixId: decision.fixId === null ? null : BigInt(decision.fixId),
      decidedAt: new Date(decision.decidedAt),
    },
    candidates: candidates === null ? null : (JSON.parse(candidates) as QueuedCandidate[]),
  };
}

/** Who of the five has the room open at `now`. */
export const presentIn = ({ seats }: Review, now: Date): Seat[] =>
  seats.filter(({ holds, seenAt }) => holds && seenAt !== null && isPresent(seenAt, now));

/** One frozen Monday and what became of its review. */
export interface ReviewWeek {
  asOf: IsoDate;
  review: Review | null;
}

/** Weeks of one page: a year. */
export const REVIEW_WEEKS = 53;

export interface ReviewWeeks {
  weeks: ReviewWeek[];
  hasEarlier: boolean;
}

/** The frozen Mondays of a year and their reviews, latest first, all of them before `before`. Throws AppError FORBIDDEN. */
export async function readReviewWeeks(actor: Actor, before: IsoDate | null): Promise<ReviewWeeks> {
  await authorize(actor, "metrics.read", "reviews");
  const bound = before ?? "infinity";
  const [mondays, reviews] = await Promise.all([
    db().$queryRaw<{ asOf: IsoDate }[]>`
      SELECT as_of::text AS "asOf" FROM snapshots WHERE as_of < ${bound}::date ORDER BY as_of DESC LIMIT ${REVIEW_WEEKS + 1}`,
    db().$queryRaw<ReviewRow[]>`${REVIEWS} WHERE r.as_of < ${bound}::date ORDER BY r.as_of DESC LIMIT ${REVIEW_WEEKS}`,
  ]);
  const byMonday = new Map(reviews.map((row) => [row.asOf, reviewOf(row)]));
  const weeks = mondays.slice(0, REVIEW_WEEKS).map(({ asOf }) => ({ asOf, review: byMonday.get(asOf) ?? null }));
  return { weeks, hasEarlier: mondays.length > REVIEW_WEEKS };
}

/** What a calendar must know of an opened review besides its day: who opened it, and how often its file has changed since. */
export interface CalendarFacts {
  organizer: { name: string; email: string };
  changes: { count: number; lastAt: Date | null };
}

/** Throws AppError FORBIDDEN, NOT_FOUND. */
export async function readCalendarFacts(actor: Actor, asOf: IsoDate): Promise<CalendarFacts> {
  await authorize(actor, "metrics.read", reviewObject(asOf));
  const [row] = await db().$queryRaw<{ name: string; email: string; count: number; lastAt: Date | null }[]>`
    SELECT opener.name, opener.email, count(changed.seq)::int AS count, max(changed.at) AS "lastAt"
    FROM reviews r JOIN users opener ON opener.id = r.opened_by_id
      LEFT JOIN audit_log changed ON changed.object = ${reviewObject(asOf)} AND changed.action IN ('review.move', 'review.replace_seat')
    WHERE r.as_of = ${asOf}::date GROUP BY opener.id`;
  if (!row) throw new AppError("NOT_FOUND", { message: "There is no review of that week yet." });
  const { name, email, count, lastAt } = row;
  return { organizer: { name, email }, changes: { count, lastAt } };
}

/** All that the room of a week shows. */
export interface ReviewRoom {
  asOf: IsoDate;
  /** The frozen Monday; null while it is not frozen. */
  document: MetricsDocument | null;
  /** Of the agreement that judged that Monday: fewer cycles are not judged. */
  minimumN: number;
  review: Review | null;
  /** The queue: kept at closing, computed before. */
  candidates: QueuedCandidate[];
  /** What the form of a decision needs besides; null once the review is closed. */
  queue: Pick<ReviewQueue, "clocks" | "sources"> | null;
}

/** The room of a Monday's week, whatever state it is in. Throws AppError FORBIDDEN. */
export async function readRoom(actor: Actor, asOf: IsoDate): Promise<ReviewRoom> {
  await authorize(actor, "metrics.read", reviewObject(asOf));
  const [[row], frozen] = await Promise.all([
    db().$queryRaw<ReviewRow[]>`${REVIEWS} WHERE r.as_of = ${asOf}::date`,
    fetchFrozen(db(), asOf),
  ]);
  const review = row ? reviewOf(row) : null;
  const { document } = frozen;
  const kept = review?.candidates ?? null;
  const queue = kept === null ? await fetchQueue(rowsOf(db()), asOf, frozen) : null;
  const [terms] = await db().$queryRaw<{ minimumN: number }[]>`
    SELECT minimum_n AS "minimumN" FROM agreements WHERE version = ${document?.agreement_version ?? 1}`;
  const minimumN = terms?.minimumN ?? 0;
  return { asOf, document, minimumN, review, candidates: kept ?? queue?.candidates ?? [], queue };
}

export interface RoomPeople {
  /** Active people of each of the five roles. */
  seats: Record<ReviewSeat, PersonOption[]>;
  /** Who may own a decision. */
  owners: PersonOption[];
}

/** The people whom the forms of a room offer. Throws AppError FORBIDDEN. */
export async function readRoomPeople(actor: Actor): Promise<RoomPeople> {
  await authorize(actor, "metrics.read", "reviews");
  const users = await db().user.findMany({
    where: { active: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true, email: true, role: true, active: true },
  });
  const options = users.map(({ id, name, role }): PersonOption => ({ id, name, role: role as Role }));
  const seats = REVIEW_SEATS.map((seat) => [seat, options.filter(({ role }) => role === seat)] as const);
  const owning = new Set(users.filter((user) => ownerError(user) === null).map(({ id }) => id));
  return {
    seats: Object.fromEntries(seats) as RoomPeople["seats"],
    owners: options.filter(({ id }) => owning.has(id)),
  };
}
