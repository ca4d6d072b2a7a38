import { floorOf } from "./acceptance";
import { isOverLine } from "./cost";
import type { Metrics } from "./metrics";
import type { Cents } from "./money";
import type { Segment } from "./segments";

/** One thing that a Monday shows as a breach, with the counts and the limit that it is judged by. */
export type Breach =
  | {
      readonly kind: "acceptance";
      /** `source`: marketing's; `sales_sla`: sales' (metrics.md §2). */
      readonly owner: "source" | "sales_sla";
      readonly source: string;
      readonly segment: Segment;
      readonly accepted: number;
      readonly n: number;
      readonly floor: string;
    }
  | { readonly kind: "cap"; readonly rejected: number; readonly n: number; readonly cap: string }
  | {
      readonly kind: "pipeline";
      readonly segment: Segment;
      readonly reached: number;
      readonly n: number;
      readonly floor: string;
    }
  | {
      readonly kind: "cost";
      readonly source: string;
      readonly spend: Cents;
      readonly pipeline: Cents;
      readonly line: string;
    };

/** Every breach of a Monday, in the order of the page: cells, cap, segments, sources. */
export function breachesOf(metrics: Metrics): Breach[] {
  const { acceptance, rejection, pipelineRate, cost, settings } = metrics;
  const cells = acceptance.cells.flatMap(({ source, segment, accepted, n, verdict }): Breach[] => {
    if (verdict !== "source_breach" && verdict !== "sales_sla_breach") return [];
    const owner = verdict === "source_breach" ? "source" : "sales_sla";
    const floor = floorOf(source, segment, settings.floors) ?? "0";
    return [{ kind: "acceptance", owner, source, segment, accepted, n, floor }];
  });
  const { n, rejected, cap, verdict } = rejection;
  const segments = pipelineRate.filter((row) => row.verdict === "breach");
  return [
    ...cells,
    ...(verdict === "breach" ? [{ kind: "cap", rejected, n, cap } as const] : []),
    ...segments.map(
      ({ segment, reached, n: cycles, floor }) => ({ kind: "pipeline", segment, reached, n: cycles, floor }) as const,
    ),
    ...cost.rows
      .filter(isOverLine)
      .map(
        ({ source, spend, pipeline }) => ({ kind: "cost", source, spend, pipeline, line: settings.costLine }) as const,
      ),
  ];
}

/** What is breached and by whom; the figures beside it may differ. */
export function breachUnit(breach: Breach): string {
  switch (breach.kind) {
    case "acceptance":
      return `acceptance:${breach.source}:${breach.segment}:${breach.owner}`;
    case "cap":
      return "cap";
    case "pipeline":
      return `pipeline:${breach.segment}`;
    case "cost":
      return `cost:${breach.source}`;
  }
}

export interface BreachChange {
  /** Breaches with the draft that are none today. */
  readonly opened: readonly Breach[];
  /** Breaches today that the draft would end. */
  readonly ended: readonly Breach[];
  /** Breaches either way, with the figures and limits of the draft. */
  readonly kept: readonly Breach[];
}

/** What a change of the terms would do to the breaches of a Monday. */
export function compareBreaches(now: readonly Breach[], draft: readonly Breach[]): BreachChange {
  const [today, then] = [new Set(now.map(breachUnit)), new Set(draft.map(breachUnit))];
  return {
    opened: draft.filter((breach) => !today.has(breachUnit(breach))),
    ended: now.filter((breach) => !then.has(breachUnit(breach))),
    kept: draft.filter((breach) => today.has(breachUnit(breach))),
  };
}
