import { isDeepStrictEqual } from "node:util";
import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { DefinitionEditor } from "@/components/agreement/definition-editor";
import { DefinitionTable } from "@/components/agreement/definition-table";
import { EditingNote, SavedWords } from "@/components/agreement/editing-note";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readEditing } from "@/lib/data/agreed-tables";
import { readPageUse } from "@/lib/data/agreement-page";
import { definitionObject, readAgreement, readSample, SAMPLES } from "@/lib/data/agreements";
import { readOrganisation } from "@/lib/data/organisation";
import { describe } from "@/lib/domain/definition";
import { draftOf, isClosed } from "@/lib/domain/editing";
import { pageMeter } from "@/lib/view/agreement/one-page";
import { SAMPLE_WORDS } from "@/lib/view/settings/agreement";
import { definitionForm } from "@/lib/view/settings/definition-form";
import { editingModel, savedWords, saveWords } from "@/lib/view/settings/editing";
import { sampleModel } from "@/lib/view/settings/sample";

export const metadata: Metadata = { title: "Edit the definition" };

type Props = { searchParams: Promise<{ sample?: string | string[] }> };

export default async function EditDefinitionPage({ searchParams }: Props) {
  const actor = await requireActor("agreement.edit");
  const { sample: asked } = await searchParams;
  const kind = SAMPLES.find((name) => name === asked) ?? "arrived";
  const now = new Date();
  const [judging, { version, definition, seen }, editing, { timeZone, currency }] = await Promise.all([
    readAgreement(actor),
    readAgreement(actor, "edited"),
    readEditing(actor, now),
    readOrganisation(),
  ]);
  const { leads, on } = await readSample(actor, kind, timeZone, now);
  const closed = isClosed(editing);
  const isSame = closed || isDeepStrictEqual(judging.definition, definition);
  const sample = sampleModel(leads, on, {
    now: closed ? definition : judging.definition,
    draft: isSame ? null : definition,
  });
  const note = editingModel(editing);
  const draft = draftOf(editing);
  return (
    <>
      <PageHead
        title="Edit the definition"
        note="It judges hand-overs; verdicts that were given before stay."
        actions={<LinkButton href="/agreement">Back to the agreement</LinkButton>}
      />
      <EditingNote {...note} />
      {closed ? (
        <DefinitionTable lines={describe(definition)} scoreAbove={definition.score_above} sample={sample} />
      ) : (
        <DefinitionEditor
          version={version}
          into={editing.target.version}
          seen={String(seen)}
          stored={definitionForm(definition)}
          currency={currency}
          sample={sample}
          sampleKind={kind}
          sampleNote={SAMPLE_WORDS[kind].note}
          meter={pageMeter(await readPageUse(actor, null))}
          words={{
            save: saveWords(editing, "Save the definition"),
            saved:
              draft === null ? <LiveWords /> : <SavedWords words={savedWords(editing, "")} hasDraft={note.hasDraft} />,
          }}
        />
      )}
      <Feed objects={[definitionObject(version)]} />
    </>
  );
}

function LiveWords() {
  return (
    <>
      Saved. <TextLink href="/agreement">See it</TextLink>
    </>
  );
}
