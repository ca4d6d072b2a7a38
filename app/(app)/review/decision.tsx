import { FactLines } from "@/components/ui/fact-lines";
import type { ReviewDecision } from "@/lib/data/reviews";
import { dateWithYear } from "@/lib/view/dates";
import { shortMomentWords } from "@/lib/view/moments";
import type { Labels } from "@/lib/view/monday/labels";
import { decisionWords } from "@/lib/view/review/room";

type Props = { decision: ReviewDecision; labels: Labels; currency: string; zone: string };

/** The one decision in words, with the person who owns it. */
export function Decision({ decision, labels, currency, zone }: Props) {
  const facts = [
    { label: "Owner", value: decision.owner },
    { label: "Due", value: dateWithYear(decision.dueOn) },
    ...(decision.action === null ? [] : [{ label: "What is done", value: decision.action }]),
    { label: "Why", value: decision.why },
    { label: "Recorded", value: `by ${decision.by}, ${shortMomentWords(decision.decidedAt, zone)}` },
  ];
  return (
    <div className="max-w-[46rem] print:max-w-none">
      <p className="py-3 font-serif text-l print:py-1">{decisionWords(decision, labels, currency)}.</p>
      <FactLines facts={facts} className="border-line border-t" />
    </div>
  );
}
