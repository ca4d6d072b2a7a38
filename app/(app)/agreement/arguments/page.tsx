import type { Metadata } from "next";
import { ArgumentForm } from "@/components/agreement/argument-form";
import { ArgumentList } from "@/components/agreement/argument-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Facts } from "@/components/ui/facts";
import { PageHead } from "@/components/ui/page-head";
import { Pagination } from "@/components/ui/pagination";
import { SectionHead } from "@/components/ui/section-head";
import { Tabs } from "@/components/ui/tabs";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { ARGUMENTS_SIZE, readArguments } from "@/lib/data/arguments";
import { readLabels } from "@/lib/data/labels";
import { readOrganisation } from "@/lib/data/organisation";
import { ARGUMENT_DAYS, ARGUMENT_TEXTS } from "@/lib/domain/arguments";
import {
  ARGUMENTS_CAPTION,
  ARGUMENTS_NOTE,
  argumentFacts,
  argumentLine,
  argumentPages,
  argumentsAddress,
  argumentsTitle,
  argumentTabs,
} from "@/lib/view/agreement/arguments";
import type { SearchParams } from "@/lib/view/cells";
import { codeChoices } from "@/lib/view/choices";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Arguments" };

/** What people argued about, by what it was really about (product.md C11). */
export default async function ArgumentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("agreement.read");
  const address = argumentsAddress(await searchParams);
  const [{ timeZone: zone }, { sources, segments }] = await Promise.all([readOrganisation(), readLabels()]);
  const { rows, total, counts } = await readArguments(actor, address, { zone, now: new Date() });
  const labels = labelsOf(sources, segments);
  const pages = argumentPages(address, total, ARGUMENTS_SIZE);
  const canLog = may(actor, "arguments.log");
  const kind = address.kind && ARGUMENT_TEXTS[address.kind].label;
  return (
    <>
      <PageHead title={argumentsTitle(counts)} note={ARGUMENTS_NOTE} />
      <Facts facts={argumentFacts(counts)} />
      <p className="-mt-8 mb-10 text-muted text-xs">
        Counted over the last {ARGUMENT_DAYS} days. {ARGUMENTS_CAPTION}
      </p>
      {canLog && (
        <section aria-labelledby="log" className="mb-12">
          <SectionHead
            id="log"
            title="Log an argument"
            note="as exactly one of four; “lead quality” is not one of them"
          />
          <ArgumentForm
            sources={codeChoices(sources.filter(({ isActive }) => isActive))}
            segments={codeChoices(segments)}
          />
        </section>
      )}
      <section aria-labelledby="list">
        <SectionHead id="list" title="Logged arguments" note="of all time, the latest first" />
        <Tabs label="What it is about" tabs={argumentTabs(address.kind)} />
        {rows.length === 0 && (
          <EmptyState title={kind ? `No argument about ${kind} here` : "No argument here"} level={3}>
            {canLog
              ? "When the next one comes up, write above what it is really about."
              : "The CRO, the CMO, the VP RevOps and the two heads log what was argued about."}
          </EmptyState>
        )}
        {rows.length > 0 && <ArgumentList lines={rows.map((row) => argumentLine(row, labels, zone))} />}
        {pages && <Pagination {...pages} />}
      </section>
    </>
  );
}
