import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { DefinitionEditor } from "@/components/agreement/definition-editor";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { requireActor } from "@/lib/auth/gate";
import { readPageUse } from "@/lib/data/agreement-page";
import { definitionObject, readAgreement, readSample, SAMPLES } from "@/lib/data/agreements";
import { readOrganisation } from "@/lib/data/organisation";
import { pageMeter } from "@/lib/view/agreement/one-page";
import { SAMPLE_WORDS } from "@/lib/view/settings/agreement";
import { definitionForm } from "@/lib/view/settings/definition-form";
import { sampleModel } from "@/lib/view/settings/sample";

export const metadata: Metadata = { title: "Edit the definition" };

type Props = { searchParams: Promise<{ sample?: string | string[] }> };

export default async function EditDefinitionPage({ searchParams }: Props) {
  const actor = await requireActor("agreement.edit");
  const { sample: asked } = await searchParams;
  const kind = SAMPLES.find((name) => name === asked) ?? "arrived";
  const [{ version, definition, seen }, { timeZone, currency }] = await Promise.all([
    readAgreement(actor),
    readOrganisation(),
  ]);
  const { leads, on } = await readSample(actor, kind, timeZone, new Date());
  const sample = sampleModel(leads, on, { now: definition, draft: null });
  return (
    <>
      <PageHead
        title="Edit the definition"
        note={`Version ${version}. It judges hand-overs from the moment it is saved; verdicts that were given before stay.`}
        actions={<LinkButton href="/agreement">Back to the agreement</LinkButton>}
      />
      <DefinitionEditor
        version={version}
        seen={String(seen)}
        stored={definitionForm(definition)}
        currency={currency}
        sample={sample}
        sampleKind={kind}
        sampleNote={SAMPLE_WORDS[kind].note}
        meter={pageMeter(await readPageUse(actor, null))}
      />
      <Feed objects={[definitionObject(version)]} />
    </>
  );
}
