import type { ReactNode } from "react";
import { ClockList } from "@/components/period/clock-list";
import { DecisionList } from "@/components/period/decision-list";
import { FixTable } from "@/components/period/fix-table";
import { HeldTableView } from "@/components/period/held-table";
import { PeriodBar } from "@/components/period/period-bar";
import { SourceTableView } from "@/components/period/source-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import type { Person } from "@/lib/auth/actor";
import type { Period } from "@/lib/domain/periods";
import { sourceReview } from "@/lib/view/period/view";
import { Comments } from "./comments";

type Review = ReturnType<typeof sourceReview>;
type Props = { actor: Person; input: Parameters<typeof sourceReview>[0] };

const LISTS = { monthly: "All months", quarterly: "All quarters", partner: "All weeks" };

/** The frame of a monthly or quarterly review: its figures, or why there are none. */
export function SourceReview({ actor, input }: Props) {
  const view = sourceReview(input);
  const { period } = input;
  const list = { href: `/review/${period.kind}`, words: LISTS[period.kind] };
  return (
    <div className="print-dense">
      <PageHead top={<PeriodBar {...view.bar} list={list} />} title={view.title} note={view.note} />
      {view.empty && <EmptyState title={view.empty.title}>{view.empty.text}</EmptyState>}
      {!view.empty && <Figures view={view} kind={period.kind} />}
      {!view.empty && <Comments actor={actor} period={period} comments={view.comments} choices={view.choices} />}
    </div>
  );
}

function Figures({ view, kind }: { view: Review; kind: Period["kind"] }) {
  const isQuarter = kind === "quarterly";
  return (
    <>
      <Part id="sources" title="Sources" note={`${view.tableNote}; below and over count its Mondays`}>
        <SourceTableView table={view.table} />
      </Part>
      {view.ends.map((table) => (
        <Part key={table.key} id={table.key} title={table.title} note={`${table.note}; ${view.endsNote}`}>
          <HeldTableView table={table} />
        </Part>
      ))}
      <Part id="decisions" title="Decisions" note="one for each closed Tuesday review">
        {view.decisions.length === 0 && (
          <Nothing>No Tuesday review of these Mondays was closed with a decision.</Nothing>
        )}
        <DecisionList lines={view.decisions} moved={isQuarter} />
      </Part>
      <Part id="clocks" title="Clocks" note="opened, cured and decided, judged on frozen Mondays alone">
        {view.clocks.length === 0 && <Nothing>No clock moved on these Mondays.</Nothing>}
        <ClockList lines={view.clocks} />
      </Part>
      {isQuarter && (
        <Part id="fixes" title="Fixes" note="closed in under 30 days: day 29 is, day 30 is not">
          {view.fixes ? (
            <FixTable shares={view.fixes} />
          ) : (
            <Nothing>No fix was closed or fell due in this quarter.</Nothing>
          )}
        </Part>
      )}
    </>
  );
}

function Nothing({ children }: { children: string }) {
  return <p className="pt-2.5 text-muted">{children}</p>;
}

type PartProps = { id: string; title: string; note: string; children: ReactNode };

function Part({ id, title, note, children }: PartProps) {
  return (
    <section aria-labelledby={id} className="mb-11 print:mb-4">
      <SectionHead id={id} title={title} note={note} />
      {children}
    </section>
  );
}
