import { Decision } from "@/app/(app)/review/decision";
import type { RoomFacts } from "@/app/(app)/review/room-facts";
import { FocusKeeper } from "@/components/review/focus-keeper";
import { CloseReview, DecisionForm, TakeBack } from "@/components/review/lazy-forms";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { requirePerson } from "@/lib/auth/gate";
import { readRoomPeople } from "@/lib/data/reviews";
import { lastExtension, weekCode } from "@/lib/domain/reviews";
import { peopleChoices } from "@/lib/view/choices";
import { receiverOptions, targetOptions } from "@/lib/view/review/options";
import { decisionNote } from "@/lib/view/review/room";

type Props = { facts: RoomFacts; canDecide: boolean };

/** The one decision: recorded, or the form for it. */
export function Deciding({ facts, canDecide }: Props) {
  const { review, labels, organisation, state, asOf } = facts;
  const decision = review?.decision;
  return (
    <section className="mb-8" aria-labelledby="decision">
      <SectionHead id="decision" title="One decision" note={decisionNote(state, decision != null)} />
      <FocusKeeper to="decision">
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
            <CloseReview week={weekCode(asOf)} decision={String(decision.id)} />
            <TakeBack week={weekCode(asOf)} decision={String(decision.id)} />
          </div>
        )}
        {/* Stays while somebody else's decision stands: what was typed is there again if that is taken back. */}
        {canDecide && (
          <div hidden={decision != null}>
            <Form facts={facts} />
          </div>
        )}
      </FocusKeeper>
      {!decision && !canDecide && <p className="py-3 text-muted">{waitingWords(facts)}</p>}
    </section>
  );
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
      receivers={receiverOptions(document, queue.sources, labels)}
      sources={document.acceptance.by_source
        .filter(({ source }) => queue.sources.has(source))
        .map(({ source }) => ({ value: source, label: labels.source(source) }))}
      people={peopleChoices(owners)}
      currency={document.currency}
      line={document.cost.line}
      inThirtyDays={lastExtension(today)}
    />
  );
}
