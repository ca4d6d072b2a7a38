import type { AcceptanceVerdict } from "./acceptance";
import type { CostVerdict } from "./cost";
import { FIELD_UNITS, type Field, type FigureFields, type FigureKind, type FigurePlace } from "./document-figures";
import type { MetricsDocument } from "./metrics-document";
import { parseMoney } from "./money";
import { exactMoney, groupDigits, wholeMoney } from "./phrases";
import { type Limit, percentText, sharesOf100 } from "./rates";

const RATIO_WORDS: Partial<Record<CostVerdict, string>> = {
  no_pipeline: "no pipeline",
  no_spend: "no spend recorded",
  no_data: "—",
};

/** A cost per pipeline dollar with four decimals, or the words that stand instead of it. */
export function ratioText({ ratio, verdict }: { ratio: string | null; verdict: CostVerdict }): string {
  return RATIO_WORDS[verdict] ?? ratio ?? "—";
}

interface AcceptanceShare {
  readonly accepted: number;
  readonly n: number;
  readonly floor: string | null;
  readonly verdict: AcceptanceVerdict;
}

/** "31 %", or "low n (6)" where there are too few to judge. */
export function acceptanceText({ accepted, n, floor, verdict }: AcceptanceShare, decimals: number): string {
  if (verdict === "low_n") return `low n (${n})`;
  return percentText(accepted, n, decimals, floor === null ? undefined : { floor });
}

/** Decimals of a difference; `whole` is an amount that is shown without its cents. */
export const DECIMALS = { points: 1, ratio: 4, count: 0, whole: 0, money: 2 } as const;

/** A field of a figure, as pages show it. */
export interface ShownValue {
  /** "31 %", "0.2512", "no pipeline", "12,000", "—". */
  readonly value: string;
  /** The value to hold against that of another Monday, in percent or as a ratio; null where there is none. */
  readonly number: number | null;
  readonly unit: keyof typeof DECIMALS;
}

export const countOf = (fields: FigureFields, field: Field): number => Number(fields[field] ?? 0);
export const textOf = (fields: FigureFields, field: Field): string | null =>
  fields[field] == null ? null : String(fields[field]);
const percent = (part: number, of: number): number | null => (of === 0 ? null : (100 * part) / of);

function shareValue(part: number, of: number, decimals: number, limit?: Limit): ShownValue {
  return { value: percentText(part, of, decimals, limit), number: percent(part, of), unit: "points" };
}

const notJudged = (value: string): ShownValue => ({ value, number: null, unit: "points" });
const BY_SOURCE: ReadonlySet<FigureKind> = new Set(["acceptance", "acceptance_source"]);

function acceptanceValue(kind: FigureKind, fields: FigureFields): ShownValue {
  const [n, accepted] = [countOf(fields, "n"), countOf(fields, "accepted")];
  const verdict = textOf(fields, "verdict") as AcceptanceVerdict;
  const share = { accepted, n, floor: textOf(fields, "floor"), verdict };
  const number = verdict === "low_n" ? null : percent(accepted, n);
  return { value: acceptanceText(share, BY_SOURCE.has(kind) ? 0 : 1), number, unit: "points" };
}

function rateValue(kind: FigureKind, fields: FigureFields): ShownValue {
  const n = countOf(fields, "n");
  if (kind === "rejection") {
    return shareValue(countOf(fields, "rejected"), n, 1, { cap: textOf(fields, "cap") ?? "100" });
  }
  if (fields.verdict === "low_n") return notJudged("low n");
  if (fields.verdict === "maturing") return notJudged("—");
  return shareValue(countOf(fields, "reached"), n, 1, { floor: textOf(fields, "floor") ?? "0" });
}

function volumeValue(fields: FigureFields): ShownValue {
  const [volume, feed] = [countOf(fields, "volume"), textOf(fields, "feed")];
  return { value: feed === null ? String(volume) : `${volume} / ${feed}`, number: volume, unit: "count" };
}

function costValue(fields: FigureFields): ShownValue {
  const [ratio, verdict] = [textOf(fields, "ratio"), textOf(fields, "verdict") as CostVerdict];
  const number = ratio === null || verdict === "no_spend" ? null : Number(ratio);
  return { value: ratioText({ ratio, verdict }), number, unit: "ratio" };
}

/** A field that stands in the document as it is shown: counts, amounts, percents. */
function plainValue(field: Field, fields: FigureFields): ShownValue {
  const text = textOf(fields, field);
  if (text === null) return notJudged(field === "floor" ? "none" : "—");
  switch (FIELD_UNITS[field]) {
    case "percent":
      return { value: `${text} %`, number: Number(text), unit: "points" };
    case "money": {
      if (field !== "spend" && field !== "pipeline")
        return { value: exactMoney(text), number: Number(text), unit: "money" };
      return { value: wholeMoney(text), number: Math.round(Number(text)), unit: "whole" };
    }
    default:
      return { value: groupDigits(text), number: Number(text), unit: "count" };
  }
}

/** What a value needs of other figures of its Monday. */
export interface Whole {
  readonly rejected: number;
  readonly shares: ReadonlyMap<string, string | null>;
}

/** A field as pages show it. */
export function shownValue(
  { kind, source }: FigurePlace,
  field: Field,
  fields: FigureFields,
  whole: Whole,
): ShownValue {
  switch (field) {
    case "acceptance":
      return acceptanceValue(kind, fields);
    case "rate":
      return rateValue(kind, fields);
    case "touched_rate":
      return shareValue(countOf(fields, "touched_in_time"), countOf(fields, "n"), 0);
    case "decided_rate":
      return shareValue(countOf(fields, "decided_in_time"), countOf(fields, "n"), 0);
    case "count": {
      const count = countOf(fields, field);
      return { value: `${count} of ${whole.rejected}`, number: percent(count, whole.rejected), unit: "points" };
    }
    case "volume":
      return volumeValue(fields);
    case "ratio":
      return costValue(fields);
    case "share": {
      const share = whole.shares.get(source ?? "") ?? null;
      return share === null ? notJudged("—") : { value: `${share} %`, number: Number(share), unit: "points" };
    }
    default:
      return plainValue(field, fields);
  }
}

/** Shares as the influence table has them: they add up to 100.0. */
export function wholeOf({ rejection, influence: { rows } }: MetricsDocument): Whole {
  const shares = sharesOf100(rows.map(({ credit }) => parseMoney(credit) ?? 0n));
  return {
    rejected: rejection.rejected,
    shares: new Map(rows.map(({ source }, index) => [source, shares[index] ?? null])),
  };
}
