import type { BriefCriteria } from "./briefs";
import type { IsoDate } from "./dates";
import { DEFINITION_FIELDS } from "./definition";
import type { LeadFacts } from "./definition-checks";
import { evaluate } from "./definition-evaluation";
import { isReason, REASON_TEXTS, REASONS, type Reason, type ReasonCounts, type TraceEntry } from "./reasons";
import { missingData, REQUIRED_FIELDS, type RequiredField, type RequiredRecord } from "./required-data";

/** What a delivered row can fail: the score line, a field of the definition, or data that it does not carry. */
export type BriefCode = "score" | TraceEntry["field"] | `data:${RequiredField}`;

/**
 * No touch can come in before its lead, so that behaviour and activity are unknown on the day of the delivery; and the score is
 * another vendor's. They are kept, and the seller answers for none of them.
 */
const NOT_THE_VENDORS: ReadonlySet<BriefCode> = new Set(["behaviour", "time_decay"]);

export interface BriefVerdict {
  /** What the vendor answers for; empty: the row passed. */
  readonly failed: readonly BriefCode[];
  /** What did not pass and could not have. */
  readonly pending: readonly BriefCode[];
}

/** A delivered lead against the brief on the day of its import: score line, eight verdicts, required data (product.md C12). */
export function checkDelivery(
  criteria: BriefCriteria,
  facts: LeadFacts,
  record: RequiredRecord,
  on: IsoDate,
): BriefVerdict {
  const { score, fields } = evaluate(criteria.definition, facts, on);
  const fit = fields.filter(({ passed }) => !passed).map(({ field }): BriefCode => field);
  const data = missingData(criteria.requiredData, record).map((field): BriefCode => `data:${field}`);
  return {
    failed: [
      ...(score === "not_above" ? (["score"] as const) : []),
      ...fit.filter((code) => !NOT_THE_VENDORS.has(code)),
      ...data,
    ],
    pending: [...(score === "missing" ? (["score"] as const) : []), ...fit.filter((code) => NOT_THE_VENDORS.has(code))],
  };
}

const labels = new Map<string, string>([
  ["score", "Score line"],
  ...DEFINITION_FIELDS.map(({ field, label }) => [field, label] as const),
  ...REQUIRED_FIELDS.map(({ field, label }) => [`data:${field}`, `${label} missing`] as const),
]);

/** All codes in the order of screens: the score line, the eight fields, the data. */
export const BRIEF_CODES = [...labels.keys()] as readonly BriefCode[];

export function briefCodeLabel(code: string): string {
  return labels.get(code) ?? code;
}

/** Rejections that credit terms answer for; no buying intent is nobody's fault but the moment's. */
export const CLAIM_REASONS: readonly Reason[] = REASONS.filter((reason) => reason !== "no_intent");

/** Why a row may be claimed, in words; null where it may not. */
export function claimWords(failed: readonly string[], rejection: string | null): string | null {
  const parts = [
    ...(failed.length > 0 ? [`failed the brief: ${failed.map(briefCodeLabel).join(", ")}`] : []),
    ...(rejection !== null && isReason(rejection) && CLAIM_REASONS.includes(rejection)
      ? [`rejected: ${REASON_TEXTS[rejection].label}`]
      : []),
  ];
  return parts.length > 0 ? parts.join("; ") : null;
}

/** Cycles of the delivered leads, by what became of them. */
export interface DeliveryOutcome {
  readonly handedOver: number;
  readonly accepted: number;
  readonly rejected: ReasonCounts;
  /** Undecided although the decision SLA has run out, or expired undecided. */
  readonly unworked: number;
  /** Undecided, the SLA still running. */
  readonly pending: number;
}

export const NO_OUTCOME: DeliveryOutcome = {
  handedOver: 0,
  accepted: 0,
  rejected: { out_of_icp: 0, wrong_persona: 0, no_intent: 0, bad_data: 0, already_in_pipeline: 0 },
  unworked: 0,
  pending: 0,
};

export function rejectedOf({ rejected }: DeliveryOutcome): number {
  return REASONS.reduce((sum, reason: Reason) => sum + rejected[reason], 0);
}

/** Of two briefs: no cycle is in both. */
export function addOutcomes(a: DeliveryOutcome, b: DeliveryOutcome): DeliveryOutcome {
  const sum = (reason: Reason) => [reason, a.rejected[reason] + b.rejected[reason]] as const;
  return {
    handedOver: a.handedOver + b.handedOver,
    accepted: a.accepted + b.accepted,
    rejected: Object.fromEntries(REASONS.map(sum)) as ReasonCounts,
    unworked: a.unworked + b.unworked,
    pending: a.pending + b.pending,
  };
}

/** The denominator of acceptance, as metrics.md §2 divides: pending cycles are in no rate. */
export function outcomeN(outcome: DeliveryOutcome): number {
  return outcome.accepted + rejectedOf(outcome) + outcome.unworked;
}
