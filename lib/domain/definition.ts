import { placeName } from "./countries";
import { groupDigits, joinWords } from "./phrases";
import type { RESPONSE_KINDS } from "./touches";

/** A response that a behaviour signal may count: what the product knows of a lead's behaviour is its touches. */
export type BehaviourKind = (typeof RESPONSE_KINDS)[number];

/** At least `at_least` touches of these kinds, of campaigns that hold a text, within some days; both only where given. */
export interface BehaviourSignal {
  readonly label: string;
  readonly kinds: readonly BehaviourKind[];
  readonly at_least: number;
  readonly campaign_contains?: string;
  readonly within_days?: number;
}

/** The lead definition of an agreement (product.md C1), as it is stored: JSON with these keys. */
export interface Definition {
  /** A lead needs a third-party score strictly above it. */
  readonly score_above: number;
  /** Strictly more than each of these that is not `null`; revenue as a decimal string in the reporting currency. */
  readonly firmographic: { readonly min_employees: number | null; readonly min_revenue: string | null };
  /** NAICS codes of 2 to 6 digits; a shorter code holds all that begin with it. */
  readonly industries: { readonly naics: readonly string[] };
  readonly tech_stack: { readonly any_of: readonly string[] };
  readonly behaviour: { readonly any_of: readonly BehaviourSignal[] };
  /** One of the levels and one of the functions, as whole words of the title; an empty list asks for nothing. */
  readonly titles: { readonly levels: readonly string[]; readonly functions: readonly string[] };
  /** ISO 3166-1 alpha-2 codes and the groups DACH and ANZ. */
  readonly geography: { readonly countries: readonly string[] };
  readonly disqualifiers: {
    readonly students: boolean;
    /** Domains (with their subdomains) or company names. */
    readonly competitors: readonly string[];
    readonly current_customers: boolean;
    readonly open_opportunity: boolean;
    readonly title_words: readonly string[];
  };
  /** Live on the last of these days without activity, expired on the next. */
  readonly time_decay: { readonly days: number };
}

/**
 * The eight fields in the order of the page: the key in the JSON, the name in a lead's trace (`TraceEntry` of reasons.ts),
 * the words on screens.
 */
export const DEFINITION_FIELDS = [
  { key: "firmographic", field: "firmographic", label: "Firmographic floor" },
  { key: "industries", field: "industry", label: "Industry codes" },
  { key: "tech_stack", field: "tech_stack", label: "Tech-stack signal" },
  { key: "behaviour", field: "behaviour", label: "Behaviour signal" },
  { key: "titles", field: "title", label: "Job-title pattern" },
  { key: "geography", field: "geography", label: "Geography" },
  { key: "disqualifiers", field: "disqualifiers", label: "Disqualifiers" },
  { key: "time_decay", field: "time_decay", label: "Time decay" },
] as const;
export type DefinitionKey = (typeof DEFINITION_FIELDS)[number]["key"];

/** The example of the source document (its §2.2). The score bound and the competitor stand in for what it leaves open. */
export const exampleDefinition: Definition = {
  score_above: 70,
  firmographic: { min_employees: 50, min_revenue: "10000000" },
  industries: { naics: ["5112", "5415", "5417", "6215"] },
  tech_stack: { any_of: ["Salesforce", "HubSpot"] },
  behaviour: {
    any_of: [
      { label: "pricing-page visits", kinds: ["click"], at_least: 2, campaign_contains: "pricing", within_days: 90 },
      { label: "demo requests", kinds: ["form", "meeting"], at_least: 1, campaign_contains: "demo", within_days: 90 },
      { label: "5+ minutes on docs", kinds: ["click"], at_least: 1, campaign_contains: "docs", within_days: 90 },
    ],
  },
  titles: { levels: ["Director", "VP", "Head of"], functions: ["RevOps", "Sales", "Finance"] },
  geography: { countries: ["US", "GB", "DACH", "ANZ"] },
  disqualifiers: {
    students: true,
    competitors: ["competitor.example"],
    current_customers: true,
    open_opportunity: false,
    title_words: [],
  },
  time_decay: { days: 90 },
};

function firmographicWords({ min_employees, min_revenue }: Definition["firmographic"]): string {
  const floors = [
    ...(min_employees === null ? [] : [`more than ${groupDigits(min_employees)} employees`]),
    ...(min_revenue === null ? [] : [`annual revenue over ${groupDigits(min_revenue)}`]),
  ];
  return joinWords(floors, "and");
}

/** "pricing-page visits (click, campaign “pricing”): 2 or more within 90 days": all that is counted, for it is signed. */
export function signalWords({ label, kinds, at_least, campaign_contains, within_days }: BehaviourSignal): string {
  const counted = [
    joinWords(kinds, "or"),
    ...(campaign_contains === undefined ? [] : [`campaign “${campaign_contains}”`]),
  ];
  const days = within_days === undefined ? "" : ` within ${within_days} days`;
  return `${label} (${counted.join(", ")}): ${at_least} or more${days}`;
}

function titleWords({ levels, functions }: Definition["titles"]): string {
  const parts = [levels, functions].filter((list) => list.length > 0).map((list) => joinWords(list, "or"));
  return parts.join(", in ");
}

function disqualifierWords(rules: Definition["disqualifiers"]): string {
  const out = [
    ...(rules.students ? ["students"] : []),
    ...(rules.competitors.length > 0 ? [`competitors (${rules.competitors.join(", ")})`] : []),
    ...(rules.current_customers ? ["contacts of current customers"] : []),
    ...(rules.open_opportunity ? ["companies with an open opportunity"] : []),
    ...(rules.title_words.length > 0 ? [`titles with ${joinWords(rules.title_words, "or")}`] : []),
  ];
  return `not ${joinWords(out, "or")}`;
}

/** The eight fields as readable lines, in the order of the page. */
export function describe(definition: Definition): { key: DefinitionKey; label: string; words: string }[] {
  const words: Record<DefinitionKey, string> = {
    firmographic: firmographicWords(definition.firmographic),
    industries: `NAICS ${joinWords(definition.industries.naics, "or")}`,
    tech_stack: `uses ${joinWords(definition.tech_stack.any_of, "or")}`,
    behaviour: joinWords(definition.behaviour.any_of.map(signalWords), "or"),
    titles: titleWords(definition.titles),
    geography: joinWords(definition.geography.countries.map(placeName), "or"),
    disqualifiers: disqualifierWords(definition.disqualifiers),
    time_decay: `expires after ${definition.time_decay.days} days without activity`,
  };
  return DEFINITION_FIELDS.map(({ key, label }) => ({ key, label, words: words[key] }));
}
