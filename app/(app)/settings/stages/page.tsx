import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { EditingNote } from "@/components/agreement/editing-note";
import { MapStageForm, StageTable } from "@/components/settings/stage-table";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { Time } from "@/components/ui/time";
import { requireActor } from "@/lib/auth/gate";
import { readEditing } from "@/lib/data/agreed-tables";
import { readOrganisation } from "@/lib/data/organisation";
import { readStageNames, type UnmappedStageRow } from "@/lib/data/stage-names";
import { draftOf, isClosed } from "@/lib/domain/editing";
import { lineNow } from "@/lib/view/settings/agreed-now";
import { editingModel } from "@/lib/view/settings/editing";

export const metadata: Metadata = { title: "Stages" };

export default async function StagesSettings() {
  const actor = await requireActor("settings.edit");
  const [{ names, removed, unmapped, seen, feed }, editing, { timeZone }] = await Promise.all([
    readStageNames(actor),
    readEditing(actor, new Date()),
    readOrganisation(),
  ]);
  const draft = draftOf(editing);
  const lines = names.map(({ live, ...line }) => ({ ...line, now: lineNow(line, live) }));
  return (
    <>
      <PageHead
        title="Stage names"
        note="What your CRM calls a stage, and which of the five stages it is. A change holds for records that come in from now on; pipeline that was counted is never restated."
      />
      <EditingNote {...editingModel(editing)} />
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
        <SectionHead
          id="names"
          title="Translation table"
          note={
            draft === null
              ? "several local names may lead to one stage"
              : "several local names may lead to one stage; a name that is not in use yet counts as soon as it is added"
          }
        />
        <StageTable
          names={lines}
          removed={removed}
          seen={String(seen)}
          added={draft === null ? undefined : "Added. The table says whether it counts already."}
          isClosed={isClosed(editing)}
          until={draft === null ? "today" : `until version ${draft} comes into force`}
        />
      </section>
      <Feed objects={feed} />
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
