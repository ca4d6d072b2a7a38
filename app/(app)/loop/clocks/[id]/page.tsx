import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ClockState } from "@/components/loop/clock-parts";
import { MondayList } from "@/components/loop/monday-list";
import { MoveList } from "@/components/loop/move-list";
import { Facts } from "@/components/ui/facts";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readLoopClocks } from "@/lib/data/loop";
import { clockView } from "@/lib/view/loop/clock-page";
import type { ClockRow } from "@/lib/view/loop/clocks";
import { labelsOf } from "@/lib/view/monday/labels";

export const metadata: Metadata = { title: "Clock" };

const dueNote = ({ left, notJudged }: ClockRow) => (notJudged === null ? left : `${left}, not judged`);

function clockNote({ noKill, notJudged }: ClockRow): string {
  const notes = [
    noKill && "Sales' own breach: its leads were decided too late. It may be extended or cured, never killed.",
    notJudged !== null &&
      `Its due date has passed, but the latest Monday could not judge it: ${notJudged}. The next one that can makes it due or cured.`,
  ];
  return notes.filter(Boolean).join(" ");
}

/** One clock with all its moves, each with the snapshot or the decision behind it. */
export default async function ClockPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor("metrics.read");
  const { id } = await params;
  if (!/^[1-9]\d{0,17}$/.test(id)) notFound();
  const { clocks, ...loop } = await readLoopClocks(actor, new Date(), { id: BigInt(id) });
  const [clock] = clocks;
  if (!clock) notFound();
  const { row, due, moves, mondays } = clockView(clock, {
    ...loop,
    labels: labelsOf(loop.sources, loop.segments),
  });
  const facts = [
    {
      key: "state",
      label: "State",
      value: <ClockState state={row.state} />,
      note: row.ended ? row.ended.words : row.day,
    },
    { key: "due", label: "Due", value: due, note: row.ended ? "settled" : dueNote(row) },
    { key: "owner", label: "Owner", value: row.owner.words, note: row.owner.flag },
    { key: "opened", label: `Opened ${row.opened.date}`, value: row.opened.words, href: row.opened.href },
    ...(row.now
      ? [{ key: "now", label: "Latest Monday", value: row.now.text, note: row.now.against, href: row.now.href }]
      : []),
  ];
  return (
    <>
      <PageHead
        top={
          <TextLink alone href="/loop">
            All clocks
          </TextLink>
        }
        title={`${row.kind}: ${row.name}`}
        note={clockNote(row) || undefined}
      />
      <Facts facts={facts} />
      <section aria-labelledby="moves" className="mb-11">
        <SectionHead
          id="moves"
          title="What moved it"
          note="each step by a Monday snapshot or a decision, by nothing else"
        />
        <MoveList moves={moves} />
      </section>
      <section aria-labelledby="mondays">
        <SectionHead id="mondays" title="Since it opened" note="as each Monday was frozen" />
        <MondayList rows={mondays} />
      </section>
    </>
  );
}
