import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DealDetails } from "@/components/deals/deal-details";
import { Page } from "@/components/shell/page";
import { PageHead } from "@/components/ui/page-head";
import { requireActor } from "@/lib/auth/gate";
import { readDeal } from "@/lib/data/deals";
import { readLabels } from "@/lib/data/labels";
import { dealView } from "@/lib/view/deals/deal";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Deal" };

/** One deal under its own address. */
export default async function DealPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor("deals.read");
  const [found, names] = await Promise.all([readDeal(actor, (await params).id), readLabels()]);
  if (!found) notFound();
  const deal = dealView(found, labelsOf(names.sources, names.segments));
  return (
    <Page>
      <PageHead title={deal.title} note={deal.model} />
      <div className="max-w-[44rem]">
        <DealDetails deal={deal} />
      </div>
    </Page>
  );
}
