import type { Metadata } from "next";
import { ClosedFixes, OwnerShares, ReasonTable } from "@/components/loop/fix-tables";
import { OpenFixForm } from "@/components/loop/open-fix-form";
import { OpenFixes } from "@/components/loop/open-fixes";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readFixes } from "@/lib/data/fixes";
import { readLoop } from "@/lib/data/loop";
import { readOrganisation } from "@/lib/data/organisation";
import { ownerCandidates } from "@/lib/data/reason-owners";
import { REASON_TEXTS, REASONS } from "@/lib/domain/reasons";
import { codeChoices, ownerChoices } from "@/lib/view/choices";
import {
  closedFixRow,
  FIXES_NOTE,
  fixesTitle,
  latestWords,
  openFixRow,
  ownerShares,
  reasonRows,
} from "@/lib/view/loop/fixes";
import { labelsOf } from "@/lib/view/monday/labels";
import { MissingFixes } from "./missing";

export const metadata: Metadata = { title: "Fixes" };

/** The fixes of reasons: which are missing, which are open, which were closed and with what (product.md D2, D3). */
export default async function FixesPage() {
  const actor = await requireActor("metrics.read");
  const [fixes, loop, candidates, { cmoTitle }] = await Promise.all([
    readFixes(actor),
    readLoop(actor, new Date()),
    ownerCandidates(),
    readOrganisation(),
  ]);
  const labels = labelsOf(loop.sources, loop.segments);
  const context = { ...loop, labels };
  const canOpen = may(actor, "fixes.open");
  const canWork = may(actor, "fixes.work");
  const people = ownerChoices(candidates, cmoTitle);
  const reasons = reasonRows(fixes, loop);
  const open = fixes
    .filter(({ closed }) => !closed)
    .map((fix) => ({ ...openFixRow(fix, context), canWork: canOpen || (canWork && fix.owner.id === actor.id) }));
  return (
    <>
      <PageHead title={fixesTitle(fixes, loop.today)} note={FIXES_NOTE} />
      <MissingFixes reasons={reasons} canName={may(actor, "settings.edit")} canOpen={canOpen} />
      <section aria-labelledby="open-fixes" className="mb-11">
        <SectionHead
          id="open-fixes"
          title="Open"
          note="by due date"
          actions={
            <a href="/loop/fixes/export" className="font-medium text-accent underline-offset-2 hover:underline">
              CSV
            </a>
          }
        />
        {open.length === 0 && (
          <EmptyState title="No fix is open" level={3}>
            {canOpen
              ? "Open one below, or let the next Monday ask for it."
              : "The next Monday asks for one where a reason leads."}
          </EmptyState>
        )}
        {open.length > 0 && <OpenFixes rows={open} people={people} />}
      </section>
      {canOpen && (
        <section aria-labelledby="open-one" className="mb-11">
          <SectionHead id="open-one" title="Open a fix" note="one per reason and source, due 30 days on" />
          <OpenFixForm
            reasons={REASONS.map((code) => ({ value: code, label: REASON_TEXTS[code].label }))}
            sources={codeChoices(loop.sources.filter(({ isActive, isUnmapped }) => isActive && !isUnmapped))}
            people={people}
          />
        </section>
      )}
      <section aria-labelledby="reasons" className="mb-11">
        <SectionHead
          id="reasons"
          title="Reasons and their owners"
          note={latestWords(loop.mondays) ?? "no Monday is frozen yet"}
        />
        <ReasonTable rows={reasons} />
      </section>
      <section aria-labelledby="shares" className="mb-11">
        <SectionHead
          id="shares"
          title="Closed in under 30 days, by owner"
          note="day 29 counts, day 30 does not; a fix still open on its thirtieth day counts as missed"
        />
        <OwnerShares rows={ownerShares(fixes, loop.today)} />
      </section>
      <section aria-labelledby="closed-fixes">
        <SectionHead id="closed-fixes" title="Closed" note="the latest first" />
        <ClosedFixes rows={fixes.flatMap((fix) => closedFixRow(fix, labels) ?? [])} />
      </section>
    </>
  );
}
