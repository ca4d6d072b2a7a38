import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DealDetails } from "@/components/deals/deal-details";
import { DealDrawer } from "@/components/deals/deal-drawer";
import { DealTable } from "@/components/deals/deal-table";
import { SpendTable } from "@/components/deals/spend-table";
import { CsvLink } from "@/components/monday/csv-link";
import { Page } from "@/components/shell/page";
import { PageHead } from "@/components/ui/page-head";
import { Pagination } from "@/components/ui/pagination";
import { SectionHead } from "@/components/ui/section-head";
import { Tabs } from "@/components/ui/tabs";
import { requireActor } from "@/lib/auth/gate";
import { readDeal } from "@/lib/data/deals";
import { drillOpportunities, drillSpend } from "@/lib/data/drill-deals";
import { frozenMonday } from "@/lib/data/drill-frozen";
import { readLabels } from "@/lib/data/labels";
import { currentMonday } from "@/lib/data/monday";
import { parsePage, type SearchParams } from "@/lib/view/cells";
import { dealCellOf } from "@/lib/view/deals/address";
import { dealView } from "@/lib/view/deals/deal";
import { dealListView } from "@/lib/view/deals/page";
import { spendView } from "@/lib/view/deals/spend";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Deals" };

const SIZE = 50;

/** The opportunities behind a figure of the Monday page; the figure, the page and the open deal are in the address. */
export default async function DealsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("deals.read");
  const params = await searchParams;
  const cell = dealCellOf(params, await currentMonday(new Date()));
  if (!cell) notFound();
  const page = parsePage(params);
  const [list, spend, names, open] = await Promise.all([
    drillOpportunities(actor, cell, { page, size: SIZE }),
    cell.kind === "cost" ? drillSpend(actor, cell, { page: 1, size: 500 }) : null,
    readLabels(),
    typeof params.deal === "string" ? readDeal(actor, params.deal) : null,
  ]);
  if (!list || (params.deal !== undefined && !open)) notFound();
  const labels = labelsOf(names.sources, names.segments);
  const frozen = await frozenMonday(cell.asOf);
  const view = dealListView(cell, list, { page, size: SIZE }, labels, frozen);
  const spending = cell.kind === "cost" && spend && spendView(cell, spend, labels, frozen);
  const deal = open && dealView(open, labels);
  return (
    <Page>
      <PageHead title={view.title} note={view.note} />
      <Tabs label="Lists" tabs={view.tabs} />
      <SectionHead title="Opportunities" note={view.figureNote} actions={<CsvLink href={view.csv} />} />
      <DealTable rows={view.rows} figure={view.figure} sum={view.sum} />
      <Pagination {...view.pages} />
      {spending && (
        <section className="mt-8">
          <SectionHead title="Spend" note={spending.note} actions={<CsvLink href={spending.csv} />} />
          <SpendTable rows={spending.rows} sum={spending.sum} />
        </section>
      )}
      {deal && (
        <DealDrawer title={deal.title} back={view.address}>
          <DealDetails deal={deal} />
        </DealDrawer>
      )}
    </Page>
  );
}
