import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CycleHistory } from "@/components/leads/cycle-history";
import { LeadDeals, LeadRecord, ScoreHistory } from "@/components/leads/lead-record";
import { Page } from "@/components/shell/page";
import { Checks } from "@/components/ui/checks";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readLabels } from "@/lib/data/labels";
import { readLeadPage } from "@/lib/data/lead-page";
import { readOrganisation } from "@/lib/data/organisation";
import { cycleView } from "@/lib/view/leads/cycle";
import { leadHeading, leadRecord, requiredChecks, scoreWords } from "@/lib/view/leads/lead";
import { fullMomentWords } from "@/lib/view/moments";
import { labelsOf } from "@/lib/view/monday/labels";
import { LeadActions } from "./actions";

export const metadata: Metadata = { title: "Lead" };

/** One lead: what may be done with it, how it stands against the definition, and all that happened to it. */
export default async function LeadPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor("leads.read");
  const now = new Date();
  const [reading, names, { timeZone: zone }] = await Promise.all([
    readLeadPage(actor, (await params).id, now),
    readLabels(),
    readOrganisation(),
  ]);
  if (!reading) notFound();
  const { lead, cycles, scores, opportunities, evaluation, agreementVersion } = reading;
  const labels = labelsOf(names.sources, names.segments);
  const heading = leadHeading(lead);
  return (
    <Page>
      <PageHead {...heading} top={<TextLink href="/leads">All leads</TextLink>} />
      <LeadActions actor={actor} reading={reading} zone={zone} now={now} />
      <section aria-labelledby="definition" className="mb-10">
        <SectionHead
          id="definition"
          title={`Against the definition, v${agreementVersion}, today`}
          note={`score ${scoreWords(lead)}; an MQL needs more than ${reading.scoreAbove}`}
        />
        <Checks
          label="The eight checks today"
          checks={evaluation.fields.map((field) => ({ key: field.field, ...field }))}
        />
        {(cycles.length === 0 || reading.recycling !== undefined) && reading.required.length > 0 && (
          <div className="mt-4">
            <h3 className="mb-1 font-semibold text-s">Data that it must carry to be handed over</h3>
            <Checks label="Required data" checks={requiredChecks(lead, reading.required)} />
          </div>
        )}
      </section>
      {cycles.map((cycle) => (
        <CycleHistory key={cycle.id} cycle={cycleView(cycle, labels, zone)} />
      ))}
      {cycles.length === 0 && (
        <div className="mb-10">
          <EmptyState title="Not handed over yet">Its history begins when marketing hands it over to sales.</EmptyState>
        </div>
      )}
      {opportunities.length > 0 && (
        <LeadDeals
          deals={opportunities.map(({ id, name, externalId, stage, outcome }) => ({
            id,
            name: name ?? externalId,
            state: outcome === "open" ? (stage ?? "open") : outcome,
          }))}
        />
      )}
      <ScoreHistory
        scores={scores.map(({ score, vendor, modelVersion, recordedAt }) => ({
          key: recordedAt,
          score,
          origin: [vendor, modelVersion && `model ${modelVersion}`].filter(Boolean).join(", "),
          at: fullMomentWords(new Date(recordedAt), zone),
        }))}
      />
      <LeadRecord facts={leadRecord(lead, labels, zone)} />
    </Page>
  );
}
