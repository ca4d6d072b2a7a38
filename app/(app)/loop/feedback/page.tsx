import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AcknowledgeForm } from "@/components/feedback/acknowledge-form";
import { FeedbackTable } from "@/components/feedback/feedback-table";
import { WeekBar } from "@/components/monday/week-bar";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { type FeedbackPage, feedbackHash, readFeedback } from "@/lib/data/feedback";
import { parseAsOf } from "@/lib/domain/as-of";
import { AppError } from "@/lib/errors";
import type { SearchParams } from "@/lib/view/cells";
import { longDate, rangeText } from "@/lib/view/dates";
import {
  FEEDBACK_COLUMNS,
  feedbackCsvHref,
  feedbackTables,
  feedbackTitle,
  weeksAround,
} from "@/lib/view/loop/feedback";
import { knownWords } from "@/lib/view/loop/feedback-changes";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Feedback" };

/** What became of marketing's hand-overs, by source and campaign (product.md A13). */
export default async function FeedbackToMarketing({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("metrics.read");
  const { as_of: week } = await searchParams;
  const asked = typeof week === "string" ? parseAsOf(week) : null;
  if (asked && !asked.ok) notFound();
  const page = await readFeedback(actor, asked?.asOf ?? null, new Date()).catch(asNotFound);
  const { asOf, current, lanes, frozen, window, sources, segments } = page;
  const labels = labelsOf(sources, segments);
  const tables = feedbackTables(lanes, asOf, labels);
  const canAcknowledge = may(actor, "feedback.acknowledge") && frozen !== null && page.receipt === null;
  return (
    <>
      <PageHead
        top={
          <WeekBar
            title={longDate(asOf)}
            note={`hand-overs of ${rangeText(window)}`}
            state={frozen ? "Frozen Monday" : "Live figures"}
            {...weeksAround(asOf, current)}
          />
        }
        title={feedbackTitle(lanes)}
        note={
          <>
            <p>{knownWords(lanes, frozen, labels)}</p>
            <Acknowledged page={page} />
          </>
        }
        actions={canAcknowledge && <AcknowledgeForm asOf={asOf} sha256={feedbackHash(lanes)} />}
      />
      {tables.map(({ lane, title, note, rows, totals }) => (
        <section key={lane} aria-labelledby={lane} className="mb-11">
          <SectionHead
            id={lane}
            title={title}
            note={note}
            actions={
              lane === "standard" && (
                <a
                  href={feedbackCsvHref(asOf)}
                  className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-2 hover:underline"
                >
                  CSV
                </a>
              )
            }
          />
          <FeedbackTable caption={title} columns={FEEDBACK_COLUMNS} rows={rows} totals={totals} />
        </section>
      ))}
      <p className="max-w-text text-muted text-xs">
        n, accepted, rejected and unworked are those of the acceptance table; the five codes are those of the rejection
        table. SQL counts what was accepted and went on; won and lost count the deals of these hand-overs, with the
        reasons that the CRM gives.
      </p>
    </>
  );
}

/** A Monday that has not come is an address without a page. */
function asNotFound(error: unknown): never {
  if (error instanceof AppError && error.code === "NOT_FOUND") return notFound();
  throw error;
}

/** Who has read it, for everybody to see. */
function Acknowledged({ page: { receipt, frozen, zone } }: { page: FeedbackPage }) {
  if (receipt) {
    return (
      <p className="mt-1 text-good">
        <span aria-hidden="true">✓ </span>
        {receipt.by} acknowledged it on <Time at={receipt.at} zone={zone} />.
      </p>
    );
  }
  return (
    <p className="mt-1">
      {frozen
        ? "The head of demand-gen has not acknowledged it yet."
        : "The head of demand-gen acknowledges it once the Monday is frozen."}
    </p>
  );
}
