import { parseUnit } from "./cures";
import { isReason, REASON_TEXTS } from "./reasons";
import type { DecisionType } from "./reviews";
import type { Segment } from "./segments";

/** Names of sources and segments as RevOps wrote them. */
interface Labels {
  source(code: string): string;
  segment(code: Segment): string;
}

/** "Webinar, Enterprise", "Webinar, cost", "No buying intent"; text that is no unit as it stands. */
export function unitName(unit: string, labels: Labels): string {
  const parts = parseUnit(unit);
  if (!parts) return unit;
  if (parts.kind === "reason") return isReason(parts.code) ? REASON_TEXTS[parts.code].label : parts.code;
  const source = labels.source(parts.source);
  if (parts.kind === "cost") return `${source}, cost`;
  const segment = labels.segment(parts.segment as Segment);
  return parts.kind === "sales_sla" ? `${source}, ${segment}: sales SLA` : `${source}, ${segment}`;
}

/** What is decided about, as it stands after the verb: "Defund Webinar", not its cost. */
export function targetName(type: DecisionType, unit: string, labels: Labels): string {
  const parts = parseUnit(unit);
  return type === "defund" && parts?.kind === "cost" ? labels.source(parts.source) : unitName(unit, labels);
}
