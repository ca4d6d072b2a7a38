import type { Metadata } from "next";
import { RefusedList } from "@/components/audit/refused-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { requireActor } from "@/lib/auth/gate";
import { readRefused } from "@/lib/data/audit-refused";
import { readOrganisation } from "@/lib/data/organisation";
import { refusedBefore } from "@/lib/view/audit/address";
import { byDay } from "@/lib/view/audit/days";
import { refusalWords } from "@/lib/view/audit/entry";
import { actorWords, objectWords, permissionWords } from "@/lib/view/audit/object-words";
import type { SearchParams } from "@/lib/view/cells";

export const metadata: Metadata = { title: "Refused" };

/** What somebody tried without the right to it. Nothing was written but this. */
export default async function RefusedPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("audit.read");
  const before = refusedBefore(await searchParams);
  const [{ rows, hasOlder }, { timeZone: zone }] = await Promise.all([readRefused(actor, before), readOrganisation()]);
  const last = rows.at(-1);
  return (
    <>
      <PageHead
        title="Refused for lack of a right"
        note="Who asked for what their role, key or lane does not include. Nothing was written but the line here."
      />
      {rows.length === 0 && (
        <EmptyState title="Nothing was refused here">Nobody has tried what they may not.</EmptyState>
      )}
      {rows.length > 0 && (
        <RefusedList
          days={byDay(rows, zone).map(({ rows: attempts, ...day }) => ({
            ...day,
            rows: attempts.map(({ id, at, who, actor: label, action, object, code }) => ({
              key: String(id),
              at: <Time at={at} zone={zone} look="time" />,
              who: actorWords(label, who),
              actor: who === label ? null : label,
              asked: permissionWords(action),
              object: object === "" || object === action ? null : objectWords(object),
              words: refusalWords(code),
            })),
          }))}
        />
      )}
      {(hasOlder || before !== null) && (
        <Pagination
          words={`${rows.length} attempts`}
          previousHref={before !== null ? "/audit/refused" : null}
          nextHref={hasOlder && last ? `/audit/refused?before=${last.id}` : null}
        />
      )}
    </>
  );
}
