import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { AcceptanceTrend } from "@/lib/domain/trend";
import { type CsvValue, csvText } from "@/lib/view/csv";

/** The tables of the Monday page that can be taken away. */
export const METRIC_TABLES = ["acceptance", "cost", "influence", "pipeline_rate", "reasons", "trend"] as const;
export type MetricTable = (typeof METRIC_TABLES)[number];

export function isMetricTable(text: string): text is MetricTable {
  return (METRIC_TABLES as readonly string[]).includes(text);
}

interface Sheet {
  header: string[];
  rows: CsvValue[][];
}

/** What a page knows of its Monday; the trend stands beside the document. */
interface Tables {
  document: MetricsDocument;
  trend: AcceptanceTrend;
}

/** One of the tables with the names and exact values of the metrics JSON (formats.md). */
export function metricCsv(table: MetricTable, { document, trend }: Tables): string {
  const { header, rows } = table === "trend" ? trendSheet(trend) : SHEETS[table](document);
  return csvText(header, rows);
}

/** Every cell on each of the 12 Mondays with today's knowledge; an empty figure where n is 0. */
function trendSheet({ cells }: AcceptanceTrend): Sheet {
  return {
    header: ["as_of", "source", "segment", "n", "accepted", "acceptance", "floor_now"],
    rows: cells.flatMap(({ source, segment, floor, points }) =>
      points.map(({ asOf, n, accepted, acceptance }) => [asOf, source, segment, n, accepted, acceptance, floor]),
    ),
  };
}

const SHEETS: Record<Exclude<MetricTable, "trend">, (document: MetricsDocument) => Sheet> = {
  pipeline_rate: ({ pipeline_rate: rates }) => ({
    header: ["segment", "n", "reached", "rate", "floor", "verdict"],
    rows: rates.map(({ segment, n, reached, rate, floor, verdict }) => [segment, n, reached, rate, floor, verdict]),
  }),
  reasons: ({ rejection }) => ({
    header: ["code", "count", "rejected"],
    rows: rejection.reasons.map(({ code, count }) => [code, count, rejection.rejected]),
  }),
  acceptance: ({ acceptance }) => ({
    header: [
      "source",
      "segment",
      "n",
      "accepted",
      "rejected",
      "unworked",
      "pending",
      "acceptance",
      "decided_acceptance",
      "floor",
      "verdict",
    ],
    rows: acceptance.cells.map((cell) => [
      cell.source,
      cell.segment,
      cell.n,
      cell.accepted,
      cell.rejected,
      cell.unworked,
      cell.pending,
      cell.acceptance,
      cell.decided_acceptance,
      cell.floor,
      cell.verdict,
    ]),
  }),
  cost: ({ cost, pipeline_share: shares }) => ({
    header: ["source", "spend", "pipeline", "ratio", "verdict", "note", "share_of_pipeline"],
    rows: cost.rows.map((row, index) => [
      row.source,
      row.spend,
      row.pipeline,
      row.ratio,
      row.verdict,
      row.note,
      shares[index]?.share ?? null,
    ]),
  }),
  influence: ({ influence, influence_positions: positions }) => ({
    header: ["source", "first_touch", "opportunity_created", "closed_won", "credit", "share", "deals", "assists"],
    rows: influence.rows.map((row) => {
      const parts = positions.find(({ source }) => source === row.source);
      return [
        row.source,
        parts?.first_touch ?? null,
        parts?.opportunity_created ?? null,
        parts?.closed_won ?? null,
        row.credit,
        row.share,
        row.deals,
        row.assists,
      ];
    }),
  }),
};
