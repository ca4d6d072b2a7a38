import type { FeedbackLane } from "@/lib/domain/feedback";
import type { Lane } from "@/lib/domain/lifecycle";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { groupDigits } from "@/lib/domain/phrases";
import { REASON_TEXTS, REASONS } from "@/lib/domain/reasons";
import type { Labels } from "@/lib/view/monday/labels";

const FROZEN = ["n", "accepted", "rejected", "unworked"] as const;
const WORDS: Readonly<Record<(typeof FROZEN)[number], string>> = {
  n: "handed over",
  accepted: "accepted",
  rejected: "rejected",
  unworked: "unworked",
};
type Frozen = Record<(typeof FROZEN)[number], number>;

/** What the frozen document says of a lane; the partner lane is what its sources have beyond the total. */
function frozenOf({ acceptance: { by_source, total } }: MetricsDocument, lane: Lane): Frozen {
  const of = (key: (typeof FROZEN)[number]): number => {
    const all = by_source.reduce((sum, row) => sum + row[key], 0);
    return lane === "standard" ? total[key] : all - total[key];
  };
  return { n: of("n"), accepted: of("accepted"), rejected: of("rejected"), unworked: of("unworked") };
}

const signed = (delta: number): string => `${delta > 0 ? "+" : "−"}${groupDigits(Math.abs(delta))}`;

function changedTotals(lanes: readonly FeedbackLane[], frozen: MetricsDocument): string[] {
  return (["standard", "partner"] as const).flatMap((lane) => {
    const now = lanes.find((own) => own.lane === lane)?.total;
    const then = frozenOf(frozen, lane);
    const where = lane === "partner" ? " in the partner lane" : "";
    return FROZEN.flatMap((key) => {
      const delta = (now?.[key] ?? 0) - then[key];
      return delta === 0 ? [] : [`${signed(delta)} ${WORDS[key]}${where}`];
    });
  });
}

/** By code: the rejection table is of the standard lane. */
function changedReasons(lanes: readonly FeedbackLane[], { rejection }: MetricsDocument): string[] {
  const now = lanes.find(({ lane }) => lane === "standard")?.total.rejectedBy;
  const then = new Map(rejection.reasons.map(({ code, count }) => [code, count]));
  return REASONS.flatMap((code) => {
    const delta = (now?.[code] ?? 0) - (then.get(code) ?? 0);
    return delta === 0 ? [] : [`${signed(delta)} “${REASON_TEXTS[code].label}”`];
  });
}

/** Sources with another figure than in the frozen document, whichever of them has no row on one side. */
function changedSources(lanes: readonly FeedbackLane[], { acceptance }: MetricsDocument): string[] {
  const now = lanes.flatMap(({ sources }) => sources);
  const then = acceptance.by_source;
  const codes = [...new Set([...now, ...then].map(({ source }) => source))];
  const of = (rows: readonly (Frozen & { source: string })[], code: string, key: (typeof FROZEN)[number]): number =>
    rows.reduce((sum, row) => (row.source === code ? sum + row[key] : sum), 0);
  return codes.filter((code) => FROZEN.some((key) => of(now, code, key) !== of(then, code, key)));
}

const NAMED = 3;

/**
 * Today's figures against the frozen ones, total by total, reason by reason and source by source: "+2 handed over, −1 accepted
 * (Webinar)"; null where nothing differs.
 */
export function restated(lanes: readonly FeedbackLane[], frozen: MetricsDocument, labels: Labels): string | null {
  const totals = changedTotals(lanes, frozen);
  const reasons = changedReasons(lanes, frozen);
  const sources = changedSources(lanes, frozen).map((code) => labels.source(code));
  const names =
    sources.slice(0, NAMED).join(", ") + (sources.length > NAMED ? ` and ${sources.length - NAMED} more` : "");
  const where = names && ` (${names})`;
  if (totals.length > 0) return `${[...totals, ...reasons].join(", ")}${where}`;
  if (reasons.length > 0) return `the totals are the same, but ${reasons.join(", ")}${where}`;
  return names ? `the totals are the same, but not at ${names}` : null;
}

/** How the frozen Monday and today's knowledge stand to each other, in a sentence. */
export function knownWords(lanes: readonly FeedbackLane[], frozen: MetricsDocument | null, labels: Labels): string {
  if (!frozen) return "Live figures: this Monday is not frozen.";
  const changes = restated(lanes, frozen, labels);
  if (!changes) return "As known today, which source by source and reason by reason is what the frozen Monday says.";
  const { n, accepted, rejected, unworked } = frozenOf(frozen, "standard");
  return `As known today. The frozen Monday says ${groupDigits(n)} handed over, ${groupDigits(accepted)} accepted, ${groupDigits(rejected)} rejected, ${groupDigits(unworked)} unworked; since then ${changes}.`;
}
