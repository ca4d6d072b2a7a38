import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { FloorsForm } from "@/components/floors/floors-form";
import { PageHead } from "@/components/ui/page-head";
import { requireActor } from "@/lib/auth/gate";
import { readFloors, termsObject } from "@/lib/data/floors";
import { termsText } from "@/lib/domain/terms";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Floors" };

export default async function FloorsPage() {
  const actor = await requireActor("agreement.edit");
  const { version, seen, terms, currency, sources, segments } = await readFloors(actor);
  const labels = labelsOf(
    sources.map((source) => ({ ...source, isUnmapped: false })),
    segments,
  );
  return (
    <>
      <PageHead
        title="Floors and limits"
        note={`Agreement version ${version}. A change counts from the moment it is saved; Mondays that were frozen before stay as they are.`}
      />
      <FloorsForm
        version={version}
        seen={String(seen)}
        text={termsText(terms)}
        currency={currency}
        sources={sources}
        segments={segments}
      />
      <Feed objects={[termsObject(version)]} labels={labels} />
    </>
  );
}
