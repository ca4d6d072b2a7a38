import { parseDecimal } from "./decimals";
import { DEFINITION_FIELDS, type Definition, type DefinitionKey } from "./definition";
import { type DefinitionError, DefinitionReader, isJson, type Json, MAX_DAYS } from "./definition-reader";

const MAX_EMPLOYEES = 1_000_000_000;

export type DefinitionResult =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly errors: readonly DefinitionError[] };

/** A revenue bound: decimal text, or a number as a form may send it; `null` where there is none. */
function readRevenue(reader: DefinitionReader, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  const revenue = parseDecimal(text);
  if (revenue && revenue.units >= 0n) return text;
  reader.report("firmographic.min_revenue", "BAD_NUMBER", "Write an amount such as 10000000, zero or more.");
  return null;
}

function readEmployees(reader: DefinitionReader, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  return reader.whole(value, "firmographic.min_employees", 0, MAX_EMPLOYEES);
}

function readScore(reader: DefinitionReader, value: unknown): number {
  if (value === undefined || value === null) {
    reader.report("score_above", "FIELD_MISSING", "Write the score that a lead must exceed.");
  } else if (typeof value !== "number" || !Number.isFinite(value) || !parseDecimal(String(value))) {
    reader.report("score_above", "BAD_NUMBER", "Write a number such as 70.");
  } else {
    return value;
  }
  return 0;
}

function readFields(reader: DefinitionReader, json: Json): Definition {
  const part = (key: DefinitionKey, ...keys: string[]): Json => reader.object(json[key], key, keys);
  const firmographic = part("firmographic", "min_employees", "min_revenue");
  const titles = part("titles", "levels", "functions");
  const out = part("disqualifiers", "students", "competitors", "current_customers", "open_opportunity", "title_words");
  const flag = (key: string): boolean => reader.flag(out[key], `disqualifiers.${key}`);
  const phrases = (value: unknown, at: string): string[] => reader.list(value, at, reader.phrase);
  return {
    score_above: readScore(reader, json.score_above),
    firmographic: {
      min_employees: readEmployees(reader, firmographic.min_employees),
      min_revenue: readRevenue(reader, firmographic.min_revenue),
    },
    industries: { naics: reader.list(part("industries", "naics").naics, "industries.naics", reader.naics) },
    tech_stack: { any_of: phrases(part("tech_stack", "any_of").any_of, "tech_stack.any_of") },
    behaviour: { any_of: reader.list(part("behaviour", "any_of").any_of, "behaviour.any_of", reader.signal) },
    titles: {
      levels: phrases(titles.levels, "titles.levels"),
      functions: phrases(titles.functions, "titles.functions"),
    },
    geography: {
      countries: reader.list(part("geography", "countries").countries, "geography.countries", reader.country),
    },
    disqualifiers: {
      students: flag("students"),
      competitors: phrases(out.competitors, "disqualifiers.competitors"),
      current_customers: flag("current_customers"),
      open_opportunity: flag("open_opportunity"),
      title_words: phrases(out.title_words, "disqualifiers.title_words"),
    },
    time_decay: { days: reader.whole(part("time_decay", "days").days, "time_decay.days", 1, MAX_DAYS) },
  };
}

/** A field that is there but asks for nothing. */
function emptyFields(definition: Definition): DefinitionKey[] {
  const { firmographic, industries, tech_stack, behaviour, titles, geography, disqualifiers } = definition;
  const empty: Partial<Record<DefinitionKey, boolean>> = {
    firmographic: firmographic.min_employees === null && firmographic.min_revenue === null,
    industries: industries.naics.length === 0,
    tech_stack: tech_stack.any_of.length === 0,
    behaviour: behaviour.any_of.length === 0,
    titles: titles.levels.length + titles.functions.length === 0,
    geography: geography.countries.length === 0,
    disqualifiers: Object.values(disqualifiers).every(
      (rule) => rule === false || (Array.isArray(rule) && rule.length === 0),
    ),
  };
  return DEFINITION_FIELDS.map(({ key }) => key).filter((key) => empty[key]);
}

const TOP_KEYS = ["score_above", ...DEFINITION_FIELDS.map(({ key }) => key)];

/**
 * Checks a definition from outside (product.md C1): all eight fields there and asking for something (`FIELD_MISSING`), NAICS
 * codes of 2 to 6 digits (`BAD_NAICS`), plain words in place of patterns (`BAD_PATTERN`), known countries, whole numbers in
 * bounds, no unknown keys. Every error names the field and the cure; the accepted definition is trimmed, without repeats.
 */
export function validateDefinition(input: unknown): DefinitionResult {
  const reader = new DefinitionReader();
  if (!isJson(input)) {
    reader.report("definition", "FIELD_MISSING", "A definition is an object with eight fields.");
    return { ok: false, errors: reader.errors };
  }
  const definition = readFields(reader, reader.object(input, "", TOP_KEYS));
  for (const key of emptyFields(definition)) {
    const told = reader.errors.some(({ field }) => field === key || field.startsWith(`${key}.`));
    if (!told) reader.report(key, "FIELD_MISSING", "Fill in this field: it must ask for something.");
  }
  return reader.errors.length > 0 ? { ok: false, errors: reader.errors } : { ok: true, definition };
}
