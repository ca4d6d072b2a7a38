import { Decision } from "@/app/(app)/review/decision";
import type { RoomFacts } from "@/app/(app)/review/room-facts";
import { DecisionForm } from "@/components/review/decision-form";
import { CloseReview, TakeBack } from "@/components/review/press";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { requirePerson } from "@/lib/auth/gate";
import { readRoomPeople } from "@/lib/data/reviews";
import { lastExtension, weekCode } from "@/lib/domain/reviews";
import { receiverOptions, targetOptions } from "@/lib/view/review/options";

type Props = { facts: RoomFacts; canDecide: boolean };

/** The one decision: recorded, or the form for it. */
export function Deciding({ facts, canDecide }: Props) {
  const { review, labels, organisation, state, asOf } = facts;
  const decision = review?.decision;
  return (
    <section className="mb-8" aria-labelledby="decision">
      <SectionHead id="decision" title="One decision" note={noteOf(facts)} />
      {decision && (
        <Decision
          decision={decision}
          labels={labels}
          currency={facts.document?.currency ?? ""}
          zone={organisation.timeZone}
        />
      )}
      {decision && state === "closed" && decision.fixId !== null && (
        <p className="pt-3">
          <TextLink href="/loop/fixes">See the fix that it began</TextLink>
        </p>
      )}
      {decision && canDecide && (
        <div className="flex flex-wrap items-start gap-4 pt-4">
          <CloseReview week={weekCode(asOf)} />
          <TakeBack week={weekCode(asOf)} />
        </div>
      )}
      {!decision && canDecide && <Form facts={facts} />}
      {!decision && !canDecide && <p className="py-3 text-muted">{waitingWords(facts)}</p>}
    </section>
  );
}

function noteOf({ state, review }: RoomFacts): string {
  if (state === "closed") return "in force since the review was closed";
  if (state === "lapsed") return "none was taken";
  return review?.decision
    ? "recorded; it takes effect when the review is closed"
    : "exactly one, with the person who owns it";
}

function waitingWords({ state, review }: RoomFacts): string {
  if (state === "lapsed") return "The week ended without a decision.";
  if (review?.startedAt === null)
    return "Start the 30 minutes; then one decision is recorded, while the CRO and the CMO are here.";
  return "The CRO, the CMO or the VP RevOps of this review records it.";
}

async function Form({ facts }: { facts: RoomFacts }) {
  const { asOf, document, candidates, queue, labels, today } = facts;
  const { owners } = await readRoomPeople(await requirePerson());
  if (!document || !queue) return null;
  return (
    <DecisionForm
      week={weekCode(asOf)}
      targets={targetOptions(candidates, document, queue.clocks, labels)}
      receivers={receiverOptions(document, queue.receivers, labels)}
      sources={document.acceptance.by_source.map(({ source }) => ({ code: source, label: labels.source(source) }))}
      people={owners.map(({ id, name }) => ({ code: String(id), label: name }))}
      currency={document.currency}
      line={document.cost.line}
      inThirtyDays={lastExtension(today)}
    />
  );
}
