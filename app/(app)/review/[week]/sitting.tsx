import type { RoomFacts } from "@/app/(app)/review/room-facts";
import { MoveForm, SeatForm, StartTimer } from "@/components/review/lazy-forms";
import { Seats } from "@/components/review/seats";
import { Timer } from "@/components/review/timer";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { may, type Person } from "@/lib/auth/actor";
import { readHolidayCalendar } from "@/lib/data/calendar";
import { presentIn, readRoomPeople } from "@/lib/data/reviews";
import { daysToMoveTo, reviewTuesday, weekCode } from "@/lib/domain/reviews";
import { roleLabel } from "@/lib/domain/roles";
import { peopleChoices } from "@/lib/view/choices";
import { longDate } from "@/lib/view/dates";

type Props = { actor: Person; facts: RoomFacts; now: Date; seated: boolean };

/** The five, the 30 minutes, and what this reader may do about them. */
export async function Sitting({ actor, facts, now, seated }: Props) {
  const { review, state, today, asOf } = facts;
  if (!review) return null;
  const isOpen = state === "open";
  return (
    <div className="mb-10 grid items-start gap-x-12 gap-y-6 md:grid-cols-2">
      <Seats seats={await seatRows(actor, facts, now)} />
      <div className="grid gap-4">
        {isOpen ? (
          <Timer startedAt={review.startedAt?.getTime() ?? null} serverNow={now.getTime()} />
        ) : (
          <Over facts={facts} />
        )}
        {isOpen && !review.startedAt && seated && today >= review.heldOn && <StartTimer week={weekCode(asOf)} />}
        {isOpen && !review.startedAt && today < review.heldOn && (
          <p className="text-muted text-s">It can be started on {longDate(review.heldOn)}.</p>
        )}
        {isOpen && !review.startedAt && seated && may(actor, "review.open") && <Moving facts={facts} />}
      </div>
    </div>
  );
}

/** The five; beside a seat whose holder left, the form that gives it to somebody else, for those who may. */
async function seatRows(actor: Person, { review, state, organisation, asOf }: RoomFacts, now: Date) {
  if (!review) return [];
  const isOpen = state === "open";
  const here = new Set(presentIn(review, now).map(({ id }) => id));
  const isAnyGone = isOpen && review.seats.some(({ holds }) => !holds);
  const people = isAnyGone && may(actor, "review.open") ? await readRoomPeople(actor) : null;
  const taken = new Set(review.seats.map(({ id }) => id));
  return review.seats.map(({ seat, id, name, holds }) => {
    const role = roleLabel(seat, organisation.cmoTitle);
    const free = (people?.seats[seat] ?? []).filter((person) => !taken.has(person.id));
    const isGone = isOpen && !holds;
    const replace = people && isGone && (
      <SeatForm week={weekCode(asOf)} seat={seat} role={role} people={peopleChoices(free)} />
    );
    return { seat, role, name, isHere: isOpen ? here.has(id) : null, isGone, replace };
  });
}

/** How a review ended. */
function Over({ facts: { review, organisation } }: { facts: RoomFacts }) {
  if (review?.closedAt) {
    return (
      <p className="text-muted">
        Closed by {review.closedBy} on <Time at={review.closedAt} zone={organisation.timeZone} showZone />. It stays as
        it was.
      </p>
    );
  }
  return (
    <Notice kind="warn" title="This review has lapsed.">
      Its week ended before it was closed, so nothing recorded here takes effect. Its clocks run on into the review of
      this week.
    </Notice>
  );
}

/** Only a holiday moves a review; without it, it goes back. */
async function Moving({ facts: { review, asOf } }: { facts: RoomFacts }) {
  if (!review) return null;
  const calendar = await readHolidayCalendar();
  const days = daysToMoveTo(asOf, review.heldOn, calendar);
  if (days.length === 0) return null;
  const isBack = days.includes(reviewTuesday(asOf));
  return (
    <details>
      <summary className="cursor-pointer text-s">
        {isBack
          ? "Its Tuesday is no holiday any more: hold it then"
          : "Its Tuesday is a holiday: hold it on another day"}
      </summary>
      <MoveForm
        week={weekCode(asOf)}
        heldOn={isBack ? reviewTuesday(asOf) : review.heldOn}
        asksWhy={!isBack}
        days={days.map((day) => ({ value: day, label: longDate(day) }))}
      />
    </details>
  );
}
