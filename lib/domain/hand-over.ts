import { DEFINITION_FIELDS } from "./definition";
import { type Evaluation, isMql } from "./definition-evaluation";
import { REQUIRED_FIELDS, type RequiredField } from "./required-data";

/** All that stands against a hand-over. The code is that of the first kind; the lists are whole whichever leads. */
export interface HandOverProblems {
  readonly code: "DATA_INCOMPLETE" | "SCORE_MISSING" | "ICP_FAILED";
  /** Names of the required data that the lead does not carry. */
  readonly missing: readonly string[];
  readonly score: Evaluation["score"];
  /** Names of what the definition refuses, in the order of the page; a score that is not above the line first. */
  readonly failed: readonly string[];
}

const REQUIRED_LABELS = new Map<string, string>(REQUIRED_FIELDS.map(({ field, label }) => [field, label]));
const FIELD_LABELS = new Map<string, string>(DEFINITION_FIELDS.map(({ field, label }) => [field, label]));

/**
 * What keeps a lead of the standard lane from being handed over, null for nothing (product.md A2, C8): first data that it must
 * carry, then a score that is not there, then the definition.
 * @param missing required data that the lead does not carry (`missingData`)
 */
export function handOverProblems(evaluation: Evaluation, missing: readonly RequiredField[]): HandOverProblems | null {
  const check = isMql(evaluation);
  if (check.ok && missing.length === 0) return null;
  const { score, fields } = evaluation;
  const failed = fields.filter(({ passed }) => !passed).map(({ field }) => FIELD_LABELS.get(field) ?? field);
  return {
    code: missing.length > 0 || check.ok ? "DATA_INCOMPLETE" : check.code,
    missing: missing.map((field) => REQUIRED_LABELS.get(field) ?? field),
    score,
    failed: score === "not_above" ? ["Score above the line", ...failed] : failed,
  };
}
