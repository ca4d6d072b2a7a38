import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { EditingNote, SavedWords } from "@/components/agreement/editing-note";
import { TermsSummary } from "@/components/agreement/terms-summary";
import { FloorsForm } from "@/components/floors/floors-form";
import { PageHead } from "@/components/ui/page-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readEditing } from "@/lib/data/agreed-tables";
import { readFloors, termsObject } from "@/lib/data/floors";
import { draftOf, isClosed } from "@/lib/domain/editing";
import { termsText } from "@/lib/domain/terms";
import { labelsOf } from "@/lib/view/monday/labels";
import { editingModel, savedWords, saveWords } from "@/lib/view/settings/editing";

export const metadata: Metadata = { title: "Floors" };

export default async function FloorsPage() {
  const actor = await requireActor("agreement.edit");
  const [{ version, seen, terms, currency, sources, segments }, editing] = await Promise.all([
    readFloors(actor, "edited"),
    readEditing(actor, new Date()),
  ]);
  const labels = labelsOf(
    sources.map((source) => ({ ...source, isUnmapped: false })),
    segments,
  );
  const model = editingModel(editing);
  const draft = draftOf(editing);
  const text = termsText(terms);
  return (
    <>
      <PageHead
        title="Floors and limits"
        note="What both sides hold each other to. Mondays that were frozen before stay as they are."
      />
      <EditingNote {...model} />
      {isClosed(editing) ? (
        <TermsSummary text={text} currency={currency} sources={sources} segments={segments} />
      ) : (
        <FloorsForm
          version={version}
          seen={String(seen)}
          text={text}
          currency={currency}
          sources={sources}
          segments={segments}
          save={saveWords(editing)}
          saved={
            draft === null ? <LiveWords /> : <SavedWords words={savedWords(editing, "")} hasDraft={model.hasDraft} />
          }
        />
      )}
      <Feed objects={[termsObject(version)]} labels={labels} />
    </>
  );
}

function LiveWords() {
  return (
    <>
      Saved. <TextLink href="/">Monday</TextLink> counts with it from now on.
    </>
  );
}
