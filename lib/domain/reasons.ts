/** The closed list of rejection reasons, in its order (metrics.md §1; product.md A4). */
export const REASONS = ["out_of_icp", "wrong_persona", "no_intent", "bad_data", "already_in_pipeline"] as const;
export type Reason = (typeof REASONS)[number];

export interface ReasonText {
  readonly label: string;
  readonly description: string;
}

export const REASON_TEXTS: Readonly<Record<Reason, ReasonText>> = {
  out_of_icp: { label: "Out of ICP", description: "wrong firmographic" },
  wrong_persona: {
    label: "Wrong title or persona",
    description: "right company, wrong contact",
  },
  no_intent: {
    label: "No buying intent",
    description: "fits, but no signal of need; after a touch",
  },
  bad_data: { label: "Bad data", description: "invalid e-mail, disconnected phone" },
  already_in_pipeline: {
    label: "Already in pipeline",
    description: "duplicate; you name what it duplicates",
  },
};

/** Whether text is exactly one of the five codes; case matters. */
export function isReason(text: string): text is Reason {
  return (REASONS as readonly string[]).includes(text);
}

/** No buying intent can only be known after a touch (product.md A4). */
export function needsTouch(code: Reason): boolean {
  return code === "no_intent";
}

/** A duplicate names the open opportunity or the lead it duplicates (product.md A4). */
export function needsDuplicate(code: Reason): boolean {
  return code === "already_in_pipeline";
}

export type ReasonCounts = Readonly<Record<Reason, number>>;

export interface RankedReason {
  readonly code: Reason;
  readonly count: number;
  /** 1 for the most frequent; null for a reason with no rejection, which does not rank. */
  readonly rank: number | null;
}

/** All five reasons by count, equal counts in list order (metrics.md §5). */
export function rankReasons(counts: ReasonCounts): RankedReason[] {
  return REASONS.map((code) => ({ code, count: counts[code] }))
    .sort((a, b) => b.count - a.count)
    .map((row, index) => ({ ...row, rank: row.count > 0 ? index + 1 : null }));
}

/** One of the eight checks of the definition, as far as a reason can be read from it. */
export interface TraceEntry {
  readonly field:
    | "firmographic"
    | "industry"
    | "tech_stack"
    | "behaviour"
    | "title"
    | "geography"
    | "disqualifiers"
    | "time_decay";
  readonly passed: boolean;
  /** What exactly failed, where a field can fail in several ways. */
  readonly code?: string;
}

const REASON_OF_FIELD: Readonly<Record<TraceEntry["field"], Reason | null>> = {
  firmographic: "out_of_icp",
  industry: "out_of_icp",
  tech_stack: "out_of_icp",
  geography: "out_of_icp",
  title: "wrong_persona",
  behaviour: "no_intent",
  time_decay: "no_intent",
  disqualifiers: null,
};

function reasonOf(entry: TraceEntry): Reason | null {
  const code = entry.code?.toLowerCase() ?? "";
  if (/e-?mail/.test(code)) return "bad_data";
  if (entry.field === "disqualifiers" && /opportunity|lead|pipeline|duplicate/.test(code)) {
    return "already_in_pipeline";
  }
  return REASON_OF_FIELD[entry.field];
}

/** A duplicate or a dead address settles a lead whatever else fails; then the order of the list. */
const LIKELY_ORDER: readonly Reason[] = ["already_in_pipeline", "bad_data", "out_of_icp", "wrong_persona", "no_intent"];

/**
 * The reason that the failed checks of a lead point to, to be highlighted and never chosen
 * (product.md A5); null when nothing failed that points to one.
 */
export function likelyReason(trace: readonly TraceEntry[]): Reason | null {
  const found = new Set(trace.filter((entry) => !entry.passed).map(reasonOf));
  return LIKELY_ORDER.find((reason) => found.has(reason)) ?? null;
}
