import { fetchQueue } from "@/lib/data/review-queue";
import type { IsoDate } from "@/lib/domain/dates";
import { isReason } from "@/lib/domain/reasons";
import { heldDay } from "@/lib/domain/reviews";
import { REVIEW_SEATS, type ReviewSeat } from "@/lib/domain/roles";
import { seenInRoom, startTimer } from "@/lib/services/reviews/attend";
import { closeReview } from "@/lib/services/reviews/close";
import { recordDecision } from "@/lib/services/reviews/decide";
import { openReview } from "@/lib/services/reviews/open";
import type { PrismaClient } from "@/prisma/generated/client";
import { decisionOf, type PlannedDecision, reportBy } from "./loop-decisions";
import type { LoopPeople } from "./loop-people";
import type { LoopWeek } from "./loop-week";

/** The week whose review was opened and never held: its clocks ran on. */
const LAPSED = 5;
const TEN = 600;

/** The Tuesday of a week: opened on Monday, the five come in, the timer runs, one decision, closed after 24 to 31 minutes. */
export async function holdReview(prisma: PrismaClient, people: LoopPeople, week: LoopWeek): Promise<void> {
  const { asOf, weeksAgo, at, calendar } = week;
  const { cro, vp_revops: revops } = people.seats;
  const seats = Object.fromEntries(REVIEW_SEATS.map((seat) => [seat, people.seats[seat].id])) as Record<
    ReviewSeat,
    bigint
  >;
  await openReview(revops, { asOf, seats }, at(asOf, 545 + (weeksAgo % 4) * 7));
  if (weeksAgo === LAPSED) return;
  const heldOn = heldDay(asOf, calendar);
  await comeIn(people, asOf, at(heldOn, TEN - 1));
  await startTimer(cro, asOf, at(heldOn, TEN));
  const queue = await fetchQueue((sql) => prisma.$queryRaw(sql), asOf);
  if (!queue) throw new Error(`The Monday of ${asOf} is not frozen.`);
  const extended = new Set(
    (await prisma.reviewDecision.findMany({ where: { type: "extend" }, select: { unit: true } })).map(
      ({ unit }) => unit,
    ),
  );
  const planned = decisionOf({ weeksAgo, heldOn, queue, extended });
  const decidedAt = at(heldOn, TEN + 20 + (weeksAgo % 3));
  await comeIn(people, asOf, decidedAt);
  const input = { asOf, ...inputOf(planned, people, heldOn) };
  const seen = await recordDecision(weeksAgo % 2 === 0 ? cro : revops, input, decidedAt);
  await closeReview(revops, { asOf, seen }, at(heldOn, TEN + 24 + ((weeksAgo * 3) % 8)));
}

/** Their pages are heard of: presence at that moment. */
async function comeIn({ seats }: LoopPeople, asOf: IsoDate, now: Date): Promise<void> {
  for (const seat of REVIEW_SEATS) await seenInRoom(seats[seat], asOf, now);
}

function inputOf(planned: PlannedDecision, people: LoopPeople, heldOn: IsoDate) {
  const { type, unit, why, toSource = "", amount = "", until = "", action = "", fixSource = "" } = planned;
  return {
    type,
    unit,
    why,
    toSource,
    amount,
    until,
    action,
    fixSource,
    owner: ownerOf(planned, people),
    dueOn: reportBy(planned, heldOn),
  };
}

function ownerOf({ owner, unit }: PlannedDecision, people: LoopPeople): bigint {
  if (owner !== "reason") return people.seats[owner].id;
  const code = unit.slice("reason:".length);
  if (!isReason(code)) throw new Error(`${unit} is no reason.`);
  return people.ownerOf(code).id;
}
