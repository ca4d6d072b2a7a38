import { countryCode, countryName, holdsCountry, placeName } from "./countries";
import { addDays, diffDays, type IsoDate } from "./dates";
import { compareDecimals, parseDecimal } from "./decimals";
import type { BehaviourSignal, Definition } from "./definition";
import { groupDigits, holdsPhrase, joinWords, plainWords } from "./phrases";
import { isResponse, type TouchKind } from "./touches";

/** What is known of a lead on the day of the evaluation; `null` or an empty list is missing. */
export interface LeadFacts {
  readonly email: string | null;
  readonly company: string | null;
  readonly domain: string | null;
  readonly title: string | null;
  readonly country: string | null;
  readonly naics: string | null;
  readonly employees: number | null;
  /** Decimal string in the reporting currency. */
  readonly annualRevenue: string | null;
  readonly technologies: readonly string[];
  /** The third-party score, decimal string. */
  readonly score: string | null;
  readonly touches: readonly { readonly kind: TouchKind; readonly campaign: string | null; readonly on: IsoDate }[];
  /** The account has a won opportunity. */
  readonly currentCustomer: boolean;
  /** The account has an open opportunity. */
  readonly openOpportunity: boolean;
}

/** What one check found; `code` says how it failed, "missing" when the lead lacks the data. */
export interface Finding {
  readonly passed: boolean;
  readonly words: string;
  readonly code?: string;
}

/** The lead lacks what the check needs. */
export function missing(words: string): Finding {
  return { passed: false, words, code: "missing" };
}

/** Several findings that must all pass: the words of those that did not, else of all. */
function all(findings: readonly Finding[]): Finding {
  const failed = findings.filter((finding) => !finding.passed);
  const words = (failed.length > 0 ? failed : findings).map((finding) => finding.words).join("; ");
  return { passed: failed.length === 0, words, code: failed[0]?.code };
}

export function checkFirmographic(rules: Definition["firmographic"], facts: LeadFacts): Finding {
  const over = (value: string | null, floor: string, what: string, say: (text: string) => string): Finding => {
    const [known, bound] = [parseDecimal(value ?? ""), parseDecimal(floor)];
    if (value === null || !known || !bound) return missing(`${what} missing`);
    const passed = compareDecimals(known, bound) > 0;
    return {
      passed,
      words: `${say(groupDigits(value))}, ${passed ? "" : "not "}over ${groupDigits(floor)}`,
      code: "below",
    };
  };
  const findings: Finding[] = [];
  if (rules.min_employees !== null) {
    const count = facts.employees === null ? null : String(facts.employees);
    findings.push(over(count, String(rules.min_employees), "employee count", (text) => `${text} employees`));
  }
  if (rules.min_revenue !== null) {
    findings.push(over(facts.annualRevenue, rules.min_revenue, "annual revenue", (text) => `revenue ${text}`));
  }
  return all(findings);
}

export function checkIndustries({ naics }: Definition["industries"], facts: LeadFacts): Finding {
  const own = facts.naics?.trim();
  if (!own) return missing("NAICS code missing");
  const under = naics.find((code) => own.startsWith(code));
  if (under === undefined)
    return { passed: false, words: `NAICS ${own} is not under ${joinWords(naics, "or")}`, code: "other" };
  return { passed: true, words: own === under ? `NAICS ${own} is on the list` : `NAICS ${own} is under ${under}` };
}

export function checkTechStack({ any_of }: Definition["tech_stack"], facts: LeadFacts): Finding {
  if (facts.technologies.length === 0) return missing("technologies missing");
  const used = any_of.filter((name) => facts.technologies.some((own) => holdsPhrase(own, name)));
  if (used.length > 0) return { passed: true, words: `uses ${joinWords(used, "and")}` };
  return { passed: false, words: `does not use ${joinWords(any_of, "or")}`, code: "other" };
}

function countSignal(signal: BehaviourSignal, facts: LeadFacts, on: IsoDate): number {
  const from = signal.within_days === undefined ? "" : addDays(on, -signal.within_days);
  const text = plainWords(signal.campaign_contains ?? "");
  return facts.touches.filter(
    (touch) =>
      touch.on >= from &&
      touch.on <= on &&
      signal.kinds.some((kind) => kind === touch.kind) &&
      plainWords(touch.campaign ?? "").includes(text),
  ).length;
}

export function checkBehaviour({ any_of }: Definition["behaviour"], facts: LeadFacts, on: IsoDate): Finding {
  if (!facts.touches.some((touch) => touch.on <= on)) return missing("no touches recorded");
  const counts = any_of.map((signal) => ({ signal, count: countSignal(signal, facts, on) }));
  const shown = counts.find(({ signal, count }) => count >= signal.at_least);
  if (shown) {
    return { passed: true, words: `${shown.signal.label}: ${shown.count}, at least ${shown.signal.at_least}` };
  }
  const words = counts.map(({ signal, count }) => `${signal.label}: ${count} of ${signal.at_least}`).join("; ");
  return { passed: false, words, code: "below" };
}

export function checkTitles({ levels, functions }: Definition["titles"], facts: LeadFacts): Finding {
  const title = facts.title?.trim();
  if (!title) return missing("job title missing");
  const one = (phrases: readonly string[]): Finding => {
    const found = phrases.find((phrase) => holdsPhrase(title, phrase));
    if (found !== undefined) return { passed: true, words: found };
    return { passed: false, words: `not ${joinWords(phrases, "or")}`, code: "other" };
  };
  const { words, ...finding } = all([levels, functions].filter((list) => list.length > 0).map(one));
  return { ...finding, words: `“${title}”: ${words}` };
}

export function checkGeography({ countries }: Definition["geography"], facts: LeadFacts): Finding {
  if (!facts.country?.trim()) return missing("country missing");
  const code = countryCode(facts.country);
  if (code === null) return { passed: false, words: `country ${facts.country.trim()} is no ISO code`, code: "missing" };
  const entry = countries.find((place) => holdsCountry(place, code));
  if (entry === code) return { passed: true, words: `${countryName(code)} is on the list` };
  if (entry !== undefined) return { passed: true, words: `${countryName(code)} is in ${placeName(entry)}` };
  const places = joinWords(countries.map(placeName), "or");
  return { passed: false, words: `${countryName(code)} is not in ${places}`, code: "other" };
}

/** Activity is a response of the lead; what we send is none. */
export function checkTimeDecay({ days }: Definition["time_decay"], facts: LeadFacts, on: IsoDate): Finding {
  const active = facts.touches.filter((touch) => isResponse(touch.kind) && touch.on <= on).map((touch) => touch.on);
  const last = active.sort().at(-1);
  if (last === undefined) return missing("no activity recorded");
  const age = diffDays(last, on);
  const words = age === 0 ? "active today" : `last active ${age} ${age === 1 ? "day" : "days"} ago`;
  if (age <= days) return { passed: true, words: `${words}, within ${days}` };
  return { passed: false, words: `${words}, over ${days}`, code: "expired" };
}
