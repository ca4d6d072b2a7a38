import type { Weights } from "./credits";
import { compareDecimals, type Decimal, parseDecimal, requireDecimal } from "./decimals";
import { SEGMENTS, type Segment } from "./segments";

/** The floor of a source, or of a source in one segment, in percent ("55", "37.5"). */
export interface FloorTerm {
  readonly source: string;
  readonly segment: Segment | null;
  readonly percent: string;
}

/** What the agreement holds besides the definition: floors, limits, model and SLAs. Decimals are plain text without trailing zeros. */
export interface Terms {
  readonly floors: readonly FloorTerm[];
  readonly rejectionCap: string;
  readonly pipelineFloor: string;
  readonly costLine: string;
  readonly acvMin: string;
  readonly acvMax: string;
  readonly minimumN: number;
  readonly weights: Weights;
  readonly lookbackDays: number;
  readonly decisionDays: number;
  readonly followUpHours: number;
}

/**
 * The same as flat text: the fields of the form, and the state in the audit log. A floor has the key `floor.<source>` or
 * `floor.<source>.<segment>`; where there is none the key is missing or blank.
 */
export type TermsText = Readonly<Record<string, string>>;

export type TermsErrorCode = "FLOOR_RANGE" | "LOOKBACK_RANGE" | "WEIGHTS_SUM" | "SLA_RANGE" | "SOURCE_UNKNOWN";

export interface TermsError {
  /** A key of `TermsText`. */
  readonly field: string;
  readonly code: TermsErrorCode;
  readonly message: string;
}

export type TermsResult =
  | { readonly ok: true; readonly terms: Terms }
  | { readonly ok: false; readonly errors: readonly TermsError[] };

/** metrics.md §4: more is refused always, as noise. */
export const MAX_LOOKBACK = 180;
const MAX_LINE = "9999.9999";
const MAX_MONEY = "999999999999.99";
const MAX_N = 1_000_000;

const FLOOR = "floor.";

export function floorKey(source: string, segment: Segment | null): string {
  return segment === null ? `${FLOOR}${source}` : `${FLOOR}${source}.${segment}`;
}

/** "055.50" → "55.5". */
export function plainDecimal(text: string): string {
  const [whole = "", fraction = ""] = text.split(".");
  const [digits, rest] = [whole.replace(/^0+(?=\d)/, ""), fraction.replace(/0+$/, "")];
  return rest === "" ? digits : `${digits}.${rest}`;
}

/** "25,000" → "25000": people copy what screens print. A comma that groups no thousands stays, to be refused: "1,5" is not 15. */
export function ungrouped(text: string): string {
  return /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
}

/** Thousands may be grouped and a unit may follow a percentage ("55 %"). */
function typed(text: string | undefined): string {
  return ungrouped((text ?? "").trim().replace(/\s*%$/, ""));
}

interface Range {
  readonly least: string;
  readonly most: string;
  readonly decimals: number;
  readonly code: TermsErrorCode;
  readonly message: string;
}

const PERCENT: Range = {
  least: "0",
  most: "100",
  decimals: 2,
  code: "FLOOR_RANGE",
  message: "Enter a percentage from 0 to 100, with two decimals at most, such as 55 or 37.5.",
};

function isInside(value: Decimal, { least, most }: Range): boolean {
  return compareDecimals(value, requireDecimal(least)) >= 0 && compareDecimals(value, requireDecimal(most)) <= 0;
}

class TermsReader {
  readonly errors: TermsError[] = [];

  constructor(private readonly text: TermsText) {}

  report(field: string, { code, message }: Pick<Range, "code" | "message">): void {
    this.errors.push({ field, code, message });
  }

  /** Plain text of a decimal in range; what comes back after an error is never used. */
  decimal(field: string, range: Range): string {
    const text = typed(this.text[field]);
    const value = parseDecimal(text);
    const plain = plainDecimal(text);
    if (value && isInside(value, range) && (plain.split(".")[1] ?? "").length <= range.decimals) return plain;
    this.report(field, range);
    return range.least;
  }

  whole(field: string, least: number, most: number, code: TermsErrorCode, what: string): number {
    const message = `Enter ${what} as a whole number from ${least} to ${most}.`;
    return Number(this.decimal(field, { least: String(least), most: String(most), decimals: 0, code, message }));
  }

  floors(sources: readonly string[]): FloorTerm[] {
    const units = sources.flatMap((source) => [null, ...SEGMENTS].map((segment) => ({ source, segment })));
    const known = new Set(units.map(({ source, segment }) => floorKey(source, segment)));
    for (const key of Object.keys(this.text)) {
      if (!key.startsWith(FLOOR) || known.has(key)) continue;
      this.report(key, { code: "SOURCE_UNKNOWN", message: "This source is no longer there. Reload the page." });
    }
    return units
      .filter(({ source, segment }) => typed(this.text[floorKey(source, segment)]) !== "")
      .map((unit) => ({ ...unit, percent: this.decimal(floorKey(unit.source, unit.segment), PERCENT) }));
  }

  band(): { acvMin: string; acvMax: string } {
    const message = "Enter an amount such as 25,000, zero or more, with two decimals at most.";
    const range: Range = { least: "0", most: MAX_MONEY, decimals: 2, code: "FLOOR_RANGE", message };
    const band = { acvMin: this.decimal("acv_min", range), acvMax: this.decimal("acv_max", range) };
    const told = this.errors.some(({ field }) => field.startsWith("acv_"));
    if (!told && compareDecimals(requireDecimal(band.acvMin), requireDecimal(band.acvMax)) > 0) {
      this.report("acv_max", { code: "FLOOR_RANGE", message: "The upper end of the band is below the lower one." });
    }
    return band;
  }

  weights(): Weights {
    const part = (field: string): number => this.whole(field, 0, 100, "WEIGHTS_SUM", "the share");
    const weights = [part("weight_first"), part("weight_created"), part("weight_won")] as const;
    const sum = weights[0] + weights[1] + weights[2];
    const told = this.errors.some(({ field }) => field.startsWith("weight_"));
    if (!told && sum !== 100) {
      this.report("weight_won", {
        code: "WEIGHTS_SUM",
        message: `The three shares add up to ${sum}. Make them add up to 100.`,
      });
    }
    return weights;
  }
}

/**
 * Reads the terms of an agreement from text (product.md C5), collecting every error with its field and cure: percentages from
 * 0 to 100 (`FLOOR_RANGE`), a lookback of 1 to 180 days (`LOOKBACK_RANGE`), weights that add up to 100 (`WEIGHTS_SUM`), SLAs
 * in their bounds (`SLA_RANGE`), floors of configured sources only (`SOURCE_UNKNOWN`).
 * @param sources codes of the configured sources, in their order
 */
export function parseTerms(text: TermsText, sources: readonly string[]): TermsResult {
  const reader = new TermsReader(text);
  const line = "Enter what a dollar of pipeline may cost, above 0, with four decimals at most, such as 0.22.";
  const lookback = `Enter a whole number of days from 1 to ${MAX_LOOKBACK}: older touches are noise.`;
  const terms: Terms = {
    floors: reader.floors(sources),
    rejectionCap: reader.decimal("rejection_cap", PERCENT),
    pipelineFloor: reader.decimal("pipeline_floor", PERCENT),
    minimumN: reader.whole("minimum_n", 1, MAX_N, "FLOOR_RANGE", "the number of cycles"),
    costLine: reader.decimal("cost_line", {
      least: "0.0001",
      most: MAX_LINE,
      decimals: 4,
      code: "FLOOR_RANGE",
      message: line,
    }),
    ...reader.band(),
    lookbackDays: Number(
      reader.decimal("lookback_days", {
        least: "1",
        most: String(MAX_LOOKBACK),
        decimals: 0,
        code: "LOOKBACK_RANGE",
        message: lookback,
      }),
    ),
    weights: reader.weights(),
    decisionDays: reader.whole("decision_days", 1, 30, "SLA_RANGE", "the business days"),
    followUpHours: reader.whole("follow_up_hours", 1, 240, "SLA_RANGE", "the business hours"),
  };
  return reader.errors.length > 0 ? { ok: false, errors: reader.errors } : { ok: true, terms };
}

/** The inverse of `parseTerms`. */
export function termsText(terms: Terms): TermsText {
  const floors = terms.floors.map(({ source, segment, percent }) => [floorKey(source, segment), percent] as const);
  const [first, created, won] = terms.weights;
  return {
    ...Object.fromEntries(floors),
    rejection_cap: terms.rejectionCap,
    pipeline_floor: terms.pipelineFloor,
    minimum_n: String(terms.minimumN),
    cost_line: terms.costLine,
    acv_min: terms.acvMin,
    acv_max: terms.acvMax,
    lookback_days: String(terms.lookbackDays),
    weight_first: String(first),
    weight_created: String(created),
    weight_won: String(won),
    decision_days: String(terms.decisionDays),
    follow_up_hours: String(terms.followUpHours),
  };
}
