import { DEFINITION_FIELDS, type Definition, type DefinitionKey, describe, exampleDefinition } from "./definition";
import type { DefinitionError } from "./definition-reader";
import { validateDefinition } from "./definition-validation";

/** The two who can differ about the ICP; the CEO picks between them (product.md C10). */
export const SIDES = ["cro", "cmo"] as const;
export type Side = (typeof SIDES)[number];

export function isSide(text: string): text is Side {
  return (SIDES as readonly string[]).includes(text);
}

export function otherSide(side: Side): Side {
  return side === "cro" ? "cmo" : "cro";
}

/** Months for which a field stays closed after the CEO has picked; the database counts them. */
export const CLOSED_MONTHS = 12;

/** That part of a definition which one field is. */
export type FieldValue = Definition[DefinitionKey];

export type FieldResult =
  | { readonly ok: true; readonly value: FieldValue }
  | { readonly ok: false; readonly errors: readonly DefinitionError[] };

export function fieldLabel(key: DefinitionKey): string {
  return DEFINITION_FIELDS.find((field) => field.key === key)?.label ?? key;
}

/** The definition with another value of one field. */
export function withField(definition: Definition, key: DefinitionKey, value: FieldValue): Definition {
  return { ...definition, [key]: value };
}

/** Reads one field from outside by the rules of the whole definition: fields do not depend on each other. */
export function readField(key: DefinitionKey, input: unknown): FieldResult {
  const result = validateDefinition({ ...exampleDefinition, [key]: input });
  return result.ok ? { ok: true, value: result.definition[key] } : result;
}

/** A value of one field in the words of the definition's page. */
export function fieldWords(key: DefinitionKey, value: FieldValue): string {
  return describe(withField(exampleDefinition, key, value)).find((line) => line.key === key)?.words ?? "";
}

/** Case and the order of entries do not matter: both list the same. */
function normal(value: unknown): unknown {
  if (typeof value === "string") return value.toLowerCase();
  if (Array.isArray(value)) return value.map((entry) => JSON.stringify(normal(entry))).sort();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, normal(part)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether two values of one field ask for the same. */
export function asksTheSame(one: FieldValue, other: FieldValue): boolean {
  return JSON.stringify(normal(one)) === JSON.stringify(normal(other));
}
