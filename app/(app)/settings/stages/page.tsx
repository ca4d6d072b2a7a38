import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { MapStageForm, StageTable } from "@/components/settings/stage-table";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { Time } from "@/components/ui/time";
import { requireActor } from "@/lib/auth/gate";
import { readOrganisation } from "@/lib/data/organisation";
import { readStageNames, STAGES_OBJECT, type UnmappedStageRow } from "@/lib/data/stage-names";

export const metadata: Metadata = { title: "Stages" };

export default async function StagesSettings() {
  const actor = await requireActor("settings.edit");
  const [{ names, unmapped, seen }, { timeZone }] = await Promise.all([readStageNames(actor), readOrganisation()]);
  return (
    <>
      <PageHead
        title="Stage names"
        note="What your CRM calls a stage, and which of the five stages it is. A change holds for records that come in from now on; pipeline that was counted is never restated."
      />
      <section aria-labelledby="unmapped">
        <SectionHead
          id="unmapped"
          title="Not mapped yet"
          note="records with these names were refused: map the name, then import them again"
        />
        {unmapped.length === 0 && <p className="py-2.5 text-muted">Every name that came in is in the table.</p>}
        <ul>
          {unmapped.map((row) => (
            <li key={row.key} className="grid gap-3 border-line border-b py-3">
              <UnmappedWords row={row} zone={timeZone} />
              <MapStageForm
                id={`unmapped-${row.key.replaceAll(/\W+/g, "-")}`}
                line={{ name: row.name, stage: "", ordinal: null, isWon: false, crmValue: row.name }}
                seen={String(seen)}
                words="Map it"
              />
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="names" className="mt-12">
        <SectionHead id="names" title="Translation table" note="several local names may lead to one stage" />
        <StageTable names={names} seen={String(seen)} />
      </section>
      <Feed objects={[STAGES_OBJECT]} />
    </>
  );
}

function UnmappedWords({ row: { name, seen, lastSeenAt }, zone }: { row: UnmappedStageRow; zone: string }) {
  return (
    <p className="wrap-anywhere">
      <span className="font-medium">{name}</span>
      <span className="block text-muted text-xs">
        {seen === 1 ? "1 record refused" : `${seen} records refused`}, last on <Time at={lastSeenAt} zone={zone} />
      </span>
    </p>
  );
}
