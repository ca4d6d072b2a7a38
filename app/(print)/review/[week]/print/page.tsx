import type { Metadata } from "next";
import { Decision } from "@/app/(app)/review/decision";
import { type RoomFacts, roomFacts, weekOf } from "@/app/(app)/review/room-facts";
import { ReviewTables } from "@/app/(app)/review/tables";
import { CandidateTable } from "@/components/review/candidate-table";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { PrintButton } from "@/components/ui/print-button";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { weekCode } from "@/lib/domain/reviews";
import { longDate } from "@/lib/view/dates";
import { verdictWords } from "@/lib/view/monday/verdict";
import { candidateRows } from "@/lib/view/review/candidates";
import { chosenUnit, decisionNote, heldWords } from "@/lib/view/review/room";

type Props = { params: Promise<{ week: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Packet of ${(await params).week}` };
}

/** The packet of a review on paper: verdict, three tables, candidates, the decision with its owner (product.md D11). */
export default async function ReviewPacketPage({ params }: Props) {
  const actor = await requireActor("metrics.read");
  const now = new Date();
  const asOf = await weekOf(params, now);
  const facts = await roomFacts(actor, asOf, now);
  return (
    <>
      <div className="mx-auto mb-4 flex max-w-[49.5rem] items-center justify-between gap-4 print:hidden">
        <LinkButton href={`/review/${weekCode(asOf)}`}>Back to the room</LinkButton>
        <PrintButton />
      </div>
      <article className="print-dense mx-auto max-w-[62rem] border border-line-strong bg-paper p-10 print:max-w-none print:border-0 print:p-0">
        <Packet facts={facts} />
      </article>
    </>
  );
}

function Packet({ facts }: { facts: RoomFacts }) {
  const { asOf, document, review, candidates, labels, segments, minimumN, organisation, state } = facts;
  const verdict = document && verdictWords(document, labels);
  const decision = review?.decision ?? null;
  return (
    <>
      <PageHead
        top={
          <>
            <b className="font-semibold text-ink">
              {organisation.name}, review {weekCode(asOf)}
            </b>
            <span>{review ? heldWords(review) : longDate(asOf)}</span>
            {document && (
              <span>
                {longDate(asOf)}, frozen {document.hash?.slice(0, 8)}, agreement v{document.agreement_version}
              </span>
            )}
          </>
        }
        title={verdict?.title ?? "This Monday is not frozen yet."}
        note={verdict?.lede}
      />
      {document && <ReviewTables document={document} labels={labels} segments={segments} minimumN={minimumN} />}
      {document && (
        <section className="mb-8 break-inside-avoid print:mb-3">
          <SectionHead
            title="Candidates"
            note={state === "lapsed" ? "in the order of the queue; owners of today" : "in the order of the queue"}
          />
          <CandidateTable rows={candidateRows(candidates, document, labels, chosenUnit(state, decision))} />
        </section>
      )}
      <section className="break-inside-avoid">
        <SectionHead title="One decision" note={decisionNote(state, decision !== null)} />
        {decision && document ? (
          <Decision decision={decision} labels={labels} currency={document.currency} zone={organisation.timeZone} />
        ) : (
          <p className="py-3 text-muted">{state === "open" ? "None yet." : "None."}</p>
        )}
        {review && (
          <p className="pt-3 text-muted text-s">Five seats: {review.seats.map(({ name }) => name).join(", ")}.</p>
        )}
      </section>
    </>
  );
}
