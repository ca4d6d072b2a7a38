import { countryName } from "@/lib/domain/countries";
import { type Evaluation, isMql } from "@/lib/domain/definition-evaluation";
import type { Lane } from "@/lib/domain/lifecycle";
import { groupDigits, joinWords } from "@/lib/domain/phrases";
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

export interface HandOverWords {
  /** Null where it may be handed over. */
  readonly code: "SCORE_MISSING" | "ICP_FAILED" | null;
  readonly title: string;
  readonly detail: string;
}

/** Whether a lead can be handed over today, before anybody presses (product.md A2, A9). */
export function handOverWords(lane: Lane, evaluation: Evaluation, scoreAbove: number): HandOverWords {
  if (lane === "partner") {
    const detail = "Partner referrals enter without scoring and are in no MQL count.";
    return { code: null, title: "This lead can be referred to sales.", detail };
  }
  const check = isMql(evaluation);
  if (check.ok) {
    const detail = `Its score is above ${scoreAbove} and all eight fields pass. The eight verdicts are kept with the hand-over.`;
    return { code: null, title: "This lead is an MQL.", detail };
  }
  if (check.code === "SCORE_MISSING") {
    const detail = "Import the vendor’s score first; nobody can type one in.";
    return { code: check.code, title: "This lead has no third-party score.", detail };
  }
  const labels = new Map<string, string>(evaluation.fields.map(({ field, label }) => [field, label]));
  const failed = check.failed.map((field) => labels.get(field) ?? `Score above ${scoreAbove}`);
  const detail = "Correct its data in the CRM and import it again, or leave it with marketing.";
  return { code: check.code, title: `This lead does not meet the definition: ${joinWords(failed, "and")}.`, detail };
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
