import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RestatementTable } from "@/components/loop/restatement-table";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readLabels } from "@/lib/data/labels";
import { readRestatement } from "@/lib/data/mondays";
import { parseAsOf } from "@/lib/domain/as-of";
import { restatementView } from "@/lib/view/loop/restatement";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Restatement" };

type Props = { params: Promise<{ asOf: string }> };

/** What is known otherwise by now about a frozen Monday, figure by figure. */
export default async function RestatementPage({ params }: Props) {
  const actor = await requireActor("metrics.read");
  const asked = parseAsOf((await params).asOf);
  if (!asked.ok) notFound();
  const [monday, names] = await Promise.all([readRestatement(actor, asked.asOf), readLabels()]);
  if (!monday) notFound();
  const view = restatementView(
    monday,
    labelsOf(names.sources, names.segments),
    names.sources.map(({ code }) => code),
  );
  return (
    <>
      <PageHead
        title={view.title}
        note={view.note}
        top={
          <>
            <TextLink href="/loop/mondays">All Mondays</TextLink>
            <TextLink href={view.openHref}>Open it as it was</TextLink>
            <CopyButton text={view.hash} label="Copy hash" />
          </>
        }
      />
      {view.clockNote && (
        <div className="mb-6">
          <Notice kind="warn" title={view.clockNote} />
        </div>
      )}
      {view.sections.length === 0 && <EmptyState title="Nothing has changed since">{view.recordedNote}</EmptyState>}
      {view.sections.map(({ key, title, note, rows }, index) => (
        <section key={key} aria-labelledby={key} className="mb-8">
          <SectionHead
            id={key}
            title={title}
            note={note}
            actions={
              index === 0 && (
                <a
                  href={view.csv}
                  className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-2 hover:underline"
                >
                  CSV
                </a>
              )
            }
          />
          <RestatementTable caption={title} rows={rows} recordedHeader={view.recordedHeader} />
        </section>
      ))}
      {view.sections.length > 0 && <p className="text-muted text-s">{view.recordedNote}</p>}
    </>
  );
}
