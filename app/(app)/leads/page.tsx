import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LeadFilter } from "@/components/leads/lead-filter";
import { LeadsTable } from "@/components/leads/leads-table";
import { Page } from "@/components/shell/page";
import { PageHead } from "@/components/ui/page-head";
import { Pagination } from "@/components/ui/pagination";
import { SectionHead } from "@/components/ui/section-head";
import { Tabs } from "@/components/ui/tabs";
import { TextLink } from "@/components/ui/text-link";
import type { Person } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { drillCycles } from "@/lib/data/drill";
import { frozenMonday } from "@/lib/data/drill-frozen";
import { readLabels } from "@/lib/data/labels";
import { listLeads, MOST_COUNTED } from "@/lib/data/lead-pages";
import { currentMonday } from "@/lib/data/monday";
import { readOrganisation } from "@/lib/data/organisation";
import type { CycleCell } from "@/lib/domain/cells";
import { type LeadFilter as Filter, withKnownSource } from "@/lib/domain/lead-list";
import { parsePage, type SearchParams } from "@/lib/view/cells";
import { parseLeadsAddress } from "@/lib/view/leads/address";
import { cellView, filterView, LEADS_SIZE } from "@/lib/view/leads/page";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Leads" };

/** Leads under a filter, or the cycles behind a figure of the Monday page; either is in the address. */
export default async function LeadsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("leads.read");
  const params = await searchParams;
  const address = parseLeadsAddress(params, await currentMonday(new Date()));
  if (!address) notFound();
  const page = parsePage(params);
  return address.kind === "cell" ? (
    <CellList actor={actor} cell={address.cell} page={page} />
  ) : (
    <FilterList actor={actor} asked={address.filter} page={page} />
  );
}

async function CellList({ actor, cell, page }: { actor: Person; cell: CycleCell; page: number }) {
  const [list, names, { timeZone }] = await Promise.all([
    drillCycles(actor, cell, { page, size: LEADS_SIZE }),
    readLabels(),
    readOrganisation(),
  ]);
  if (!list) notFound();
  const frame = { page, zone: timeZone, labels: labelsOf(names.sources, names.segments) };
  const view = cellView(cell, list, frame, await frozenMonday(cell.asOf));
  return (
    <Page>
      <PageHead title={view.title} note={view.note} top={<TextLink href={view.mondayHref}>Monday page</TextLink>} />
      <Rows view={view} empty="No cycle counts here in these days." />
    </Page>
  );
}

async function FilterList({ actor, asked, page }: { actor: Person; asked: Filter; page: number }) {
  const names = await readLabels();
  const filter = withKnownSource(asked, names.sources);
  const [list, { timeZone }] = await Promise.all([
    listLeads(actor, filter, { page, size: LEADS_SIZE }),
    readOrganisation(),
  ]);
  const labels = labelsOf(names.sources, names.segments);
  const view = filterView(filter, list, { page, zone: timeZone, labels, mostCounted: MOST_COUNTED, ...names });
  return (
    <Page>
      <PageHead title="Leads" note={view.note} />
      <Tabs label="Stages" tabs={view.tabs} />
      <LeadFilter {...view.form} />
      <Rows view={view} empty={view.empty} />
    </Page>
  );
}

function Rows({ view, empty }: { view: ReturnType<typeof cellView> | ReturnType<typeof filterView>; empty: string }) {
  return (
    <>
      <SectionHead
        title="Leads"
        note={view.tableNote}
        actions={
          <a
            href={view.csv}
            className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-2 hover:underline"
          >
            CSV
          </a>
        }
      />
      <LeadsTable rows={view.rows} empty={empty} />
      <Pagination {...view.pages} />
    </>
  );
}
