import { FactLines } from "@/components/ui/fact-lines";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";

/** The lead's record as the CRM has it. */
export function LeadRecord({ facts }: { facts: { label: string; value: string }[] }) {
  return (
    <section aria-labelledby="record" className="mb-10">
      <SectionHead id="record" title="Record" note="as the CRM has it" />
      <FactLines facts={facts} className="mt-2 grid gap-x-8 text-s md:grid-cols-2" />
    </section>
  );
}

type ScoreLine = { key: string; score: string; origin: string; at: string };

/** What the vendor said of the lead, when. Nobody edits it. */
export function ScoreHistory({ scores }: { scores: ScoreLine[] }) {
  return (
    <section aria-labelledby="scores" className="mb-10">
      <SectionHead
        id="scores"
        title="Third-party score"
        note="read only: it comes from the vendor and nobody can change it"
      />
      {scores.length === 0 ? (
        <p className="py-2 text-muted text-s">No score came in yet.</p>
      ) : (
        <ol>
          {scores.map(({ key, score, origin, at }) => (
            <li key={key} className="flex flex-wrap gap-x-3 border-line border-b py-2 text-s">
              <span className="min-w-12 font-semibold tabular-nums">{score}</span>
              <span>{origin}</span>
              <span className="text-muted tabular-nums">{at}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

type DealLine = { id: string; name: string; state: string };

/** Opportunities that belong to the lead. */
export function LeadDeals({ deals }: { deals: DealLine[] }) {
  return (
    <section aria-labelledby="deals" className="mb-10">
      <SectionHead id="deals" title="Deals of this lead" />
      <ul>
        {deals.map(({ id, name, state }) => (
          <li key={id} className="border-line border-b py-2 text-s">
            <TextLink href={`/deals/${id}`}>{name}</TextLink> <span className="text-muted">{state}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
