import { typedNumber } from "@/lib/domain/typed-number";
import { SIGNALS, type SignalForm, signalName } from "./definition-form";

/** A form as it arrives: text, or a list where a name occurs more than once. */
export type Posted = Readonly<Record<string, string | readonly string[]>>;

const one = (posted: Posted, name: string): string => {
  const value = posted[name];
  return (typeof value === "string" ? value : (value?.[0] ?? "")).trim();
};

/** Entries between commas, semicolons or line ends. */
const entries = (posted: Posted, name: string): string[] =>
  one(posted, name)
    .split(/[,;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

/** A number where it is one, nothing where it is blank, else the text itself, so that validation can name it. */
function number(posted: Posted, name: string): number | string | undefined {
  const text = typedNumber(one(posted, name));
  if (text === "") return undefined;
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : text;
}

const flag = (posted: Posted, name: string): boolean => one(posted, name) !== "";

function readSignal(posted: Posted, index: number): object {
  const name = (part: keyof SignalForm) => signalName(index, part);
  const kinds = posted[name("kinds")] ?? [];
  const campaign = one(posted, name("campaign_contains"));
  const days = number(posted, name("within_days"));
  return {
    label: one(posted, name("label")),
    kinds: typeof kinds === "string" ? [kinds] : kinds,
    at_least: number(posted, name("at_least")),
    ...(campaign !== "" && { campaign_contains: campaign }),
    ...(days !== undefined && { within_days: days }),
  };
}

function signalIndexes(posted: Posted): number[] {
  const found = Object.keys(posted).flatMap((name) => {
    const match = /^behaviour\.any_of\.(\d{1,3})\./.exec(name);
    return match ? [Number(match[1])] : [];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

/** What a posted form says, for lib/domain/definition-validation.ts to judge. Blank numbers are left out. */
export function readDefinitionForm(posted: Posted): object {
  const revenue = one(posted, "firmographic.min_revenue");
  return {
    score_above: number(posted, "score_above"),
    firmographic: {
      min_employees: number(posted, "firmographic.min_employees") ?? null,
      min_revenue: revenue === "" ? null : typedNumber(revenue),
    },
    industries: { naics: entries(posted, "industries.naics") },
    tech_stack: { any_of: entries(posted, "tech_stack.any_of") },
    behaviour: { any_of: signalIndexes(posted).map((index) => readSignal(posted, index)) },
    titles: { levels: entries(posted, "titles.levels"), functions: entries(posted, "titles.functions") },
    geography: { countries: entries(posted, "geography.countries") },
    disqualifiers: {
      students: flag(posted, "disqualifiers.students"),
      competitors: entries(posted, "disqualifiers.competitors"),
      current_customers: flag(posted, "disqualifiers.current_customers"),
      open_opportunity: flag(posted, "disqualifiers.open_opportunity"),
      title_words: entries(posted, "disqualifiers.title_words"),
    },
    time_decay: { days: number(posted, "time_decay.days") },
  };
}

/** The control that shows an error of a whole field. */
const FIRST_CONTROL: Readonly<Record<string, string>> = {
  firmographic: "firmographic.min_employees",
  industries: "industries.naics",
  tech_stack: "tech_stack.any_of",
  behaviour: SIGNALS,
  titles: "titles.levels",
  geography: "geography.countries",
  disqualifiers: "disqualifiers.students",
  time_decay: "time_decay.days",
};

/** "industries.naics.2" → "industries.naics": which control an error belongs to. */
export function controlOf(path: string): string {
  const whole = FIRST_CONTROL[path];
  if (whole !== undefined) return whole;
  if (/^behaviour\.any_of\.\d+$/.test(path)) return `${path}.label`;
  return path.replace(/\.\d+$/, "");
}

/** The entry of a list that an error is about, as it was typed; null for errors of whole fields. */
function entryOf(path: string, posted: Posted): string | null {
  const match = /^(.+)\.(\d+)$/.exec(path);
  if (!match?.[1] || match[1] === SIGNALS || match[1].endsWith(".kinds")) return null;
  return entries(posted, match[1])[Number(match[2])] ?? null;
}

/** Errors of validation, by the control that shows them; an error inside a list quotes its entry. */
export function controlErrors<E extends { readonly field: string; readonly message: string }>(
  errors: readonly E[],
  posted: Posted,
): E[] {
  return errors.map((error) => {
    const entry = entryOf(error.field, posted);
    const message = entry === null ? error.message : `“${entry}”: ${error.message}`;
    return { ...error, field: controlOf(error.field), message };
  });
}
