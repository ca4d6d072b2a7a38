import type { Metadata } from "next";
import { CostTableView } from "@/components/monday/cost-table";
import { MetricSection } from "@/components/monday/metric-section";
import { Page } from "@/components/shell/page";
import { PageHead } from "@/components/ui/page-head";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readMonday } from "@/lib/data/monday";
import { costPageView } from "@/lib/view/monday/cost-page";

export const metadata: Metadata = { title: "Cost" };

/** Cost per pipeline dollar alone: all that a CFO account reads. */
export default async function CostPage() {
  const actor = await requireActor("cost.read");
  const view = costPageView(await readMonday(null, new Date()), {
    drill: may(actor, "deals.read"),
    csv: may(actor, "export.csv"),
  });
  return (
    <Page>
      <PageHead title={view.title} note={view.note} />
      <MetricSection id="cost" title="Cost per pipeline dollar, by source" csv={view.csv} {...view.notes}>
        <CostTableView table={view.table} />
      </MetricSection>
    </Page>
  );
}
