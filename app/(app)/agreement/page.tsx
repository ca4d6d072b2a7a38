import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { AgreedParts } from "@/components/agreement/agreed-parts";
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
import { fetchNaming, readStanding, readVersion } from "@/lib/data/agreement-versions";
import { definitionObject, readAgreement, readSample, SAMPLES } from "@/lib/data/agreements";
import { readFloors, termsObject } from "@/lib/data/floors";
import { readOrganisation } from "@/lib/data/organisation";
import { dateIn } from "@/lib/domain/dates";
import { describe } from "@/lib/domain/definition";
import { termsText } from "@/lib/domain/terms";
import { agreedParts, namesOf } from "@/lib/view/agreement/lines";
import { judgingNote } from "@/lib/view/agreement/standing";
import { labelsOf } from "@/lib/view/monday/labels";
import { SAMPLE_WORDS } from "@/lib/view/settings/agreement";
import { sampleModel } from "@/lib/view/settings/sample";
import { BdrPlace } from "./bdr-place";
import { OwnReceipt } from "./own-receipt";
import { Signatures } from "./signatures";

export const metadata: Metadata = { title: "Agreement" };

/** Parts of the document that no table above shows. */
const REST = ["Data", "Spend", "SLAs", "Segments", "Translation table"];

type Props = { searchParams: Promise<{ sample?: string | string[] }> };

/** The definition in words with what it makes of real leads, and the numbers beside it. */
export default async function AgreementPage({ searchParams }: Props) {
  const actor = await requireActor("agreement.read");
  const now = new Date();
  const { sample: asked } = await searchParams;
  const kind = SAMPLES.find((name) => name === asked) ?? "arrived";
  const [agreement, floors, { timeZone }, { judging }] = await Promise.all([
    readAgreement(actor),
    readFloors(actor),
    readOrganisation(),
    readStanding(actor),
  ]);
  const { version, definition } = agreement;
  const [page, naming] = await Promise.all([readVersion(actor, version), fetchNaming()]);
  const { leads, on } = await readSample(actor, kind, timeZone, now);
  const sample = sampleModel(leads, on, { now: definition, draft: null });
  const labels = labelsOf(
    floors.sources.map((source) => ({ ...source, isUnmapped: false })),
    floors.segments,
  );
  const canEdit = may(actor, "agreement.edit");
  const names = namesOf(naming.sources, naming.segments, naming.currency);
  // Definition, floors and limits stand above, drawn as tables.
  const rest = agreedParts(page.document, names).filter(({ title }) => REST.includes(title));
  return (
    <>
      <PageHead
        title={`A lead is an MQL when its score is above ${definition.score_above} and all eight fields pass.`}
        note={judgingNote(judging, dateIn(now, timeZone))}
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
      <div className="mt-12">
        <AgreedParts parts={rest} />
      </div>
      {judging.hash && (
        <section aria-labelledby="signatures" className="mt-12">
          <SectionHead id="signatures" title="Signatures" note="three people, one content hash" />
          <Signatures version={judging} />
        </section>
      )}
      <BdrPlace />
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
