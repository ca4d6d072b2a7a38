import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { reviewObject } from "@/lib/data/review-objects";
import type { IsoDate } from "@/lib/domain/dates";
import { REVIEW_SEATS, type ReviewSeat, roleLabel } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { settingsTransaction } from "@/lib/services/settings";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { conflict, type LockedReview, lockOpenReview, tellRoom } from "./room";

const COLUMNS: Readonly<Record<ReviewSeat, Prisma.Sql>> = {
  cro: Prisma.sql`cro_id`,
  cmo: Prisma.sql`cmo_id`,
  vp_revops: Prisma.sql`vp_revops_id`,
  head_demand_gen: Prisma.sql`head_demand_gen_id`,
  head_sdr: Prisma.sql`head_sdr_id`,
};

/** Throws AppError SEAT_HELD while whoever has the seat is active and of its role. */
function requireVacant({ seats }: LockedReview, seat: ReviewSeat): void {
  const { holds, name } = seats[seat];
  if (!holds) return;
  throw conflict(
    "SEAT_HELD",
    `${name} is the ${roleLabel(seat)} and keeps this seat: it is given to somebody else only after an admin has closed that account or changed its role. Reload the page.`,
  );
}

/** One active person of that role with no other seat, locked. Throws AppError ATTENDEES_EXACTLY_FIVE. */
async function requireSuccessor(
  tx: Tx,
  { seats }: LockedReview,
  seat: ReviewSeat,
  id: bigint | null,
): Promise<{ name: string }> {
  const [person] = await tx.rows<{ name: string }>(Prisma.sql`
    SELECT name FROM users WHERE id = ${id} AND active AND role::text = ${seat} FOR SHARE`);
  const other = REVIEW_SEATS.find((taken) => seats[taken].id === id);
  if (person && !other) return person;
  const message = other
    ? `${seats[other].name} still has the seat of the ${roleLabel(other)}, and the five are five people. Give that seat to somebody else first.`
    : `Exactly five people hold the review, one active person in each role. Choose the ${roleLabel(seat)} by name.`;
  throw new AppError("ATTENDEES_EXACTLY_FIVE", { field: seat, message });
}

/**
 * Gives the seat of somebody who left, or has another role by now, to one active person of that role, so that the review can
 * still be held in its week (product.md D4). A decision that stands keeps the leaders with whom it was taken.
 * @throws AppError FORBIDDEN, NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED, SEAT_HELD, ATTENDEES_EXACTLY_FIVE with the seat as its field
 */
export async function replaceSeat(
  actor: Person,
  input: { asOf: IsoDate; seat: ReviewSeat; person: bigint | null },
  now: Date,
): Promise<void> {
  const { asOf, seat, person } = input;
  const object = reviewObject(asOf);
  await authorize(actor, "review.open", object);
  await settingsTransaction(async (tx) => {
    const review = await lockOpenReview(tx, asOf, now);
    requireVacant(review, seat);
    const successor = await requireSuccessor(tx, review, seat, person);
    const [column, before] = [COLUMNS[seat], review.seats[seat]];
    await tx.rows(Prisma.sql`
      UPDATE reviews SET ${column} = ${person} WHERE id = ${review.id} AND ${column} = ${before.id} AND closed_at IS NULL`);
    await tx.rows(Prisma.sql`DELETE FROM review_presence WHERE review_id = ${review.id} AND user_id = ${before.id}`);
    await tellRoom(tx, asOf);
    await audit(tx, {
      actor,
      action: "review.replace_seat",
      object,
      before: { [seat]: before.name },
      after: { [seat]: successor.name },
    });
  });
}
