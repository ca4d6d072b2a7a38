import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { EditingNote, SavedWords } from "@/components/agreement/editing-note";
import { SegmentsForm } from "@/components/settings/segments-form";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { readEditing } from "@/lib/data/agreed-tables";
import { readSegments } from "@/lib/data/segments";
import { draftOf, isClosed } from "@/lib/domain/editing";
import { boundsNow } from "@/lib/view/settings/agreed-now";
import { editingModel } from "@/lib/view/settings/editing";

export const metadata: Metadata = { title: "Segments" };

export default async function SegmentsSettings() {
  const actor = await requireActor("settings.edit");
  const [{ segments, live, seen, feed }, editing] = await Promise.all([
    readSegments(actor),
    readEditing(actor, new Date()),
  ]);
  const model = editingModel(editing);
  const draft = draftOf(editing);
  const items = segments.map((segment) => {
    const other = live[segment.code];
    return { ...segment, now: other ? boundsNow(other) : null };
  });
  const saved =
    draft === null
      ? "Saved. Later hand-overs take the new bounds."
      : `Saved. Names count at once, bounds are in the draft of version ${draft}.`;
  return (
    <>
      <PageHead
        title="Segments"
        note="A change concerns new hand-overs only: a lead that was handed over keeps the segment it had on that day."
      />
      <EditingNote {...model} />
      <section aria-labelledby="bounds">
        <SectionHead
          id="bounds"
          title="By number of employees"
          note="both numbers belong to the segment; no size may fall between two"
        />
        <SegmentsForm
          segments={items}
          seen={String(seen)}
          saved={<SavedWords words={saved} hasDraft={model.hasDraft} />}
          isClosed={isClosed(editing)}
        />
      </section>
      <Feed objects={feed} />
    </>
  );
}
