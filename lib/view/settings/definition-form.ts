import type { BehaviourSignal, Definition } from "@/lib/domain/definition";
import { groupDigits } from "@/lib/domain/phrases";
import type { RESPONSE_KINDS } from "@/lib/domain/touches";

/** One behaviour signal as it is typed. */
export interface SignalForm {
  label: string;
  kinds: readonly string[];
  at_least: string;
  campaign_contains: string;
  within_days: string;
}

/** The definition as text fields and boxes; the names are the paths of validation errors (`industries.naics`). */
export interface DefinitionForm {
  score_above: string;
  "firmographic.min_employees": string;
  "firmographic.min_revenue": string;
  "industries.naics": string;
  "tech_stack.any_of": string;
  "titles.levels": string;
  "titles.functions": string;
  "geography.countries": string;
  "disqualifiers.students": boolean;
  "disqualifiers.competitors": string;
  "disqualifiers.current_customers": boolean;
  "disqualifiers.open_opportunity": boolean;
  "disqualifiers.title_words": string;
  "time_decay.days": string;
  signals: readonly SignalForm[];
}

export type TextName = {
  [K in keyof DefinitionForm]: DefinitionForm[K] extends string ? K : never;
}[keyof DefinitionForm];
export type FlagName = {
  [K in keyof DefinitionForm]: DefinitionForm[K] extends boolean ? K : never;
}[keyof DefinitionForm];

export const SIGNALS = "behaviour.any_of";
export const signalName = (index: number, part: keyof SignalForm): string => `${SIGNALS}.${index}.${part}`;

export const emptySignal: SignalForm = {
  label: "",
  kinds: [],
  at_least: "1",
  campaign_contains: "",
  within_days: "90",
};

const list = (items: readonly string[]): string => items.join(", ");
const figure = (value: number | string | null): string => (value === null ? "" : groupDigits(value));

function signalForm(signal: BehaviourSignal): SignalForm {
  return {
    label: signal.label,
    kinds: signal.kinds,
    at_least: String(signal.at_least),
    campaign_contains: signal.campaign_contains ?? "",
    within_days: signal.within_days === undefined ? "" : String(signal.within_days),
  };
}

/** The fields of the editor for a stored definition. */
export function definitionForm(definition: Definition): DefinitionForm {
  const { firmographic, titles, disqualifiers } = definition;
  return {
    score_above: String(definition.score_above),
    "firmographic.min_employees": figure(firmographic.min_employees),
    "firmographic.min_revenue": figure(firmographic.min_revenue),
    "industries.naics": list(definition.industries.naics),
    "tech_stack.any_of": list(definition.tech_stack.any_of),
    "titles.levels": list(titles.levels),
    "titles.functions": list(titles.functions),
    "geography.countries": list(definition.geography.countries),
    "disqualifiers.students": disqualifiers.students,
    "disqualifiers.competitors": list(disqualifiers.competitors),
    "disqualifiers.current_customers": disqualifiers.current_customers,
    "disqualifiers.open_opportunity": disqualifiers.open_opportunity,
    "disqualifiers.title_words": list(disqualifiers.title_words),
    "time_decay.days": String(definition.time_decay.days),
    signals: definition.behaviour.any_of.map(signalForm),
  };
}

const TEXTS = [
  "score_above",
  "firmographic.min_employees",
  "firmographic.min_revenue",
  "industries.naics",
  "tech_stack.any_of",
  "titles.levels",
  "titles.functions",
  "geography.countries",
  "disqualifiers.competitors",
  "disqualifiers.title_words",
  "time_decay.days",
] as const satisfies readonly TextName[];
const FLAGS = [
  "disqualifiers.students",
  "disqualifiers.current_customers",
  "disqualifiers.open_opportunity",
] as const satisfies readonly FlagName[];

function isSignalForm(value: Partial<SignalForm> | null): boolean {
  const texts = [value?.label, value?.at_least, value?.campaign_contains, value?.within_days];
  return texts.every((text) => typeof text === "string") && Array.isArray(value?.kinds);
}

/** Whether something that was kept outside is a form of ours. */
export function isDefinitionForm(value: unknown): value is DefinitionForm {
  if (typeof value !== "object" || value === null) return false;
  const form = value as Partial<DefinitionForm>;
  return (
    TEXTS.every((name) => typeof form[name] === "string") &&
    FLAGS.every((name) => typeof form[name] === "boolean") &&
    Array.isArray(form.signals) &&
    form.signals.every(isSignalForm)
  );
}

/** Kinds of behaviour with the words of the boxes. */
export const KIND_LABELS: Readonly<Record<(typeof RESPONSE_KINDS)[number], string>> = {
  form: "Form",
  click: "Click",
  attended: "Attended",
  meeting: "Meeting",
  reply: "Reply",
  call: "Call",
};
