import type { IsoDate } from "@/lib/domain/dates";
import { DEFINITION_FIELDS, type Definition, type DefinitionKey } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { type Evaluation, evaluate } from "@/lib/domain/definition-evaluation";

/** One of the eight checks of a lead. */
export interface CheckLine {
  key: DefinitionKey;
  label: string;
  passed: boolean;
  words: string;
}

/** A lead of the sample under one definition. */
export interface Judged {
  passed: boolean;
  aboveScore: boolean;
  /** "score 82, above 70"; a missing score says so. */
  score: string;
  /** "passes", or what stops it: "score, Industry codes". */
  words: string;
  checks: CheckLine[];
}

/** A lead of the sample, now and, where a draft is tried, with it. */
export interface SampleLine {
  id: string;
  /** Title, else name, else "No name". */
  title: string;
  /** Company and name. */
  who: string;
  now: Judged;
  draft: Judged | null;
}

export interface SampleModel {
  lines: SampleLine[];
  of: number;
  now: number;
  /** How many would pass with the draft; null without one. */
  draft: number | null;
  /** How many are above the score: now, and with the draft. */
  score: { now: number; draft: number | null };
  /** Of each field, how many leads pass it. */
  fields: { key: DefinitionKey; label: string; now: number; draft: number | null }[];
}

interface Lead {
  readonly id: string;
  readonly name: string | null;
  readonly facts: LeadFacts;
}

function scoreWords({ score }: Evaluation, facts: LeadFacts, bound: number): string {
  if (score === "missing" || facts.score === null) return "score missing";
  const value = facts.score.includes(".") ? facts.score.replace(/\.?0+$/, "") : facts.score;
  return `score ${value}, ${score === "above" ? "above" : "not above"} ${bound}`;
}

function judge(definition: Definition, facts: LeadFacts, on: IsoDate): Judged {
  const evaluation = evaluate(definition, facts, on);
  const checks = evaluation.fields.map(({ label, passed, words }, index) => ({
    key: DEFINITION_FIELDS[index]?.key ?? "firmographic",
    label,
    passed,
    words,
  }));
  const stops = [
    ...(evaluation.score === "above" ? [] : ["Score"]),
    ...checks.filter(({ passed }) => !passed).map(({ label }) => label),
  ];
  const words = stops.length === 0 ? "Passes" : `Stopped by ${stops.join(", ")}`;
  return {
    passed: evaluation.passed,
    aboveScore: evaluation.score === "above",
    score: scoreWords(evaluation, facts, definition.score_above),
    words,
    checks,
  };
}

const countPassed = (judged: readonly (Judged | null)[]): number => judged.filter((one) => one?.passed).length;

function passing(judged: readonly (Judged | null)[], key: DefinitionKey): number {
  return judged.filter((one) => one?.checks.some((check) => check.key === key && check.passed)).length;
}

/**
 * The leads of a sample judged on a day by the definition that is stored and, where there is one, by a draft (product.md C1):
 * eight verdicts in words each, how many pass now and how many would.
 */
export function sampleModel(
  leads: readonly Lead[],
  on: IsoDate,
  definitions: { readonly now: Definition; readonly draft: Definition | null },
): SampleModel {
  const { now, draft } = definitions;
  const lines = leads.map(({ id, name, facts }) => ({
    id,
    title: facts.title ?? name ?? "No title",
    who: [facts.company, facts.title === null ? null : name].filter(Boolean).join(" · ") || "No company",
    now: judge(now, facts, on),
    draft: draft && judge(draft, facts, on),
  }));
  const today = lines.map((line) => line.now);
  const tried = lines.map((line) => line.draft);
  return {
    lines,
    of: lines.length,
    now: countPassed(today),
    draft: draft && countPassed(tried),
    score: {
      now: today.filter((one) => one.aboveScore).length,
      draft: draft && tried.filter((one) => one?.aboveScore).length,
    },
    fields: DEFINITION_FIELDS.map(({ key, label }) => ({
      key,
      label,
      now: passing(today, key),
      draft: draft && passing(tried, key),
    })),
  };
}
