import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { SegmentsForm } from "@/components/settings/segments-form";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { readSegments, SEGMENTS_OBJECT } from "@/lib/data/segments";

export const metadata: Metadata = { title: "Segments" };

export default async function SegmentsSettings() {
  const actor = await requireActor("settings.edit");
  const { segments, seen } = await readSegments(actor);
  return (
    <>
      <PageHead
        title="Segments"
        note="A change concerns new hand-overs only: a lead that was handed over keeps the segment it had on that day."
      />
      <section aria-labelledby="bounds">
        <SectionHead
          id="bounds"
          title="By number of employees"
          note="both numbers belong to the segment; no size may fall between two"
        />
        <SegmentsForm segments={segments} seen={String(seen)} />
      </section>
      <Feed objects={[SEGMENTS_OBJECT]} />
    </>
  );
}
