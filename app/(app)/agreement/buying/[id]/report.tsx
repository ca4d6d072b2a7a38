import { BatchTable } from "@/components/buying/batch-table";
import { ClaimTable } from "@/components/buying/claim-table";
import { CountLines } from "@/components/buying/count-lines";
import { Facts } from "@/components/ui/facts";
import { SectionHead } from "@/components/ui/section-head";
import { may, type Person } from "@/lib/auth/actor";
import { type BatchLine, readBatches, readClaims } from "@/lib/data/brief-report";
import type { BriefPage } from "@/lib/data/briefs";
import { groupDigits } from "@/lib/domain/phrases";
import { overNote, reportFacts, reportLines } from "@/lib/view/buying";
import { claimRow, claimTotal } from "@/lib/view/claims";
import { dateWithYear } from "@/lib/view/dates";

/** Claims on the page; the file holds all. */
const SHOWN = 20;

const batchRow = ({ id, receivedOn, fileName, rows, passed }: BatchLine) => ({
  id,
  receivedOn: dateWithYear(receivedOn),
  fileName: fileName || "—",
  rows: groupDigits(rows),
  passed: groupDigits(passed),
});

type Props = { brief: BriefPage; actor: Person };

/** What came in under a brief, what sales made of it, and what is to be credited. */
export async function BriefReport({ brief, actor }: Props) {
  const [batches, claims] = await Promise.all([readBatches(actor, brief.id), readClaims(actor, brief.id, SHOWN)]);
  const { failed, pending, rejected } = reportLines(brief);
  const { claims: total } = brief.counts;
  const over = overNote(brief);
  return (
    <>
      <section aria-labelledby="report" className="mt-12">
        <SectionHead
          id="report"
          title="What came in"
          note="acceptance = accepted ÷ (accepted + rejected + unworked), pending in none"
        />
        <Facts facts={reportFacts(brief)} />
        {over && <p className="max-w-text pb-6 text-muted text-s">{over}</p>}
        <div className="grid gap-x-10 gap-y-8 md:grid-cols-3">
          <CountLines title="Failed the brief" note="rows, on the day they came in" lines={failed} empty="None." />
          <CountLines
            title="Not known on that day"
            note="counts against nobody: no touch comes in before its lead"
            lines={pending}
            empty="None."
          />
          <CountLines title="Rejected by code" note="of the rejected" lines={rejected} empty="None yet." />
        </div>
      </section>
      <section aria-labelledby="batches" className="mt-12">
        <SectionHead id="batches" title="Batches" note="each import that held rows of this seller" />
        <BatchTable rows={batches.map(batchRow)} />
      </section>
      <section aria-labelledby="claims" className="mt-12">
        <SectionHead
          id="claims"
          title="For credit claims"
          note={total === 0 ? undefined : claimTotal(total, brief)}
          actions={
            may(actor, "export.csv") &&
            total > 0 && (
              <a
                href={`/agreement/buying/${brief.id}/credits`}
                className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-2 hover:underline"
              >
                CSV
              </a>
            )
          }
        />
        <ClaimTable rows={claims.map((claim) => claimRow(claim, brief))} />
        {total > claims.length && (
          <p className="pt-2 text-muted text-xs">
            The first {claims.length} of {groupDigits(total)}; the CSV holds all.
          </p>
        )}
      </section>
    </>
  );
}
