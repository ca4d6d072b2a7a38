import type { CostVerdict } from "@/lib/domain/cost";
import type { IsoDate } from "@/lib/domain/dates";
import { ratioText } from "@/lib/domain/figure-values";
import type { DocumentCost } from "@/lib/domain/metrics-document";
import { cellHref } from "@/lib/view/cells";
import { clockWords, type ShownDocument } from "./acceptance-table";
import { type Labels, wholeMoney } from "./labels";

export interface CostTableRow {
  key: string;
  label: string;
  spend: string;
  pipeline: string;
  share: string;
  /** The ratio with four decimals, or the words that stand instead of it. */
  ratio: string;
  verdict: CostVerdict;
  href: string | null;
  /** Length of the bar and place of the line on one scale, 0..1; null where there is no ratio. */
  bar: { share: number; line: number } | null;
  clock: { text: string; due: boolean } | null;
}

export interface CostTable {
  line: string;
  /** What a ratio is of: "$1", "1 EUR". */
  unit: string;
  rows: CostTableRow[];
  total: { spend: string; pipeline: string; share: string; ratio: string; href: string | null };
}

/** The line stands at this part of the bar's length. */
const LINE_AT = 0.22 / 0.3;

function clockOf(source: string, asOf: IsoDate, cures: ShownDocument["cures"]): CostTableRow["clock"] {
  const clock = cures.find(({ unit }) => unit === `cost:${source}`);
  return clock ? { text: clockWords(asOf, clock), due: clock.state === "due" } : null;
}

function barOf(row: DocumentCost, line: string): CostTableRow["bar"] {
  if (row.ratio === null || row.verdict === "no_spend") return null;
  return { share: (Number(row.ratio) / Number(line)) * LINE_AT, line: LINE_AT };
}

/** The second table (product.md B4), with each source's share of all pipeline (B10). */
export function costTable(document: ShownDocument, labels: Labels): CostTable {
  const { cost, pipeline_share: shares, cures, as_of: asOf } = document;
  const rows = cost.rows.map((row): CostTableRow => {
    const share = shares.find(({ source }) => source === row.source)?.share ?? null;
    const isEmpty = row.verdict === "no_data";
    return {
      key: row.source,
      label: labels.source(row.source),
      spend: wholeMoney(row.spend),
      pipeline: wholeMoney(row.pipeline),
      share: share === null ? "—" : `${share} %`,
      ratio: ratioText(row),
      verdict: row.verdict,
      href: isEmpty ? null : cellHref({ kind: "cost", asOf, source: row.source, span: "trailing" }),
      bar: barOf(row, cost.line),
      clock: clockOf(row.source, asOf, cures),
    };
  });
  const { total } = cost;
  const hasShares = shares.some(({ share }) => share !== null);
  return {
    line: cost.line,
    unit: document.currency === "USD" ? "$1" : `1 ${document.currency}`,
    rows,
    total: {
      spend: wholeMoney(total.spend),
      pipeline: wholeMoney(total.pipeline),
      share: hasShares ? "100.0 %" : "—",
      ratio: total.ratio ?? "—",
      href: total.verdict === "no_data" ? null : cellHref({ kind: "cost", asOf, source: null, span: "trailing" }),
    },
  };
}
