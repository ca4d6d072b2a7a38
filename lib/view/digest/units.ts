import { parseUnit } from "@/lib/domain/cures";
import type { Tone } from "./letter";

const TONE_OF = { acceptance: "source", cost: "over", sales_sla: "sla", reason: "plain" } as const;

/** Which breach a clock counts for. */
export function unitTone(unit: string): Tone {
  const kind = parseUnit(unit)?.kind;
  return kind ? TONE_OF[kind] : "plain";
}
