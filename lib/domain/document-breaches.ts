import type { CostVerdict } from "./cost";
import type { MetricsDocument } from "./metrics-document";

/** The parts of a document that can show a breach. */
export type JudgedTables = Pick<MetricsDocument, "acceptance" | "rejection" | "pipeline_rate" | "cost">;

const OVER: ReadonlySet<CostVerdict> = new Set(["over_line", "no_pipeline"]);

/** How many breaches a frozen page shows: cells of either owner, the cap, segments, sources over the line. */
export function breachCount({ acceptance, rejection, pipeline_rate: rates, cost }: JudgedTables): number {
  const cells = acceptance.cells.filter(({ verdict }) => verdict === "source_breach" || verdict === "sales_sla_breach");
  const segments = rates.filter(({ verdict }) => verdict === "breach");
  const sources = cost.rows.filter(({ verdict }) => OVER.has(verdict));
  return cells.length + (rejection.verdict === "breach" ? 1 : 0) + segments.length + sources.length;
}
