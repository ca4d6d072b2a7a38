import type { Metadata } from "next";
import { MondaysTable } from "@/components/loop/mondays-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readMondays } from "@/lib/data/mondays";
import { readOrganisation } from "@/lib/data/organisation";
import { parsePage, type SearchParams } from "@/lib/view/cells";
import { pagesOf } from "@/lib/view/leads/list";
import { countWords } from "@/lib/view/loop/lateness";
import { mondayRow } from "@/lib/view/loop/mondays";

export const metadata: Metadata = { title: "Frozen Mondays" };

/** Half a year. */
const SIZE = 26;

/** Every Monday as it was frozen; the page number is in the address. */
export default async function MondaysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("metrics.read");
  const page = parsePage(await searchParams);
  const [{ items, total }, { timeZone }] = await Promise.all([
    readMondays(actor, { limit: SIZE, offset: (page - 1) * SIZE }),
    readOrganisation(),
  ]);
  if (total === 0) return <NoMondays zone={timeZone} />;
  const paging = { page, size: SIZE, total, mostCounted: Number.POSITIVE_INFINITY };
  return (
    <>
      <PageHead
        title={`${countWords(total, "Monday")} frozen so far.`}
        note={`Each Monday is frozen at 06:00 (${timeZone}) and never changes. What comes in later shows as a restatement in the next one.`}
      />
      <MondaysTable rows={items.map((monday) => mondayRow(monday, timeZone))} />
      <Pagination {...pagesOf(paging, (to) => `/loop/mondays?page=${to}`)} />
    </>
  );
}

function NoMondays({ zone }: { zone: string }) {
  return (
    <>
      <PageHead title="No Monday is frozen yet." />
      <EmptyState
        title="The first one comes by itself"
        action={<TextLink href="/">See the live figures of this week</TextLink>}
      >
        The first Monday at whose 06:00 ({zone}) records are there is frozen then. Clocks, reviews and digests begin
        with it. An earlier one is frozen by hand: npm run snapshot -- --as-of YYYY-MM-DD. The Mondays after it then
        follow by themselves and are judged, the 13 latest at most.
      </EmptyState>
    </>
  );
}
