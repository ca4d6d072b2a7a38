import type { Metadata } from "next";
import { Signatures } from "@/app/(app)/agreement/signatures";
import { Feed } from "@/app/(app)/settings/feed";
import { AgreedParts } from "@/components/agreement/agreed-parts";
import { DiffTable } from "@/components/agreement/diff-table";
import { EditLinks } from "@/components/agreement/edit-links";
import { StartForm } from "@/components/agreement/start-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { may, type Person } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { fetchNaming, readStanding, readVersion, type VersionFacts } from "@/lib/data/agreement-versions";
import { withoutDeparted } from "@/lib/data/departed-signers";
import { draftFeed } from "@/lib/data/draft-feed";
import { agreementDiff, countChanges } from "@/lib/view/agreement/diff";
import { agreedParts, namesOf } from "@/lib/view/agreement/lines";
import { isMendable, openTitle } from "@/lib/view/agreement/standing";
import { labelsOf } from "@/lib/view/monday/labels";
import { NextStep } from "./next-step";

export const metadata: Metadata = { title: "Draft of the agreement" };

/** The version that is being written: what it changes, from when it would hold, and the three signatures. */
export default async function DraftPage() {
  const actor = await requireActor("agreement.read");
  const { judging, open: found } = await readStanding(actor);
  if (!found) return <NoDraft judging={judging} actor={actor} />;
  const open = await withoutDeparted(found);
  const [before, after, { sources, segments, currency }] = await Promise.all([
    readVersion(actor, judging.version),
    readVersion(actor, open.version),
    fetchNaming(),
  ]);
  const names = namesOf(sources, segments, currency);
  const diff = agreementDiff(before.document, after.document, names);
  const canEdit = may(actor, "agreement.edit") && open.status !== "signed";
  return (
    <>
      <PageHead
        title={openTitle(open, countChanges(diff))}
        note={`Beside it version ${judging.version} ${judging.status === "in_force" ? "is in force" : "judges provisionally"} and stays as it is.`}
        actions={
          <>
            <LinkButton href={`/agreement/versions/${open.version}/print`}>The page to print</LinkButton>
            <LinkButton href={`/agreement/versions/${open.version}`}>The whole document</LinkButton>
          </>
        }
      />
      <NextStep judging={judging} open={open} actor={actor} />
      {canEdit && <EditLinks isProposed={open.status === "proposed"} signed={open.signatures.length} />}
      <section aria-labelledby="difference" className="mt-12">
        <SectionHead id="difference" title="What it changes" note={`beside version ${judging.version}`} />
        {diff.length > 0 ? (
          <DiffTable parts={diff} from={`Version ${judging.version}`} to={`Version ${open.version}`} />
        ) : (
          <p className="pt-2.5 text-muted">Nothing yet: it says what version {judging.version} says.</p>
        )}
      </section>
      {open.status !== "draft" && (
        <section aria-labelledby="signatures" className="mt-12">
          <SectionHead id="signatures" title="Signatures" note="three people, one content hash" />
          <Signatures version={open} />
        </section>
      )}
      {open.status === "proposed" && (
        <details className="mt-12">
          <summary className="cursor-pointer font-medium text-accent">Read all that is signed</summary>
          <div className="mt-6">
            <AgreedParts parts={agreedParts(after.document, names)} />
          </div>
        </details>
      )}
      <Feed objects={draftFeed(open.version)} labels={labelsOf(sources, segments)} />
    </>
  );
}

function NoDraft({ judging, actor }: { judging: VersionFacts; actor: Person }) {
  const canEdit = may(actor, "agreement.edit");
  const isFirst = judging.status === "provisional";
  const isFresh = isMendable(judging, new Date());
  return (
    <>
      <PageHead
        title={isFirst ? "The first agreement is not being written yet." : "No next version is being written."}
      />
      <EmptyState
        title={isFirst ? "Nobody has signed anything" : `Version ${judging.version} is in force`}
        action={
          canEdit && (
            <div className="flex flex-wrap gap-3">
              <StartForm kind="draft" words={`Open the draft of version ${judging.version + 1}`} primary />
              {isFresh && <StartForm kind="correction" words="Mend a slip of the pen" />}
            </div>
          )
        }
      >
        {isFirst
          ? "The provisional terms judge until three have signed. The draft begins as a copy of them, and VP RevOps writes it with both sides."
          : "What is agreed can only be changed in the draft of the next version. It begins as a copy, and nothing moves until three have signed it and its day has come."}
      </EmptyState>
    </>
  );
}
