import type { Metadata } from "next";
import { type RoomFacts, roomFacts, weekOf } from "@/app/(app)/review/room-facts";
import { ReviewTables } from "@/app/(app)/review/tables";
import { CandidateTable } from "@/components/review/candidate-table";
import { FocusKeeper } from "@/components/review/focus-keeper";
import { RoomLive } from "@/components/review/room-live";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { Pill } from "@/components/ui/pill";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { may, type Person } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { weekCode } from "@/lib/domain/reviews";
import { longDate } from "@/lib/view/dates";
import { mondayHref } from "@/lib/view/monday/page";
import { verdictWords } from "@/lib/view/monday/verdict";
import { candidateRows } from "@/lib/view/review/candidates";
import { chosenUnit, heldWords, stateWords } from "@/lib/view/review/room";
import { BeforeOpening } from "./before";
import { Deciding } from "./deciding";
import { Sitting } from "./sitting";

type Props = { params: Promise<{ week: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Review ${(await params).week}` };
}

/** The review room of a week: its frozen Monday, the five, 30 minutes, the candidates, one decision (product.md D4 to D6). */
export default async function ReviewRoomPage({ params }: Props) {
  const actor = await requireActor("metrics.read");
  const now = new Date();
  const asOf = await weekOf(params, now);
  const facts = await roomFacts(actor, asOf, now);
  const { review, document, state } = facts;
  const verdict = document && verdictWords(document, facts.labels);
  const seated = review?.seats.some(({ id, holds }) => id === actor.id && holds) ?? false;
  return (
    <>
      <PageHead
        top={<Top facts={facts} />}
        title={verdict?.title ?? `The Monday of ${weekCode(asOf)} is not frozen yet.`}
        note={verdict?.lede}
      />
      {state === "open" && <RoomLive week={weekCode(asOf)} seated={seated} />}
      <FocusKeeper to="timer">
        {review && <Sitting actor={actor} facts={facts} now={now} seated={seated} />}
        {!review && <BeforeOpening actor={actor} facts={facts} />}
      </FocusKeeper>
      {document && <Figures facts={facts} actor={actor} seated={seated} />}
    </>
  );
}

function Top({ facts: { asOf, review, document, state } }: { facts: RoomFacts }) {
  const week = weekCode(asOf);
  return (
    <>
      <b className="font-semibold text-ink">Review {week}</b>
      <span>{review ? heldWords(review) : longDate(asOf)}</span>
      <span className="ml-auto flex flex-wrap items-center gap-2 max-md:ml-0">
        <Pill tone={state === "lapsed" ? "sla" : "plain"}>{stateWords(review, state)}</Pill>
        {document?.hash && (
          <Pill>
            Frozen {document.hash.slice(0, 4)} {document.hash.slice(4, 8)}
          </Pill>
        )}
        <TextLink alone href={mondayHref(asOf)}>
          Its Monday
        </TextLink>
        {document && <LinkButton href={`/review/${week}/print`}>Packet</LinkButton>}
        {review && (
          <a href={`/review/${week}/calendar.ics`} download className="text-accent underline underline-offset-2">
            Calendar file
          </a>
        )}
      </span>
    </>
  );
}

type FiguresProps = { facts: RoomFacts; actor: Person; seated: boolean };

function Figures({ facts, actor, seated }: FiguresProps) {
  const { document, review, candidates, labels, segments, minimumN, state } = facts;
  if (!document) return null;
  const canDecide = seated && may(actor, "review.decide") && state === "open" && review?.startedAt != null;
  return (
    <>
      <ReviewTables document={document} labels={labels} segments={segments} minimumN={minimumN} />
      <section className="mb-8" aria-labelledby="candidates">
        <SectionHead
          id="candidates"
          title="Candidates"
          note={`due clocks by the spend of their source, then the top reason, then the nearest floor${state === "lapsed" ? "; owners of today" : ""}`}
        />
        <CandidateTable rows={candidateRows(candidates, document, labels, chosenUnit(state, review?.decision))} />
        {document.rejection.verdict === "breach" && !document.rejection.arguable && (
          <p className="pt-2 text-muted text-s">
            Volume is below the SDR feed: the rejection cap is not arguable this week and cannot be its decision.
          </p>
        )}
      </section>
      {review && <Deciding facts={facts} canDecide={canDecide} />}
    </>
  );
}
