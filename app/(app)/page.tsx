import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AcceptanceTableView } from "@/components/monday/acceptance-table";
import { CostTableView } from "@/components/monday/cost-table";
import { InfluenceTableView } from "@/components/monday/influence-table";
import { MetricSection } from "@/components/monday/metric-section";
import { MondayFactLine } from "@/components/monday/monday-facts";
import { Reasons } from "@/components/monday/reasons";
import { Trends } from "@/components/monday/trends";
import { Unmapped } from "@/components/monday/unmapped";
import { WeekBar } from "@/components/monday/week-bar";
import { Page } from "@/components/shell/page";
import { PageHead } from "@/components/ui/page-head";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readMonday } from "@/lib/data/monday";
import { parseAsOf } from "@/lib/domain/as-of";
import { mondayView } from "@/lib/view/monday/view";

export const metadata: Metadata = { title: "Monday" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The Monday page: the same for CRO and CMO. The week and the open trend are in the address. */
export default async function MondayPage({ searchParams }: Props) {
  const actor = await requireActor("metrics.read");
  const { as_of: week, trend } = await searchParams;
  const asked = typeof week === "string" ? parseAsOf(week) : null;
  if (asked && !asked.ok) notFound();
  const now = new Date();
  const monday = await readMonday(asked?.asOf ?? null, now);
  const view = mondayView(monday, monday.owners, { trend: typeof trend === "string" ? trend : undefined, now });
  return (
    <Page>
      <div className="print-dense">
        <PageHead top={<WeekBar {...view.week} />} title={view.verdict.title} note={view.verdict.lede} />
        <MondayFactLine facts={view.facts} />
        <MetricSection
          id="acceptance"
          title="Acceptance, by source and segment"
          csv={view.csv.acceptance}
          {...view.notes.acceptance}
        >
          <AcceptanceTableView table={view.acceptance} />
        </MetricSection>
        <MetricSection id="cost" title="Cost per pipeline dollar, by source" csv={view.csv.cost} {...view.notes.cost}>
          <CostTableView table={view.cost} />
        </MetricSection>
        <MetricSection
          id="influence"
          title="Closed-won influence, by source"
          csv={view.csv.influence}
          {...view.notes.influence}
        >
          <InfluenceTableView table={view.influence} />
        </MetricSection>
        <Reasons reasons={view.reasons} note={view.reasonsNote} csv={view.csv.reasons} />
        {view.trend && <Trends {...view.trend} />}
        <Unmapped {...view.unmapped} canMap={may(actor, "settings.edit")} />
      </div>
    </Page>
  );
}
