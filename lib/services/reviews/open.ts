import "server-only";
import { authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import { businessCalendar, CALENDAR, type CalendarFacts } from "@/lib/data/calendar";
import { reviewObject } from "@/lib/data/review-objects";
import type { IsoDate } from "@/lib/domain/dates";
import {
  daysToMoveTo,
  heldDay,
  moveRefusal,
  reviewState,
  reviewTuesday,
  weekCode,
  wrongSeat,
} from "@/lib/domain/reviews";
import { REVIEW_SEATS, type ReviewSeat, type Role, roleLabel } from "@/lib/domain/roles";
import { lengthOf, shortText } from "@/lib/domain/short-text";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { settingsTransaction } from "@/lib/services/settings";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { todayIn } from "@/lib/services/today";
import { Prisma } from "@/prisma/generated/client";
import { conflict, lapsed, lockReview, tellRoom } from "./room";

/** The five as a form names them: an account each, null where nobody was chosen. */
export type SeatInput = Readonly<Record<ReviewSeat, bigint | null>>;

interface SeatRow {
  id: bigint;
  name: string;
  role: Role;
  active: boolean;
}

/** Throws AppError ATTENDEES_EXACTLY_FIVE with the seat that is wrong. */
async function requireFive(tx: Tx, input: SeatInput): Promise<Record<ReviewSeat, SeatRow>> {
  const ids = REVIEW_SEATS.map((seat) => input[seat]).filter((id) => id !== null);
  const rows = await tx.rows<SeatRow>(Prisma.sql`
    SELECT id, name, role::text, active FROM users WHERE id = ANY (${ids}::bigint[]) ORDER BY id FOR SHARE`);
  const seats = Object.fromEntries(
    REVIEW_SEATS.map((seat) => [seat, rows.find(({ id }) => id === input[seat]) ?? null]),
  ) as Record<ReviewSeat, SeatRow | null>;
  const wrong = wrongSeat(seats);
  if (wrong === null) return seats as Record<ReviewSeat, SeatRow>;
  throw new AppError("ATTENDEES_EXACTLY_FIVE", {
    field: wrong,
    message: `Exactly five people hold the review, one active person in each role and nobody else. Choose the ${roleLabel(wrong)} by name.`,
  });
}

async function calendarOf(tx: Tx): Promise<CalendarFacts> {
  return onlyRow<CalendarFacts>(tx, CALENDAR);
}

/** Tuesday; where that is a holiday, the first working day after it, and why. */
function dayOf(asOf: IsoDate, facts: CalendarFacts): { heldOn: IsoDate; because: string | null } {
  const heldOn = heldDay(asOf, businessCalendar(facts));
  const tuesday = reviewTuesday(asOf);
  if (heldOn === tuesday) return { heldOn, because: null };
  const holiday = facts.holidays.find(({ day }) => day === tuesday)?.name ?? "";
  return { heldOn, because: `Tuesday is a holiday: ${holiday}`.slice(0, 200) };
}

/** Throws AppError SNAPSHOT_MISSING, REVIEW_LAPSED, REVIEW_EXISTS. */
async function requireOpenable(tx: Tx, asOf: IsoDate, today: IsoDate): Promise<void> {
  const [found] = await tx.rows<{ isOpened: boolean }>(Prisma.sql`
    SELECT r.id IS NOT NULL AS "isOpened" FROM snapshots s LEFT JOIN reviews r ON r.as_of = s.as_of WHERE s.as_of = ${asOf}::date`);
  if (!found) {
    throw conflict(
      "SNAPSHOT_MISSING",
      `The Monday of ${weekCode(asOf)} is not frozen yet, and a review looks at frozen figures only. It is frozen on Monday at 06:00; npm run snapshot does it by hand.`,
    );
  }
  if (found.isOpened) throw reviewExists(asOf);
  if (reviewState({ asOf, isClosed: false }, today) === "lapsed") throw lapsed(asOf);
}

const reviewExists = (asOf: IsoDate) =>
  conflict(
    "REVIEW_EXISTS",
    `The review of ${weekCode(asOf)} is open already, and a week has one. Join it: reload the page.`,
  );

/**
 * Opens the one review of a frozen Monday with its five people (product.md D4). Where its Tuesday is a holiday it is set on the
 * first working day after it.
 * @returns its Monday
 * @throws AppError FORBIDDEN, SNAPSHOT_MISSING, REVIEW_EXISTS, REVIEW_LAPSED, ATTENDEES_EXACTLY_FIVE
 */
export async function openReview(
  actor: Person,
  input: { asOf: IsoDate; seats: SeatInput },
  now: Date,
): Promise<IsoDate> {
  const { asOf } = input;
  await authorize(actor, "review.open", reviewObject(asOf));
  return settingsTransaction(async (tx) => {
    const today = await todayIn(tx, now);
    await requireOpenable(tx, asOf, today);
    const seats = await requireFive(tx, input.seats);
    const { heldOn, because } = dayOf(asOf, await calendarOf(tx));
    const opened = await tx.rows(Prisma.sql`
      INSERT INTO reviews (as_of, held_on, moved_because, opened_at, opened_by_id, cro_id, cmo_id, vp_revops_id, head_demand_gen_id, head_sdr_id)
      VALUES (${asOf}::date, ${heldOn}::date, ${because}, ${now}, ${actor.id}, ${seats.cro.id}, ${seats.cmo.id}, ${seats.vp_revops.id},
        ${seats.head_demand_gen.id}, ${seats.head_sdr.id}) ON CONFLICT (as_of) DO NOTHING RETURNING 1`);
    if (opened.length === 0) throw reviewExists(asOf);
    const names = Object.fromEntries(REVIEW_SEATS.map((seat) => [seat, seats[seat].name]));
    const after = { week: weekCode(asOf), held_on: heldOn, ...(because && { because }), ...names };
    await tellRoom(tx, asOf);
    await audit(tx, { actor, action: "review.open", object: reviewObject(asOf), after });
    return asOf;
  });
}

const WHY = { least: 3, most: 200 };

const MOVE_REFUSED = {
  NO_HOLIDAY:
    "The review is held on Tuesday: only a holiday moves it. Enter the holiday in the calendar, if it is one.",
  NO_DAY_LEFT: "No working day is left in this week after its Tuesday, so the review stays where it is.",
  DAY_NOT_POSSIBLE: "It is not held on that day: only a holiday keeps a review from its Tuesday.",
} as const;

function movedBecause(text: string): string {
  const reason = shortText(text);
  const length = lengthOf(reason);
  if (length >= WHY.least && length <= WHY.most) return reason;
  throw new AppError("REASON_REQUIRED", {
    field: "reason",
    message: `Say in ${WHY.least} to ${WHY.most} characters why it is held on that day: it is kept beside the review.`,
  });
}

/**
 * Moves the review of a holiday Tuesday to another working day that is left of its week, before it has begun (product.md D4);
 * where that Tuesday is no holiday any more, back to it, which needs no reason.
 * @throws AppError FORBIDDEN, NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED, REVIEW_STARTED, MOVE_REFUSED, REASON_REQUIRED
 */
export async function moveReview(
  actor: Person,
  input: { asOf: IsoDate; to: IsoDate; reason: string },
  now: Date,
): Promise<void> {
  const { asOf, to } = input;
  const object = reviewObject(asOf);
  await authorize(actor, "review.open", object);
  const because = to === reviewTuesday(asOf) ? null : movedBecause(input.reason);
  await loggingRefusals(actor, "review.open", object, () =>
    settingsTransaction(async (tx) => {
      const review = await lockReview(tx, actor, asOf, now);
      if (review.startedAt) throw conflict("REVIEW_STARTED", "The review has begun, so it is not moved any more.");
      const calendar = businessCalendar(await calendarOf(tx));
      const refusal = moveRefusal(review, to, calendar);
      if (refusal) {
        const days = daysToMoveTo(asOf, review.heldOn, calendar);
        const cure = refusal === "DAY_NOT_POSSIBLE" ? ` Possible: ${days.join(", ")}.` : "";
        throw new AppError("MOVE_REFUSED", { field: "to", message: `${MOVE_REFUSED[refusal]}${cure}` });
      }
      await tx.rows(Prisma.sql`
        UPDATE reviews SET held_on = ${to}::date, moved_because = ${because} WHERE id = ${review.id} AND started_at IS NULL`);
      await tellRoom(tx, asOf);
      await audit(tx, {
        actor,
        action: "review.move",
        object,
        before: { held_on: review.heldOn },
        after: { held_on: to, ...(because && { because }) },
      });
    }),
  );
}
