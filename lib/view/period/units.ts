import { isReason, REASON_TEXTS } from "@/lib/domain/reasons";
import { SEGMENTS, type Segment } from "@/lib/domain/segments";
import type { Labels } from "@/lib/view/monday/labels";

const TABLES = { acceptance: "Acceptance", sales_sla: "Sales SLA", cost: "Cost" } as const;

/** Parts of a unit of the loop; the name of a source may hold colons, a segment may not. */
function partsOf(unit: string): { table: string; rest: string; segment: Segment | null } {
  const [table = "", ...names] = unit.split(":");
  const segment = table === "cost" ? undefined : SEGMENTS.find((code) => code === names.at(-1));
  return {
    table,
    rest: (segment && names.length > 1 ? names.slice(0, -1) : names).join(":"),
    segment: segment ?? null,
  };
}

/** "Acceptance, Webinar, SMB", "Cost, Content syndication", "Reason, Bad data". */
export function unitWords(unit: string, labels: Labels): string {
  const { table, rest, segment } = partsOf(unit);
  if (table === "reason") return `Reason, ${isReason(rest) ? REASON_TEXTS[rest].label : rest}`;
  const name = TABLES[table as keyof typeof TABLES] ?? table;
  return [name, labels.source(rest), segment && labels.segment(segment)].filter(Boolean).join(", ");
}

/** The source whose cell or cost a unit is; null for a reason. */
export function sourceOfUnit(unit: string): string | null {
  const { table, rest } = partsOf(unit);
  return table === "reason" ? null : rest;
}
