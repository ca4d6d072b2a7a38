import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import { exactMoney, wholeMoney } from "@/lib/domain/phrases";
import type { Segment } from "@/lib/domain/segments";

/** Names of sources and segments as RevOps wrote them; what has no setting is its own name. */
export interface Labels {
  source(code: string): string;
  segment(code: Segment): string;
}

export function labelsOf(sources: readonly SourceSetting[], segments: readonly SegmentSetting[]): Labels {
  const sourceNames = new Map(sources.map(({ code, label }) => [code, label]));
  const segmentNames = new Map<string, string>(segments.map(({ code, label }) => [code, label]));
  return { source: (code) => sourceNames.get(code) ?? code, segment: (code) => segmentNames.get(code) ?? code };
}

export { exactMoney, wholeMoney };
