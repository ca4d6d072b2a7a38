import { countryOrGroup } from "./countries";
import type { BehaviourSignal } from "./definition";
import { isUsablePhrase } from "./phrases";
import { RESPONSE_KINDS } from "./touches";

export type DefinitionErrorCode =
  | "FIELD_MISSING"
  | "FIELD_UNKNOWN"
  | "BAD_NAICS"
  | "BAD_PATTERN"
  | "BAD_COUNTRY"
  | "BAD_NUMBER"
  | "BAD_VALUE";

export interface DefinitionError {
  /** Where: `score_above`, one of the eight keys, or a path below it such as `industries.naics.2`. */
  readonly field: string;
  readonly code: DefinitionErrorCode;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

export type Json = Readonly<Record<string, unknown>>;
type Parse<T> = (value: unknown, at: string) => T;

const MAX_LIST = 100;
const MAX_LABEL = 60;
export const MAX_DAYS = 3650;
const NAICS = /^\d{2,6}$/;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads one definition from outside, collecting errors; what a method returns after an error is never used. */
export class DefinitionReader {
  readonly errors: DefinitionError[] = [];

  report(field: string, code: DefinitionErrorCode, message: string): void {
    // What lies below a field that is wrong as a whole needs no error of its own.
    if (this.errors.some((error) => field.startsWith(`${error.field}.`))) return;
    this.errors.push({ field, code, message });
  }

  /** An object with no other keys than these; something else reads as an empty one. */
  object(value: unknown, at: string, keys: readonly string[]): Json {
    if (!isJson(value)) {
      const absent = value === undefined || value === null;
      this.report(at, absent ? "FIELD_MISSING" : "BAD_VALUE", absent ? "Fill in this field." : "Must be an object.");
      return {};
    }
    for (const key of Object.keys(value)) {
      const path = at === "" ? key : `${at}.${key}`;
      if (!keys.includes(key))
        this.report(path, "FIELD_UNKNOWN", `Not part of a definition; expected ${keys.join(", ")}.`);
    }
    return value;
  }

  /** Each entry parsed, equal ones once. An absent list is empty. */
  list<T>(value: unknown, at: string, parse: Parse<T>): T[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value) || value.length > MAX_LIST) {
      this.report(at, "BAD_VALUE", `Must be a list of at most ${MAX_LIST} entries.`);
      return [];
    }
    return [...new Set(value.map((entry, index) => parse(entry, `${at}.${index}`)))];
  }

  whole = (value: unknown, at: string, least: number, most: number): number => {
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    const absent = value === undefined || value === null;
    this.report(at, absent ? "FIELD_MISSING" : "BAD_NUMBER", `Write a whole number from ${least} to ${most}.`);
    return least;
  };

  flag = (value: unknown, at: string): boolean => {
    if (typeof value === "boolean" || value === undefined) return value === true;
    this.report(at, "BAD_VALUE", "Must be true or false.");
    return false;
  };

  phrase: Parse<string> = (value, at) => {
    if (typeof value === "string" && isUsablePhrase(value.trim())) return value.trim();
    this.report(at, "BAD_PATTERN", "Write plain words, up to 60 characters, one entry each: no patterns, no signs.");
    return "";
  };

  label: Parse<string> = (value, at) => {
    const text = typeof value === "string" ? value.trim() : "";
    if (text === "") this.report(at, "FIELD_MISSING", "Write what this signal is called.");
    else if (text.length > MAX_LABEL) this.report(at, "BAD_VALUE", `Write at most ${MAX_LABEL} characters.`);
    return text;
  };

  naics: Parse<string> = (value, at) => {
    const text = typeof value === "string" ? value.trim() : "";
    if (!NAICS.test(text)) this.report(at, "BAD_NAICS", "Write a NAICS code of 2 to 6 digits, as text.");
    return text;
  };

  country: Parse<string> = (value, at) => {
    const place = typeof value === "string" ? countryOrGroup(value) : null;
    if (place === null) this.report(at, "BAD_COUNTRY", "Write a two-letter country code (ISO 3166-1), DACH or ANZ.");
    return place ?? "";
  };

  signal: Parse<BehaviourSignal> = (value, at) => {
    const json = this.object(value, at, ["label", "kinds", "at_least", "campaign_contains", "within_days"]);
    const kinds = this.list(json.kinds, `${at}.kinds`, (kind, path) => {
      const known = RESPONSE_KINDS.find((name) => name === kind);
      if (!known) this.report(path, "BAD_VALUE", `Must be one of ${RESPONSE_KINDS.join(", ")}.`);
      return known ?? RESPONSE_KINDS[0];
    });
    if (kinds.length === 0) this.report(`${at}.kinds`, "FIELD_MISSING", "Choose at least one kind of touch.");
    const { campaign_contains: campaign, within_days: days } = json;
    return {
      label: this.label(json.label, `${at}.label`),
      kinds,
      at_least: this.whole(json.at_least, `${at}.at_least`, 1, 1000),
      ...(campaign === undefined ? {} : { campaign_contains: this.phrase(campaign, `${at}.campaign_contains`) }),
      ...(days === undefined ? {} : { within_days: this.whole(days, `${at}.within_days`, 1, MAX_DAYS) }),
    };
  };
}
