import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { EditingNote, SavedWords } from "@/components/agreement/editing-note";
import { RequirementsForm } from "@/components/agreement/requirements-form";
import { RequirementsSummary } from "@/components/agreement/requirements-summary";
import { PageHead } from "@/components/ui/page-head";
import { requireActor } from "@/lib/auth/gate";
import { readEditing } from "@/lib/data/agreed-tables";
import { readRequirements, requirementsObject } from "@/lib/data/requirements";
import { isClosed } from "@/lib/domain/editing";
import { labelsOf } from "@/lib/view/monday/labels";
import { editingModel, savedWords, saveWords } from "@/lib/view/settings/editing";
import { requirementsModel } from "@/lib/view/settings/requirements";

export const metadata: Metadata = { title: "Data and spend" };

/** Data that a lead must carry, and what counts as spend of each source (product.md C8). */
export default async function RequirementsPage() {
  const actor = await requireActor("agreement.edit");
  const [requirements, editing] = await Promise.all([readRequirements(actor), readEditing(actor, new Date())]);
  const { version, live, sources, seen } = requirements;
  const note = editingModel(editing);
  const model = requirementsModel(requirements, live, sources);
  const labels = labelsOf(
    sources.map((source) => ({ ...source, isUnmapped: false })),
    [],
  );
  return (
    <>
      <PageHead
        title="Data and spend"
        note="What marketing owes with every lead, and what both sides count as the cost of a source, so that neither is argued about on Monday."
      />
      <EditingNote {...note} />
      {isClosed(editing) ? (
        <RequirementsSummary model={model} />
      ) : (
        <RequirementsForm
          version={version}
          seen={String(seen)}
          model={model}
          save={saveWords(editing)}
          saved={
            <SavedWords
              words={savedWords(editing, "Saved. Later hand-overs and spend follow it.")}
              hasDraft={note.hasDraft}
            />
          }
        />
      )}
      <Feed objects={[requirementsObject(version)]} labels={labels} />
    </>
  );
}
