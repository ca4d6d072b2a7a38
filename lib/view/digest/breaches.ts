import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
import { costTable } from "@/lib/view/monday/cost-table";
import type { Labels } from "@/lib/view/monday/labels";
import type { LetterLine } from "./letter";

type Verdict = MetricsDocument["acceptance"]["cells"][number]["verdict"];

/** Cells, then sources that are under their floor only over all their segments; the figures are those of the Monday page. */
function acceptanceLines({ acceptance }: MetricsDocument, labels: Labels, verdict: Verdict): LetterLine[] {
  const tone = verdict === "source_breach" ? "source" : "sla";
  const cells = acceptance.cells.filter((cell) => cell.verdict === verdict);
  const inCells = new Set(cells.map(({ source }) => source));
  const whole = acceptance.by_source.filter((row) => row.verdict === verdict && !inCells.has(row.source));
  const lines = [
    ...cells.map((row) => ({
      row,
      about: `${labels.source(row.source)}, ${labels.segment(row.segment)}`,
      segment: row.segment,
    })),
    ...whole.map((row) => ({ row, about: `${labels.source(row.source)}, all segments`, segment: "all" })),
  ];
  return lines.map(({ row, about, segment }) => {
    const { accepted, n, unworked, floor, source } = row;
    const limit = floor ?? "0";
    const undecided = tone === "sla" ? `; ${percentText(unworked, n, 0)} undecided` : "";
    return {
      key: `${tone}:${source}:${segment}`,
      tone,
      about,
      text: `${percentText(accepted, n, 0, { floor: limit })} of ${n} accepted, floor ${limit} %${undecided}`,
    };
  });
}

function costLines(document: MetricsDocument, labels: Labels): LetterLine[] {
  const { rows, line, unit } = costTable(document, labels);
  return rows
    .filter(({ verdict }) => verdict === "over_line" || verdict === "no_pipeline")
    .map(({ key, label, ratio, spend, pipeline, verdict }) => ({
      key: `cost:${key}`,
      tone: "over",
      about: label,
      text:
        verdict === "no_pipeline"
          ? `${document.currency} ${spend} spent without pipeline, line ${line}`
          : `${ratio} per ${unit} of pipeline (${spend} ÷ ${pipeline}), line ${line}`,
    }));
}

/** The cap and the pipeline floors, for which both sides answer. */
function sharedLines({ rejection, pipeline_rate: rates }: MetricsDocument, labels: Labels): LetterLine[] {
  const { n, rejected, cap, verdict, arguable } = rejection;
  const text = `${percentText(rejected, n, 1, { cap })} of ${n} rejected, cap ${cap} %`;
  return [
    ...(verdict === "breach"
      ? [
          {
            key: "cap",
            tone: "cap" as const,
            about: "Rejections",
            text: arguable ? text : `${text}; below the SDR feed, not arguable`,
          },
        ]
      : []),
    ...rates
      .filter((row) => row.verdict === "breach")
      .map(({ segment, reached, n: cycles, floor }) => ({
        key: `pipeline:${segment}`,
        tone: "pipeline" as const,
        about: `MQL → pipeline, ${labels.segment(segment)}`,
        text: `${percentText(reached, cycles, 1, { floor })} of ${cycles}, floor ${floor} %`,
      })),
  ];
}

/** Every breach of a Monday in words: marketing's, sales', then what both answer for (metrics.md §2 and §3). */
export function breachLines(document: MetricsDocument, labels: Labels): LetterLine[] {
  return [
    ...acceptanceLines(document, labels, "source_breach"),
    ...costLines(document, labels),
    ...acceptanceLines(document, labels, "sales_sla_breach"),
    ...sharedLines(document, labels),
  ];
}
