import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Comments } from "@/app/(app)/review/comments";
import { ClockList } from "@/components/period/clock-list";
import { PartnerTableView } from "@/components/period/partner-table";
import { PeriodBar } from "@/components/period/period-bar";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readPeriod } from "@/lib/data/period-reviews";
import { rangeText } from "@/lib/view/dates";
import { mondayHref } from "@/lib/view/monday/page";
import { partnerReview } from "@/lib/view/period/view";

export const metadata: Metadata = { title: "Partner review" };

type Props = { params: Promise<{ week: string }> };
type View = ReturnType<typeof partnerReview>;

/** The partner lane's own review of a week, from its frozen Monday (product.md A9). */
export default async function Page({ params }: Props) {
  const actor = await requireActor("metrics.read");
  const review = await readPeriod(actor, "partner", (await params).week, new Date());
  if (!review) notFound();
  const view = partnerReview(review);
  const bar = <PeriodBar {...view.bar} list={{ href: "/review/partner", words: "All weeks" }} />;
  return (
    <div className="print-dense">
      <PageHead top={bar} title={view.sentence ?? view.title} note={view.sentence && view.title} />
      {view.empty && <EmptyState title={view.empty.title}>{view.empty.text}</EmptyState>}
      {!view.empty && <Lane view={view} />}
      {!view.empty && <Comments actor={actor} period={review.period} comments={view.comments} choices={view.choices} />}
    </div>
  );
}

function Lane({ view: { table, window, mondays, asOf, running, moves } }: { view: View }) {
  return (
    <>
      <section aria-labelledby="lane" className="mb-11 print:mb-4">
        <SectionHead
          id="lane"
          title="Partner referrals, by segment"
          note={
            window &&
            `accepted ÷ referred, hand-overs of ${rangeText(window)}; no scoring, in no total; ${mondays} Mondays in the trend`
          }
          actions={asOf && <TextLink href={mondayHref(asOf)}>The frozen Monday</TextLink>}
        />
        {table ? (
          <PartnerTableView table={table} />
        ) : (
          <p className="pt-2.5 text-muted">The partner lane has no row on this Monday.</p>
        )}
      </section>
      <section aria-labelledby="breaches" className="mb-11 print:mb-4">
        <SectionHead id="breaches" title="Clocks of the lane" note="as this Monday has them" />
        {running.length + moves.length === 0 && (
          <p className="pt-2.5 text-muted">No clock of the partner lane runs or moved.</p>
        )}
        <ul>
          {running.map(({ key, label, words, due }) => (
            <li key={key} className="grid gap-x-6 border-line border-b py-2 md:grid-cols-2">
              <span className="font-medium">{label}</span>
              <span className={due ? "font-semibold text-breach text-s" : "text-s"}>{words}</span>
            </li>
          ))}
        </ul>
        <ClockList lines={moves} />
      </section>
    </>
  );
}
