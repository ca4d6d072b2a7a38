import type { IsoDate } from "./dates";
import { compareDecimals, parseDecimal } from "./decimals";
import { DEFINITION_FIELDS, type Definition, type DefinitionKey } from "./definition";
import {
  checkBehaviour,
  checkFirmographic,
  checkGeography,
  checkIndustries,
  checkTechStack,
  checkTimeDecay,
  checkTitles,
  type Finding,
  type LeadFacts,
} from "./definition-checks";
import { checkDisqualifiers } from "./disqualifiers";
import type { TraceEntry } from "./reasons";

export interface FieldVerdict extends Finding, TraceEntry {
  readonly label: string;
}

export interface Evaluation {
  /** Score strictly above the bound and all eight fields passed: an MQL. */
  readonly passed: boolean;
  readonly score: "above" | "not_above" | "missing";
  /** All eight, in the order of the page. */
  readonly fields: readonly FieldVerdict[];
}

function scoreOf(definition: Definition, facts: LeadFacts): Evaluation["score"] {
  const [score, bound] = [parseDecimal(facts.score ?? ""), parseDecimal(String(definition.score_above))];
  if (!score || !bound) return "missing";
  return compareDecimals(score, bound) > 0 ? "above" : "not_above";
}

/**
 * The eight verdicts, in words, and the score of a lead on a date in the organisation's zone (product.md A2, C1). Touches
 * after that date do not count. Missing data makes a field fail and its words say what is missing. The score must be
 * strictly above the bound.
 */
export function evaluate(definition: Definition, facts: LeadFacts, on: IsoDate): Evaluation {
  const findings: Record<DefinitionKey, Finding> = {
    firmographic: checkFirmographic(definition.firmographic, facts),
    industries: checkIndustries(definition.industries, facts),
    tech_stack: checkTechStack(definition.tech_stack, facts),
    behaviour: checkBehaviour(definition.behaviour, facts, on),
    titles: checkTitles(definition.titles, facts),
    geography: checkGeography(definition.geography, facts),
    disqualifiers: checkDisqualifiers(definition.disqualifiers, facts),
    time_decay: checkTimeDecay(definition.time_decay, facts, on),
  };
  const fields = DEFINITION_FIELDS.map(({ key, field, label }) => {
    const { passed, words, code } = findings[key];
    return passed ? { field, label, passed, words } : { field, label, passed, words, code };
  });
  const score = scoreOf(definition, facts);
  return { passed: score === "above" && fields.every((field) => field.passed), score, fields };
}

export type MqlCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: "SCORE_MISSING" }
  | { readonly ok: false; readonly code: "ICP_FAILED"; readonly failed: readonly (TraceEntry["field"] | "score")[] };

/**
 * Whether an evaluation makes an MQL (product.md A2): without a score `SCORE_MISSING`; else `ICP_FAILED` with what failed, in
 * the order of the page, the score first where it is not above the bound.
 */
export function isMql({ score, fields }: Evaluation): MqlCheck {
  if (score === "missing") return { ok: false, code: "SCORE_MISSING" };
  const failed = fields.filter((field) => !field.passed).map((field) => field.field);
  if (score === "above" && failed.length === 0) return { ok: true };
  return { ok: false, code: "ICP_FAILED", failed: score === "above" ? failed : ["score", ...failed] };
}
