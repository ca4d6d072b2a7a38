import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { DefinitionTable } from "@/components/agreement/definition-table";
import { SampleList } from "@/components/agreement/sample-list";
import { TermsSummary } from "@/components/agreement/terms-summary";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { Tabs } from "@/components/ui/tabs";
import { TextLink } from "@/components/ui/text-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readStanding } from "@/lib/data/agreement-versions";
import { definitionObject, readAgreement, readSample, SAMPLES } from "@/lib/data/agreements";
import { readFloors, termsObject } from "@/lib/data/floors";
import { readOrganisation } from "@/lib/data/organisation";
import { describe } from "@/lib/domain/definition";
import { termsText } from "@/lib/domain/terms";
import { judgingNote } from "@/lib/view/agreement/standing";
import { labelsOf } from "@/lib/view/monday/labels";
import { SAMPLE_WORDS } from "@/lib/view/settings/agreement";
import { sampleModel } from "@/lib/view/settings/sample";
import { OwnReceipt } from "./own-receipt";
import { Signatures } from "./signatures";

export const metadata: Metadata = { title: "Agreement" };

type Props = { searchParams: Promise<{ sample?: string | string[] }> };

/** The definition in words with what it makes of real leads, and the numbers beside it. */
export default async function AgreementPage({ searchParams }: Props) {
  const actor = await requireActor("agreement.read");
  const { sample: asked } = await searchParams;
  const kind = SAMPLES.find((name) => name === asked) ?? "arrived";
  const [agreement, floors, { timeZone }, { judging }] = await Promise.all([
    readAgreement(actor),
    readFloors(actor),
    readOrganisation(),
    readStanding(actor),
  ]);
  const { version, definition } = agreement;
  const { leads, on } = await readSample(actor, kind, timeZone, new Date());
  const sample = sampleModel(leads, on, { now: definition, draft: null });
  const labels = labelsOf(
    floors.sources.map((source) => ({ ...source, isUnmapped: false })),
    floors.segments,
  );
  const canEdit = may(actor, "agreement.edit");
  return (
    <>
      <PageHead
        title={`A lead is an MQL when its score is above ${definition.score_above} and all eight fields pass.`}
        note={judgingNote(judging)}
        actions={
          <>
            <LinkButton href={`/agreement/versions/${version}/print`}>The page to print</LinkButton>
            {canEdit && <LinkButton href="/agreement/edit">Edit the definition</LinkButton>}
          </>
        }
      />
      <section aria-labelledby="definition">
        <SectionHead id="definition" title="Definition" note={`tried on the ${sample.of} leads below`} />
        <DefinitionTable lines={describe(definition)} scoreAbove={definition.score_above} sample={sample} />
      </section>
      <section aria-labelledby="terms" className="mt-12">
        <SectionHead
          id="terms"
          title="Floors and limits"
          actions={
            canEdit && (
              <TextLink alone href="/settings/floors">
                Edit
              </TextLink>
            )
          }
        />
        <TermsSummary {...floors} text={termsText(floors.terms)} />
      </section>
      {judging.hash && (
        <section aria-labelledby="signatures" className="mt-12">
          <SectionHead id="signatures" title="Signatures" note="three people, one content hash" />
          <Signatures version={judging} />
        </section>
      )}
      <OwnReceipt actor={actor} zone={timeZone} />
      <section aria-labelledby="sample" className="mt-12">
        <SectionHead id="sample" title={`${sample.now} of ${sample.of} pass`} note={SAMPLE_WORDS[kind].note} />
        <Tabs
          label="Sample"
          tabs={SAMPLES.map((name) => ({
            href: `/agreement?sample=${name}#sample`,
            label: SAMPLE_WORDS[name].label,
            current: name === kind,
          }))}
        />
        <SampleList model={sample} />
      </section>
      <Feed objects={[definitionObject(version), termsObject(version)]} labels={labels} />
    </>
  );
}
