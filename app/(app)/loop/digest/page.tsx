import type { Metadata } from "next";
import { DeliveryTable } from "@/components/digest/delivery-table";
import { DigestChoice } from "@/components/digest/digest-choice";
import { LetterPreview } from "@/components/digest/letter-preview";
import { ReaderTable } from "@/components/digest/reader-table";
import { SetUp } from "@/components/digest/set-up";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readDigestPage } from "@/lib/data/digest";
import { readOrganisation } from "@/lib/data/organisation";
import { digestLetter } from "@/lib/view/digest/content";
import { deliveryLines, digestTitle, readerLines, waysWords } from "@/lib/view/digest/page";
import { letterText } from "@/lib/view/digest/text";

export const metadata: Metadata = { title: "Digest" };

/** What goes out on Monday, to whom, and what became of it (product.md D11). */
export default async function DigestPage() {
  const actor = await requireActor("metrics.read");
  const manages = may(actor, "digest.manage");
  const [page, { cmoTitle }] = await Promise.all([readDigestPage(actor, { manages }), readOrganisation()]);
  const { facts, readers, base, zone, deliveries } = page;
  const letter = facts && digestLetter(facts, base);
  const own = readers.find(({ id }) => id === actor.id);
  return (
    <>
      <PageHead title={digestTitle(facts?.document.as_of)} note={waysWords(page)} />
      {letter ? (
        <section aria-labelledby="preview" className="mb-12">
          <SectionHead id="preview" title="What it says" note="as of now; the figures are those of the frozen Monday" />
          <div className="py-4">
            <LetterPreview {...letter} />
            <details className="mt-3">
              <summary className="cursor-pointer text-accent text-s">As plain text</summary>
              <pre className="mt-2 whitespace-pre-wrap wrap-anywhere font-mono text-xs">{letterText(letter)}</pre>
            </details>
          </div>
        </section>
      ) : (
        <EmptyState title="No Monday is frozen yet">
          The first digest goes out with the first snapshot, on Monday at 06:00 ({zone}).
        </EmptyState>
      )}
      <section aria-labelledby="readers" className="mb-12">
        <SectionHead
          id="readers"
          title="Who gets it"
          note="the five seats of the Tuesday review; each switches it off alone"
        />
        <ReaderTable rows={readerLines(readers, cmoTitle)} />
        {own && <DigestChoice wants={own.wants} />}
      </section>
      {deliveries && (
        <section aria-labelledby="log" className="mb-12">
          <SectionHead id="log" title="What was sent" note="digests and follow-up reminders, the latest first" />
          {deliveries.length > 0 ? (
            <DeliveryTable rows={deliveryLines(deliveries, { now: new Date(), zone })} />
          ) : (
            <p className="py-2.5 text-muted">Nothing yet.</p>
          )}
        </section>
      )}
      {manages && (
        <section aria-labelledby="set-up">
          <SectionHead id="set-up" title="Ways out" />
          <SetUp mailFrom={page.mailFrom} hasSlack={page.hasSlack} base={base} />
        </section>
      )}
    </>
  );
}
