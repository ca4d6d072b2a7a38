import type { AcceptanceVerdict } from "./acceptance";
import { type CostVerdict, isOverLine } from "./cost";
import {
  acceptanceUnit,
  type Clock,
  type CureSnapshot,
  type CureUnit,
  costUnit,
  parseUnit,
  reasonUnit,
  salesSlaUnit,
} from "./cures";
import type { IsoDate } from "./dates";
import { reasonsNeedingFix } from "./fixes";
import type { MetricsDocument } from "./metrics-document";
import { REASONS, type Reason, type ReasonCounts } from "./reasons";
import { SEGMENTS } from "./segments";
import { compareNames, orderSources } from "./source-rows";

/** What the clocks are judged on: the figures of one Monday, live or as they stand in a frozen payload. */
export interface JudgedFigures {
  readonly cells: readonly { readonly source: string; readonly segment: string; readonly verdict: AcceptanceVerdict }[];
  readonly costs: readonly { readonly source: string; readonly verdict: CostVerdict }[];
  readonly isCapBreached: boolean;
  readonly reasons: readonly { readonly code: Reason; readonly count: number }[];
}

function countsOf(reasons: JudgedFigures["reasons"]): ReasonCounts {
  const counts = new Map(reasons.map(({ code, count }) => [code, count]));
  const of = (code: Reason): number => counts.get(code) ?? 0;
  return {
    out_of_icp: of("out_of_icp"),
    wrong_persona: of("wrong_persona"),
    no_intent: of("no_intent"),
    bad_data: of("bad_data"),
    already_in_pipeline: of("already_in_pipeline"),
  };
}

/**
 * The breaches and the healthy units of one Monday (metrics.md §5). A cell breaches when marketing owns it
 * (`source_breach`) and its sales SLA when sales does (`sales_sla_breach`); `ok` heals both; anything else judges nothing. A source breaches over the cost line or with
 * money spent for nothing; at or under the line it is healthy. A reason breaches while it needs a fix.
 */
export function cureSnapshot(asOf: IsoDate, figures: JudgedFigures): CureSnapshot {
  const breached = new Set<string>();
  const healthy = new Set<string>();
  for (const { source, segment, verdict } of figures.cells) {
    if (verdict === "source_breach") breached.add(acceptanceUnit(source, segment));
    else if (verdict === "sales_sla_breach") breached.add(salesSlaUnit(source, segment));
    else if (verdict === "ok") for (const unit of [acceptanceUnit, salesSlaUnit]) healthy.add(unit(source, segment));
  }
  for (const row of figures.costs) {
    if (isOverLine(row)) breached.add(costUnit(row.source));
    else if (row.verdict !== "no_data") healthy.add(costUnit(row.source));
  }
  const fixes = new Set(reasonsNeedingFix(countsOf(figures.reasons), figures.isCapBreached));
  for (const code of REASONS) (fixes.has(code) ? breached : healthy).add(reasonUnit(code));
  return { asOf, breached, healthy };
}

/** The same from the document of a Monday, frozen or live. */
export function documentSnapshot(
  asOf: IsoDate,
  { acceptance, cost, rejection }: Pick<MetricsDocument, "acceptance" | "cost" | "rejection">,
): CureSnapshot {
  return cureSnapshot(asOf, {
    cells: acceptance.cells,
    costs: cost.rows,
    isCapBreached: rejection.verdict === "breach",
    reasons: rejection.reasons,
  });
}

/** Whether a clock stands in the `cures` of the metrics JSON, which formats.md fixes: sales' own breaches do not. */
export function isCure({ unit }: Pick<Clock, "unit">): boolean {
  return parseUnit(unit)?.kind !== "sales_sla";
}

/**
 * Clocks in the order of the tables (formats.md): acceptance by the order of sources in settings, then SMB, MM, ENT, Unknown;
 * cost by source; reasons by the order of their list; last the sales SLA, as acceptance.
 */
export function orderClocks(clocks: readonly Clock[], settingsOrder: readonly string[]): Clock[] {
  const units = clocks.map((clock) => ({ clock, unit: parseUnit(clock.unit) }));
  const sources = orderSources(
    units.flatMap(({ unit }) => (unit && unit.kind !== "reason" ? [unit.source] : [])),
    settingsOrder,
  );
  return units
    .map(({ clock, unit }) => ({ clock, place: unit ? placeOf(unit, sources) : [] }))
    .sort((a, b) => comparePlaces(a.place, b.place) || compareNames(a.clock.unit, b.clock.unit))
    .map(({ clock }) => clock);
}

const SEGMENT_ORDER: readonly string[] = SEGMENTS;
const REASON_ORDER: readonly string[] = REASONS;

/** Kind, row, column. */
function placeOf(unit: CureUnit, sources: readonly string[]): number[] {
  if (unit.kind === "reason") return [2, REASON_ORDER.indexOf(unit.code), 0];
  const row = sources.indexOf(unit.source);
  if (unit.kind === "cost") return [1, row, 0];
  return [unit.kind === "acceptance" ? 0 : 3, row, SEGMENT_ORDER.indexOf(unit.segment)];
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
