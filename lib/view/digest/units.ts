import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import type { Labels } from "@/lib/view/monday/labels";

const isReason = (code: string): code is Reason => Object.hasOwn(REASON_TEXTS, code);

/** "Content syndication, Enterprise", "Paid search, cost", "Bad data": what a clock or a decision is about, in words. */
export function unitWords(unit: string, labels: Labels): string {
  const colon = unit.indexOf(":");
  const [kind, rest] = [unit.slice(0, colon), unit.slice(colon + 1)];
  if (kind === "reason") return isReason(rest) ? REASON_TEXTS[rest].label : rest;
  if (kind === "cost") return `${labels.source(rest)}, cost`;
  const split = rest.lastIndexOf(":");
  const cell = `${labels.source(rest.slice(0, split))}, ${labels.segment(rest.slice(split + 1) as Segment)}`;
  return kind === "sales_sla" ? `${cell}, sales SLA` : cell;
}

/** Whose a unit is: marketing's, sales', or neither's alone. */
export function unitTone(unit: string): "source" | "sla" | "plain" {
  if (unit.startsWith("sales_sla:")) return "sla";
  return unit.startsWith("reason:") ? "plain" : "source";
}
