import type { Cell } from "@/lib/domain/cells";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { PipelineRateRow } from "@/lib/domain/pipeline-rate";
import { percentText } from "@/lib/domain/rates";
import type { Segment } from "@/lib/domain/segments";
import { cellHref } from "@/lib/view/cells";
import { monthsText } from "@/lib/view/dates";
import type { Labels } from "./labels";
import { exportHref } from "./page";

/** Words of a fact; a figure among them opens what it counts. */
export interface FactPiece {
  key: string;
  text: string;
  href: string | null;
  /** A file to take away instead of a page. */
  isFile?: true;
  /** For screen readers, where the text alone does not say what it counts. */
  label?: string;
}

/** One figure of the line under the verdict; `parts` are set side by side, each a breach or not, each with its cycles. */
export interface MondayFact {
  key: string;
  label: string;
  parts: (FactPiece & { sign: "▲" | "▼" | null })[];
  note: FactPiece[];
  /** Who answers for it (product.md B9). */
  owner: string;
}

const plain = (text: string, key = text): FactPiece => ({ key, text, href: null });
/** A count and its cycles; without any there is nothing to open. */
const counted = (count: number, cell: Cell, words = String(count), label?: string): FactPiece => ({
  key: words,
  text: words,
  href: count > 0 ? cellHref(cell) : null,
  ...(label && { label }),
});

interface Now {
  /** Untouched open leads close to the follow-up SLA, already capped in words. */
  touchAtRisk: string;
  followUpHours: number;
}

/** Five facts, every volume beside a rate, every fact with its owner. */
export function mondayFacts(document: MetricsDocument, labels: Labels, now: Now): MondayFact[] {
  return [
    rejectionFact(document),
    pipelineFact(document, labels),
    unworkedFact(document),
    touchFact(document, now),
    volumeFact(document),
  ];
}

function rejectionFact({ rejection, as_of: asOf }: MetricsDocument): MondayFact {
  const { n, rejected, cap } = rejection;
  const breach = rejection.verdict === "breach";
  const arguable = rejection.arguable ? (breach ? " · top three reasons open" : "") : " · not arguable this week";
  const cell = (state: "all" | "rejected"): Cell => ({ kind: "rejection", asOf, state, reason: null });
  return {
    key: "rejected",
    label: "Rejected, of all handed over",
    parts: [
      {
        ...counted(rejected, cell("rejected"), percentText(rejected, n, 1, { cap })),
        sign: breach ? "▲" : null,
      },
    ],
    note: [
      plain(`cap ${cap}\u00a0% · ${rejected} of `),
      counted(n, cell("all"), String(n), `${n} handed over`),
      plain(arguable),
    ].filter(({ text }) => text !== ""),
    owner: "Marketing",
  };
}

const NOT_JUDGED: Partial<Record<PipelineRateRow["verdict"], string>> = { low_n: "low n", maturing: "—" };

/** Each rate opens its cohort, "22 of 200" under it the opportunities that were reached. */
function pipelineFact(document: MetricsDocument, labels: Labels): MondayFact {
  const { pipeline_rate: rows, as_of: asOf } = document;
  const kind = "pipeline_rate";
  const cohort = (segment: Segment): Cell => ({ kind, asOf, segment, state: "cohort" });
  const counts = rows.flatMap(({ segment, n, reached }, index) => [
    ...(index > 0 ? [plain(" · ", `before ${segment}`)] : []),
    {
      ...counted(reached, { kind, asOf, segment, state: "reached" }, `${reached} of ${n}`),
      key: segment,
      label: `${labels.segment(segment)}: ${reached} of ${n} reached pipeline`,
    },
  ]);
  return {
    key: "pipeline",
    label: `MQL → pipeline: ${rows.map(({ segment }) => labels.segment(segment)).join(", ")}`,
    parts: rows.map(({ segment, reached, n, floor, verdict }) => {
      const text = NOT_JUDGED[verdict] ?? percentText(reached, n, 1, { floor });
      return {
        ...counted(n, cohort(segment), text, `${labels.segment(segment)}: ${text} of ${n} handed over`),
        key: segment,
        sign: verdict === "breach" ? ("▼" as const) : null,
      };
    }),
    note: [
      ...counts,
      plain(` · floor ${rows[0]?.floor ?? "—"}\u00a0% · hand-overs ${monthsText(document.cohort)}`),
      { key: "csv", text: "CSV", href: exportHref("pipeline_rate", asOf), isFile: true, label: "MQL → pipeline, CSV" },
    ],
    owner: "Marketing",
  };
}

function unworkedFact({ acceptance: { total }, as_of: asOf }: MetricsDocument): MondayFact {
  const cell = (state: "unworked" | "pending"): Cell => ({
    kind: "acceptance",
    asOf,
    source: null,
    segment: null,
    state,
    reason: null,
  });
  const { unworked, pending, n } = total;
  return {
    key: "unworked",
    label: "Not yet worked",
    parts: [{ ...counted(unworked, cell("unworked"), percentText(unworked, n, 1)), sign: null }],
    note: [plain(`${unworked} past the decision SLA · `), counted(pending, cell("pending"), `${pending} pending`)],
    owner: "Sales",
  };
}

function touchFact({ sla, as_of: asOf }: MetricsDocument, now: Now): MondayFact {
  const { n, touched_in_time: touched, decided_in_time: decided } = sla;
  const cell = (clock: "touch" | "decision", state: "met" | "missed"): Cell => ({ kind: "sla", asOf, clock, state });
  return {
    key: "touch",
    label: `First touch within ${now.followUpHours} business hours`,
    parts: [{ ...counted(touched, cell("touch", "met"), percentText(touched, n, 0)), sign: null }],
    note: [
      plain(`${touched} of ${n} · `),
      counted(n - touched, cell("touch", "missed"), `${n - touched} missed`),
      plain(" · decided in time "),
      counted(decided, cell("decision", "met"), percentText(decided, n, 0), `${decided} of ${n} decided in time`),
      plain(` · ${now.touchAtRisk} at risk now`),
    ],
    owner: "Sales",
  };
}

function volumeFact({ volume, as_of: asOf }: MetricsDocument): MondayFact {
  const words =
    volume.feed === null
      ? "feed not set"
      : volume.below_feed
        ? "below the feed: the cap is not arguable"
        : "a week · the cap may be argued";
  const text = volume.feed === null ? String(volume.volume) : `${volume.volume} / ${volume.feed}`;
  return {
    key: "volume",
    label: "Volume against SDR feed",
    parts: [{ ...counted(volume.volume, { kind: "volume", asOf }, text), sign: volume.below_feed ? "▼" : null }],
    note: [plain(words)],
    owner: "Marketing",
  };
}
