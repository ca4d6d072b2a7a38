import type { RoomFacts } from "@/app/(app)/review/room-facts";
import { OpenForm } from "@/components/review/lazy-forms";
import { EmptyState } from "@/components/ui/empty-state";
import { SectionHead } from "@/components/ui/section-head";
import { may, type Person } from "@/lib/auth/actor";
import { readRoomPeople } from "@/lib/data/reviews";
import { weekCode } from "@/lib/domain/reviews";
import { REVIEW_SEATS, roleLabel } from "@/lib/domain/roles";
import { peopleChoices } from "@/lib/view/choices";

/** What is missing before a review can be held, and opening it. */
export async function BeforeOpening({ actor, facts }: { actor: Person; facts: RoomFacts }) {
  const { asOf, document, state, organisation } = facts;
  if (state === "lapsed") {
    return (
      <EmptyState title="No review was held in this week">
        Its week is over, so nothing can be decided about it any more. Its clocks run on into the review of this week.
      </EmptyState>
    );
  }
  if (!document) {
    return (
      <EmptyState title="A review looks at frozen figures">
        The Monday is frozen at 06:00 organisation time; by hand with <code>npm run snapshot -- --as-of {asOf}</code>.
        This page then shows it.
      </EmptyState>
    );
  }
  if (!may(actor, "review.open")) {
    return (
      <div className="mb-8">
        <EmptyState title="The review of this week is not open yet">
          The CRO, the CMO or the VP RevOps opens it and names the five who hold it.
        </EmptyState>
      </div>
    );
  }
  const { seats } = await readRoomPeople(actor);
  return (
    <section className="mb-10" aria-labelledby="open">
      <SectionHead
        id="open"
        title="Open the review"
        note="exactly five people, one of each role; there are no optional ones"
      />
      <OpenForm
        week={weekCode(asOf)}
        seats={REVIEW_SEATS.map((seat) => ({
          seat,
          label: roleLabel(seat, organisation.cmoTitle),
          people: peopleChoices(seats[seat]),
        }))}
      />
    </section>
  );
}
