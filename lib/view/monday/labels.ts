import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import { parseMoney } from "@/lib/domain/money";
import { groupDigits } from "@/lib/domain/phrases";
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

/** "142,000": whole units of the currency, half up. The exact amount stands behind the link and in the export. */
export function wholeMoney(amount: string): string {
  const cents = parseMoney(amount) ?? 0n;
  return groupDigits(String((cents + 50n) / 100n));
}

/** "284,208.00". */
export function exactMoney(amount: string): string {
  const [whole = "0", cents = "00"] = amount.split(".");
  return `${groupDigits(whole)}.${cents}`;
}

/** A rate of the document in percent: "0.0620" → "6.2 %". */
export function ratePercent(rate: string | null, decimals = 1): string {
  return rate === null ? "—" : `${(Number(rate) * 100).toFixed(decimals)} %`;
}
