import type { Metadata } from "next";
import { ClockTable } from "@/components/loop/clock-table";
import { OwnerFilter } from "@/components/loop/owner-filter";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { Tabs } from "@/components/ui/tabs";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readLoopClocks } from "@/lib/data/loop";
import type { SearchParams } from "@/lib/view/cells";
import { peopleChoices } from "@/lib/view/choices";
import {
  clockPeople,
  clockTabs,
  filteredClocks,
  LOOP_NOTE,
  loopAddress,
  loopHref,
  loopRows,
  loopTitle,
} from "@/lib/view/loop/clock-page";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Clocks" };

/** All cure clocks: running ones by urgency, then what became of the others (product.md D1). */
export default async function LoopPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("metrics.read");
  const address = loopAddress(await searchParams);
  const { clocks, ...loop } = await readLoopClocks(actor, new Date());
  const context = { ...loop, labels: labelsOf(loop.sources, loop.segments) };
  const shown = filteredClocks(clocks, address, loop.owners);
  const { running, settled } = loopRows(shown, context);
  const people = peopleChoices(clockPeople(clocks, loop.owners));
  return (
    <>
      <PageHead title={loopTitle(clocks)} note={LOOP_NOTE} />
      {clocks.length === 0 && (
        <EmptyState title="No clock has opened yet">
          The first Monday snapshot that shows a breach opens one. <TextLink href="/">Look at this Monday</TextLink>.
        </EmptyState>
      )}
      {clocks.length > 0 && (
        <>
          <Tabs label="State" tabs={clockTabs(clocks, address, loop.owners)} />
          <OwnerFilter people={people} owner={address.owner} state={address.state} />
          <section aria-labelledby="running" className="mb-11">
            <SectionHead
              id="running"
              title="Running"
              note="those that wait for a decision first"
              actions={
                <a
                  href={loopHref(address, "/loop/export")}
                  className="font-medium text-accent underline-offset-2 hover:underline"
                >
                  CSV
                </a>
              }
            />
            <ClockTable caption="Running clocks" rows={running} empty="No clock like this runs." />
          </section>
          <section aria-labelledby="settled">
            <SectionHead id="settled" title="Settled" note="cured by a Monday, or killed and defunded by a review" />
            <ClockTable caption="Settled clocks" rows={settled} empty="No clock like this was settled." settled />
          </section>
        </>
      )}
    </>
  );
}
