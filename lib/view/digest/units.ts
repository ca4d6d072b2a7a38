import { parseUnit } from "@/lib/domain/cures";
import { isReason, REASON_TEXTS } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import type { Labels } from "@/lib/view/monday/labels";

/** "Content syndication, Enterprise", "Paid search, cost", "Bad data": what a clock or a decision is about, in words. */
export function unitWords(unit: string, labels: Labels): string {
  const parts = parseUnit(unit);
  switch (parts?.kind) {
    case "reason":
      return isReason(parts.code) ? REASON_TEXTS[parts.code].label : parts.code;
    case "cost":
      return `${labels.source(parts.source)}, cost`;
    case "acceptance":
      return `${labels.source(parts.source)}, ${labels.segment(parts.segment as Segment)}`;
    case "sales_sla":
      return `${labels.source(parts.source)}, ${labels.segment(parts.segment as Segment)}, sales SLA`;
    default:
      return unit;
  }
}

/** Which breach a clock counts for: the source's, sales' late decisions, or a reason. */
export function unitTone(unit: string): "source" | "sla" | "plain" {
  const kind = parseUnit(unit)?.kind;
  if (kind === "sales_sla") return "sla";
  return kind === "acceptance" || kind === "cost" ? "source" : "plain";
}
