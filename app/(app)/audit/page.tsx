import type { Metadata } from "next";
import { TrailFilter } from "@/components/audit/trail-filter";
import { TrailList } from "@/components/audit/trail-list";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { PERMISSIONS } from "@/lib/auth/permissions";
import { readTrail, readTrailChoices, type TrailPage } from "@/lib/data/audit-trail";
import { readLabels } from "@/lib/data/labels";
import { readOrganisation } from "@/lib/data/organisation";
import { HASH_RULE } from "@/lib/domain/audit-trail";
import { groupDigits } from "@/lib/domain/phrases";
import { isNarrowed, trailAddress, trailHref } from "@/lib/view/audit/address";
import { byDay } from "@/lib/view/audit/days";
import { actionGroups, trailLine } from "@/lib/view/audit/entry";
import { actorWords } from "@/lib/view/audit/object-words";
import type { SearchParams } from "@/lib/view/cells";
import { labelsOf } from "@/lib/view/monday/labels";
import { actionTitle } from "@/lib/view/settings/changes";

export const metadata: Metadata = { title: "Audit" };

/** Who did what to what, and when, with the old and the new values (product.md D12). The filter is in the address. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("audit.read");
  const { filter, cursor } = trailAddress(await searchParams);
  const [trail, choices, { sources, segments }, { timeZone: zone }] = await Promise.all([
    readTrail(actor, filter, cursor),
    readTrailChoices(),
    readLabels(),
    readOrganisation(),
  ]);
  const permissions = new Set<string>(PERMISSIONS.filter((permission) => may(actor, permission)));
  const labels = labelsOf(sources, segments);
  const lines = trail.entries.map((entry) => trailLine(entry, labels, (permission) => permissions.has(permission)));
  const days = byDay(lines, zone).map(({ rows, ...day }) => ({
    ...day,
    rows: rows.map(({ at, ...line }) => ({ ...line, at: <Time at={at} zone={zone} look="time" /> })),
  }));
  const narrowed = isNarrowed(filter);
  const text = (value: string | null) => value ?? "";
  return (
    <>
      <PageHead
        title={`${groupDigits(String(trail.head.seq))} entries, each chained to the one before`}
        note={<ChainNote head={trail.head} />}
      />
      <TrailFilter
        values={{
          actor: text(filter.actor),
          action: text(filter.action),
          object: text(filter.object),
          from: text(filter.from),
          to: text(filter.to),
        }}
        actors={choices.actors.map(({ actor: value, name }) => ({ value, label: actorWords(value, name) }))}
        actions={actionGroups(choices.actions, actionTitle)}
        isNarrowed={narrowed}
      />
      <Exports
        csv={trailHref(filter, {}, "/audit/export")}
        jsonl={trailHref(filter, { format: "jsonl" }, "/audit/export")}
      />
      {lines.length === 0 && (
        <EmptyState title="No entry here">
          {narrowed
            ? "Nothing was done that fits this filter. Clear it, or widen the days."
            : "Every write leaves an entry; none was made yet."}
        </EmptyState>
      )}
      {lines.length > 0 && <TrailList days={days} />}
      <Pages trail={trail} filter={filter} />
    </>
  );
}

function ChainNote({ head: { seq, hash } }: { head: TrailPage["head"] }) {
  if (seq === 0n) return "Every write leaves an entry; none was made yet.";
  return (
    <>
      The last one is No. {groupDigits(String(seq))} with the hash <code title={hash}>{hash.slice(0, 12)}…</code>. The
      command <code>npm run verify</code> computes every hash again and finds a gap or a changed entry.{" "}
      <span className="print:hidden">
        <CopyButton text={hash} label="Copy the last hash" />
      </span>
    </>
  );
}

/** The whole filtered trail as a file; no page, so no link of the router. */
function Exports({ csv, jsonl }: { csv: string; jsonl: string }) {
  const look = "inline-flex min-h-6 items-center font-medium text-accent underline-offset-2 hover:underline";
  return (
    <div className="mb-6 flex flex-wrap items-baseline gap-x-4 text-s print:hidden">
      <a href={csv} className={look}>
        CSV
      </a>
      <a href={jsonl} className={look}>
        JSON lines
      </a>
      <details className="text-muted text-xs">
        <summary className="inline-flex min-h-6 cursor-pointer items-center hover:text-ink">
          How to check the chain
        </summary>
        <p className="max-w-text pb-2">Of a line of the JSON: {HASH_RULE}</p>
      </details>
    </div>
  );
}

function Pages({
  trail: { entries, hasNewer, hasOlder },
  filter,
}: {
  trail: TrailPage;
  filter: Parameters<typeof trailHref>[0];
}) {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return null;
  return (
    <Pagination
      words={`No. ${groupDigits(String(last.seq))} to ${groupDigits(String(first.seq))}`}
      previousHref={hasNewer ? trailHref(filter, { after: String(first.seq) }) : null}
      nextHref={hasOlder ? trailHref(filter, { before: String(last.seq) }) : null}
    />
  );
}
