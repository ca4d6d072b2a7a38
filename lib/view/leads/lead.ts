import { countryName } from "@/lib/domain/countries";
import type { Evaluation } from "@/lib/domain/definition-evaluation";
import { type HandOverProblems, handOverProblems } from "@/lib/domain/hand-over";
import type { Lane } from "@/lib/domain/lifecycle";
import { groupDigits, joinWords } from "@/lib/domain/phrases";
import { missingData, REQUIRED_FIELDS, type RequiredField, type RequiredRecord } from "@/lib/domain/required-data";
import type { Segment } from "@/lib/domain/segments";
import { fullMomentWords } from "@/lib/view/moments";
import { exactMoney, type Labels } from "@/lib/view/monday/labels";

/** What lib/data reads of a lead, as far as its page prints it. */
export interface LeadInput {
  externalId: string;
  sourceSystem: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  domain: string | null;
  title: string | null;
  country: string | null;
  naics: string | null;
  employees: number | null;
  annualRevenue: string | null;
  technologies: string[];
  source: string;
  campaign: string | null;
  segment: Segment;
  lane: Lane;
  createdAt: Date;
  score: string | null;
  scoreVendor: string | null;
  scoreModelVersion: string | null;
  boughtFrom: string | null;
}

/** Name and company: what the page is called. */
export function leadHeading(lead: LeadInput): { title: string; note: string } {
  const person = [lead.firstName, lead.lastName].filter(Boolean).join(" ");
  const name = person || lead.title || lead.externalId;
  return {
    title: lead.company === null ? name : `${name}, ${lead.company}`,
    note: [person && lead.title, lead.email].filter(Boolean).join(" · "),
  };
}

export interface LeadFact {
  readonly label: string;
  readonly value: string;
}

/** The record, in words; what is missing is said, because the definition asks for it. */
export function leadRecord(lead: LeadInput, labels: Labels, zone: string): LeadFact[] {
  const known = (label: string, value: string | null) => ({ label, value: value ?? "—" });
  return [
    known("Employees", lead.employees === null ? null : groupDigits(lead.employees)),
    known("Annual revenue", lead.annualRevenue && exactMoney(lead.annualRevenue)),
    known("NAICS", lead.naics),
    known("Country", lead.country && countryName(lead.country)),
    known("Technologies", lead.technologies.join(", ") || null),
    known("Domain", lead.domain),
    known("Source", `${labels.source(lead.source)}${lead.campaign === null ? "" : `, “${lead.campaign}”`}`),
    known("Segment", labels.segment(lead.segment)),
    known("Lane", lead.lane === "partner" ? "partner" : "standard"),
    ...(lead.boughtFrom === null ? [] : [known("Bought from", lead.boughtFrom)]),
    known("In the CRM since", fullMomentWords(lead.createdAt, zone)),
    known("Id", `${lead.externalId} in ${lead.sourceSystem}`),
  ];
}

/** The fields that an agreement can require, as the hand-over reads them. */
export function requiredRecord(lead: LeadInput): RequiredRecord {
  const { email, firstName, lastName, title, company, domain, country, naics, employees, campaign } = lead;
  return {
    email,
    first_name: firstName,
    last_name: lastName,
    title,
    company,
    domain,
    country,
    naics,
    employees: employees === null ? null : String(employees),
    annual_revenue: lead.annualRevenue,
    technologies: lead.technologies.join(", "),
    campaign,
  };
}

/** The data that a lead must carry, as checks: what it carries, or where to complete it. */
export function requiredChecks(lead: LeadInput, required: readonly RequiredField[]) {
  const record = requiredRecord(lead);
  const missing = new Set<string>(missingData(required, record));
  const printed: Partial<RequiredRecord> = {
    country: lead.country && countryName(lead.country),
    employees: lead.employees === null ? null : groupDigits(lead.employees),
    annual_revenue: lead.annualRevenue && exactMoney(lead.annualRevenue),
  };
  return REQUIRED_FIELDS.filter(({ field }) => required.includes(field)).map(({ field, label }) => ({
    key: field,
    label,
    passed: !missing.has(field),
    words: missing.has(field)
      ? `missing: complete it in the source system, ${lead.sourceSystem}`
      : (printed[field] ?? record[field] ?? ""),
  }));
}

export interface HandOverWords {
  /** Null where it may be handed over. */
  readonly code: HandOverProblems["code"] | null;
  readonly title: string;
  readonly detail: string;
}

/** What a lead is judged by: the version that judges, and the lead against it. */
export interface HandOverInput {
  readonly lead: LeadInput;
  readonly evaluation: Evaluation;
  readonly scoreAbove: number;
  readonly required: readonly RequiredField[];
}

/** Whether a lead can be handed over today, before anybody presses; all that stands against it (product.md A2, A9, C8). */
export function handOverWords({ lead, evaluation, scoreAbove, required }: HandOverInput): HandOverWords {
  if (lead.lane === "partner") {
    const detail = "Partner referrals enter without scoring and are in no MQL count.";
    return { code: null, title: "This lead can be referred to sales.", detail };
  }
  const problems = handOverProblems(evaluation, missingData(required, requiredRecord(lead)));
  if (problems === null) {
    const carries = required.length > 0 ? "It carries the required data, its" : "Its";
    const detail = `${carries} score is above ${scoreAbove} and all eight fields pass. The eight verdicts are kept with the hand-over.`;
    return { code: null, title: "This lead is an MQL.", detail };
  }
  const [first, ...others] = problemWords(problems, lead.sourceSystem, scoreAbove);
  const detail = [first?.cure, ...others.flatMap(({ title, cure }) => [title, cure])].filter(Boolean).join(" ");
  return { code: problems.code, title: first?.title ?? "", detail };
}

function problemWords({ missing, score, failed }: HandOverProblems, system: string, scoreAbove: number) {
  const names = failed.map((name) => (name === "Score above the line" ? `Score above ${scoreAbove}` : name));
  return [
    {
      is: missing.length > 0,
      title: `This lead lacks required data: ${joinWords(missing, "and")}.`,
      cure: `Complete it in the source system, ${system}, and import the lead again.`,
    },
    {
      is: score === "missing",
      title: "This lead has no third-party score.",
      cure: "Import the vendor’s score first; nobody can type one in.",
    },
    {
      is: failed.length > 0,
      title: `This lead does not meet the definition: ${joinWords(names, "and")}.`,
      cure: `Correct its data in the source system, ${system}, and import it again, or leave it with marketing.`,
    },
  ].filter(({ is }) => is);
}

/** "82, MadKudu, model 2026-07", or that there is none. */
export function scoreWords({
  score,
  scoreVendor,
  scoreModelVersion,
}: Pick<LeadInput, "score" | "scoreVendor" | "scoreModelVersion">): string {
  if (score === null) return "none";
  return [score, scoreVendor, scoreModelVersion && `model ${scoreModelVersion}`].filter(Boolean).join(", ");
}
