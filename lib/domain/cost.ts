import { parseDecimal, powerOfTen, requireDecimal } from "./decimals";
import type { Cents } from "./money";
import { ratio } from "./rates";
import { orderSources } from "./source-rows";

export type CostVerdict = "ok" | "over_line" | "no_pipeline" | "no_spend" | "no_data";

/** The note of a row whose pipeline cost nothing that anybody recorded. */
export const NO_SPEND_NOTE = "no spend recorded";

export interface CostFigures {
  readonly spend: Cents;
  readonly pipeline: Cents;
  /** Four decimals, for show only; `null` without pipeline. */
  readonly ratio: string | null;
  readonly verdict: CostVerdict;
  readonly note: typeof NO_SPEND_NOTE | null;
}

export interface CostRow extends CostFigures {
  readonly source: string;
}

export interface CostTable {
  readonly rows: readonly CostRow[];
  /** All spend, rounded once, over the sum of the pipeline; never the mean of ratios. */
  readonly total: CostFigures;
}

/** "ok" for a line that is a decimal above zero, such as "0.22". */
export function checkLine(line: string): "ok" | "LINE_INVALID" {
  const value = parseDecimal(line);
  return value && value.units > 0n ? "ok" : "LINE_INVALID";
}

function verdictOf(spend: Cents, pipeline: Cents, line: string): CostVerdict {
  if (pipeline <= 0n) return spend > 0n ? "no_pipeline" : "no_data";
  if (spend <= 0n) return "no_spend";
  const { units, scale } = requireDecimal(line);
  return spend * powerOfTen(scale) > units * pipeline ? "over_line" : "ok";
}

/**
 * One line of the table (metrics.md §3): strictly above the line is `over_line`, exactly on it `ok`; spend without pipeline
 * is `no_pipeline`; pipeline without spend 0.0000 with a note; neither of both `no_data`. Compared in integers.
 */
export function costFigures(spend: Cents, pipeline: Cents, line: string): CostFigures {
  const verdict = verdictOf(spend, pipeline, line);
  const printed = pipeline > 0n ? ratio(spend, pipeline) : null;
  return { spend, pipeline, ratio: printed, verdict, note: verdict === "no_spend" ? NO_SPEND_NOTE : null };
}

/**
 * Cost per pipeline dollar by source. `spend` and `pipeline` are cents of the same window; `order` is the order of sources
 * in settings, each of which has a row; further sources follow by name, `Unattributed` last. `line` as in "0.22";
 * `totalSpend` is that of all sources, rounded once: the rounded rows need not add up to it.
 */
export function costTable(
  spend: ReadonlyMap<string, Cents>,
  pipeline: ReadonlyMap<string, Cents>,
  { order, line, totalSpend }: { readonly order: readonly string[]; readonly line: string; readonly totalSpend: Cents },
): CostTable {
  const rows = orderSources([...spend.keys(), ...pipeline.keys()], order).map((source) => ({
    source,
    ...costFigures(spend.get(source) ?? 0n, pipeline.get(source) ?? 0n, line),
  }));
  const allPipeline = rows.reduce<Cents>((sum, row) => sum + row.pipeline, 0n);
  return { rows, total: costFigures(totalSpend, allPipeline, line) };
}

/** Over the line, or money spent for no pipeline at all: both open a cure clock (metrics.md §3). */
export function isOverLine(row: Pick<CostFigures, "verdict">): boolean {
  return row.verdict === "over_line" || row.verdict === "no_pipeline";
}

/** Whether moved budget may go there: at or under the line with real spend, so never a row without spend (metrics.md §3). */
export function isHealthyTarget(row: Pick<CostFigures, "verdict">): boolean {
  return row.verdict === "ok";
}
