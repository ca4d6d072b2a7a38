import type { Metadata } from "next";
import { CandidateTable } from "@/components/review/candidate-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readOrganisation } from "@/lib/data/organisation";
import { type ReviewWeek, readReviewWeeks } from "@/lib/data/reviews";
import type { IsoDate } from "@/lib/domain/dates";
import { dateIn, parseIsoDate } from "@/lib/domain/dates";
import { type ReviewState, reviewState, weekCode } from "@/lib/domain/reviews";
import { latestMonday } from "@/lib/domain/weeks";
import type { SearchParams } from "@/lib/view/cells";
import { dateWithYear, longDate } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { candidateRows } from "@/lib/view/review/candidates";
import { chosenUnit, decisionWords, heldWords, stateWords } from "@/lib/view/review/room";
import { type RoomFacts, roomFacts } from "./room-facts";

export const metadata: Metadata = { title: "Tuesday" };

/** The Tuesday reviews: that of this week, what waits for it, and what the earlier ones decided (product.md D4 to D6). */
export default async function ReviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("metrics.read");
  const now = new Date();
  const { before: asked } = await searchParams;
  const before = parseIsoDate(typeof asked === "string" ? asked : "");
  const { timeZone } = await readOrganisation();
  const monday = latestMonday(dateIn(now, timeZone));
  const [{ weeks, hasEarlier }, facts] = await Promise.all([
    readReviewWeeks(actor, before),
    roomFacts(actor, monday, now),
  ]);
  return (
    <>
      <PageHead
        title={titleOf(facts)}
        note="Thirty minutes, five people, three tables, exactly one decision with the person who owns it."
        actions={<Open facts={facts} canOpen={may(actor, "review.open")} />}
      />
      {facts.document && (
        <section className="mb-10" aria-labelledby="waiting">
          <SectionHead
            id="waiting"
            title="Waiting for a decision"
            note={`on ${longDate(monday)}; what is not chosen waits on, and its clock runs on`}
          />
          <CandidateTable
            rows={candidateRows(
              facts.candidates,
              facts.document,
              facts.labels,
              chosenUnit(facts.state, facts.review?.decision),
            )}
          />
        </section>
      )}
      <section aria-labelledby="weeks">
        <SectionHead id="weeks" title="Every week" note="the frozen Mondays, a year at a time" />
        {weeks.length === 0 ? (
          <NoWeeks isEarlier={before !== null} />
        ) : (
          <ul>
            {weeks.map((week) => (
              <Week
                key={week.asOf}
                week={week}
                today={facts.today}
                labels={facts.labels}
                currency={facts.organisation.currency}
              />
            ))}
          </ul>
        )}
        <Earlier weeks={weeks} hasEarlier={hasEarlier} isEarlier={before !== null} />
      </section>
    </>
  );
}

function NoWeeks({ isEarlier }: { isEarlier: boolean }) {
  return (
    <EmptyState title={isEarlier ? "No Monday is frozen before that" : "No Monday is frozen yet"} level={3}>
      {isEarlier
        ? "Go back to the last ones."
        : "The first one is frozen on Monday at 06:00. Its review is held on the Tuesday after it."}
    </EmptyState>
  );
}

type EarlierProps = { weeks: readonly ReviewWeek[]; hasEarlier: boolean; isEarlier: boolean };

/** Steps by the Monday of the address, so that every week keeps a link however old it is. */
function Earlier({ weeks, hasEarlier, isEarlier }: EarlierProps) {
  const last = weeks.at(-1);
  return (
    <p className="flex gap-4 py-3">
      {isEarlier && (
        <TextLink alone href="/review">
          The last weeks
        </TextLink>
      )}
      {hasEarlier && last && (
        <TextLink alone href={`/review?before=${last.asOf}#weeks`}>
          Earlier weeks
        </TextLink>
      )}
    </p>
  );
}

function titleOf({ asOf, document, review, state, labels, organisation }: RoomFacts): string {
  const week = weekCode(asOf);
  if (!document) return `The Monday of ${week} is not frozen yet, so its review cannot be opened.`;
  if (!review) return `The review of ${week} is not open yet.`;
  if (state === "closed" && review.decision) {
    return `This week’s decision: ${decisionWords(review.decision, labels, organisation.currency)}.`;
  }
  return review.startedAt
    ? `The review of ${week} is under way.`
    : `The review of ${week} is open, ${heldWords(review)}.`;
}

function Open({ facts: { asOf, document, review, state }, canOpen }: { facts: RoomFacts; canOpen: boolean }) {
  const href = `/review/${weekCode(asOf)}`;
  if (state === "closed") return <LinkButton href={href}>Read it</LinkButton>;
  if (review) {
    return (
      <LinkButton href={href} variant="primary">
        Join the room
      </LinkButton>
    );
  }
  if (!document || !canOpen) return <LinkButton href={href}>Go to the room</LinkButton>;
  return (
    <LinkButton href={href} variant="primary">
      Open the review
    </LinkButton>
  );
}

function undecidedWords(state: ReviewState, isRecorded: boolean): string {
  if (state !== "lapsed") return "No decision yet.";
  return isRecorded ? "A decision was recorded, never in force: the week ended." : "No decision was taken.";
}

type WeekProps = { week: ReviewWeek; today: IsoDate; labels: Labels; currency: string };

function Week({ week: { asOf, review }, today, labels, currency }: WeekProps) {
  const state = reviewState({ asOf, isClosed: review?.closedAt != null }, today);
  const decision = state === "closed" ? review?.decision : null;
  return (
    <li className="grid gap-x-8 gap-y-1 border-line border-b py-2.5 md:grid-cols-[11rem_minmax(0,1fr)_auto]">
      <div>
        <TextLink alone href={`/review/${weekCode(asOf)}`}>
          {weekCode(asOf)}
        </TextLink>
        <p className="text-muted text-xs">{dateWithYear(asOf)}</p>
      </div>
      <div className="min-w-0 wrap-anywhere">
        {decision ? (
          <>
            <p className="font-medium">{decisionWords(decision, labels, currency)}</p>
            <p className="text-muted text-s">
              Owner: {decision.owner}, due {dateWithYear(decision.dueOn)}
            </p>
          </>
        ) : (
          <p className="text-muted">{undecidedWords(state, review?.decision != null)}</p>
        )}
      </div>
      <p className="text-muted text-s">{stateWords(review, state)}</p>
    </li>
  );
}
