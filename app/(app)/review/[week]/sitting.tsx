import type { RoomFacts } from "@/app/(app)/review/room-facts";
import { MoveForm } from "@/components/review/move-form";
import { StartTimer } from "@/components/review/press";
import { SeatForm } from "@/components/review/seat-form";
import { Seats } from "@/components/review/seats";
import { Timer } from "@/components/review/timer";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { may, type Person } from "@/lib/auth/actor";
import { readHolidayCalendar } from "@/lib/data/calendar";
import { presentIn, readRoomPeople, type Seat } from "@/lib/data/reviews";
import { daysToMoveTo, weekCode } from "@/lib/domain/reviews";
import { roleLabel } from "@/lib/domain/roles";
import { longDate } from "@/lib/view/dates";

type Props = { actor: Person; facts: RoomFacts; now: Date; seated: boolean };

/** The five, the 30 minutes, and what this reader may do about them. */
export async function Sitting({ actor, facts, now, seated }: Props) {
  const { review, state, organisation, today, asOf } = facts;
  if (!review) return null;
  const isOpen = state === "open";
  const here = new Set(presentIn(review, now).map(({ id }) => id));
  const isGone = ({ holds }: Seat) => isOpen && !holds;
  const people = may(actor, "review.open") && review.seats.some(isGone) ? await readRoomPeople(actor) : null;
  const taken = new Set(review.seats.map(({ id }) => id));
  const seats = review.seats.map((row) => {
    const { seat, id, name } = row;
    const role = roleLabel(seat, organisation.cmoTitle);
    const free = (people?.seats[seat] ?? []).filter((person) => !taken.has(person.id));
    return {
      seat,
      role,
      name,
      isHere: isOpen ? here.has(id) : null,
      isGone: isGone(row),
      replace: people && isGone(row) && (
        <SeatForm
          week={weekCode(asOf)}
          seat={seat}
          role={role}
          people={free.map((person) => ({ id: String(person.id), name: person.name }))}
        />
      ),
    };
  });
  return (
    <div className="mb-10 grid items-start gap-x-12 gap-y-6 md:grid-cols-2">
      <Seats seats={seats} />
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

/** Only a holiday moves a review. */
async function Moving({ facts: { review, asOf } }: { facts: RoomFacts }) {
  const days = daysToMoveTo(asOf, await readHolidayCalendar());
  if (!review || days.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer text-s">Its Tuesday is a holiday: hold it on another day</summary>
      <MoveForm
        week={weekCode(asOf)}
        heldOn={review.heldOn}
        days={days.map((day) => ({ day, label: longDate(day) }))}
      />
    </details>
  );
}
