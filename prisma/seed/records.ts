import { dateIn } from "@/lib/domain/dates";
import { LIST_SELLERS } from "./buying";
import type { Contact } from "./contacts";
import type { Deal } from "./deals";
import type { EuroRates } from "./fx-rates";
import { randomFor } from "./random";
import type { Scene } from "./scene";
import type { SpendLine } from "./spend";
import { demoModels, SCORE_VENDOR } from "./stack";
import { STAGES } from "./stages";
import type { Touch } from "./touches";
import { BDRS } from "./users";

/** A canonical record: the fields of formats.md, as the API takes them. */
export type DemoRecord = Readonly<Record<string, string | number | null>>;

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The model that the vendor ran when the lead came in. */
function modelVersion(contact: Contact, scene: Scene): string {
  const [first, second] = demoModels(scene);
  return dateIn(contact.createdAt, scene.calendar.zone) < second.retrainedOn ? first.version : second.version;
}

/** `seats` says who works a lead; the sourcer of an outbound lead is another BDR. */
export function leadRecords(
  contacts: readonly Contact[],
  seats: ReadonlyMap<string, string>,
  scene: Scene,
): DemoRecord[] {
  const random = randomFor("lead records");
  return contacts.map((contact) => {
    const { company, person, cycle, source } = contact;
    const assigned = seats.get(contact.leadId) ?? null;
    const sourcers = BDRS.map((bdr) => bdr.email).filter((email) => email !== assigned);
    const isScored = contact.score !== null;
    return {
      external_id: contact.leadId,
      email: contact.email,
      first_name: person.firstName,
      last_name: person.lastName,
      company: company.name,
      domain: company.domain,
      title: person.title,
      country: company.country,
      naics: company.naics,
      employees: company.employees,
      annual_revenue: company.revenue === null ? null : `${company.revenue}.00`,
      technologies: company.technologies.join(";"),
      source,
      campaign: contact.campaign,
      created_at: instant(contact.createdAt),
      handed_over_at: instant(cycle?.handedOverAt ?? null),
      score: contact.score,
      score_vendor: isScored ? SCORE_VENDOR : null,
      score_model_version: isScored ? modelVersion(contact, scene) : null,
      assigned_to: assigned,
      sourced_by: source === "outbound_bdr" && cycle ? random.pick(sourcers) : null,
      bought_from: source === "content_syndication" ? random.pick(LIST_SELLERS) : null,
    };
  });
}

const NOTES = {
  out_of_icp: "Outside our industries.",
  wrong_persona: "Asked for the person who owns the forecast.",
  no_intent: "Was only reading; no project this year.",
  bad_data: "Bounced; the telephone is disconnected.",
  already_in_pipeline: "Same team, same project.",
} as const;

/** Verdicts of the decided cycles; two of those that were accepted first and rejected later. */
export function decisionRecords(
  contacts: readonly Contact[],
  seats: ReadonlyMap<string, string>,
  originals: ReadonlyMap<string, string>,
): DemoRecord[] {
  const random = randomFor("decision records");
  return contacts.flatMap(({ leadId, cycle }) => {
    if (!cycle?.decidedAt) return [];
    const { touchedAt, decidedAt, acceptedFirstAt, flaw, outcome } = cycle;
    const kind = touchedAt === null ? null : random.pick(["call", "reply", "meeting", "call"]);
    const by = {
      lead_external_id: leadId,
      decided_by: seats.get(leadId) ?? null,
      touched_at: instant(touchedAt),
      touch_kind: kind,
    };
    const accept = { ...by, verdict: "accept", reason_code: null, duplicate_of: null, note: null };
    if (outcome === "accepted") return [{ ...accept, decided_at: instant(decidedAt) }];
    const reason = flaw ?? "no_intent";
    const note = random.chance(0.2) ? NOTES[reason] : null;
    const original = reason === "already_in_pipeline" ? (originals.get(leadId) ?? null) : null;
    const reject = {
      ...by,
      decided_at: instant(decidedAt),
      verdict: "reject",
      reason_code: reason,
      duplicate_of: original,
      note,
    };
    return acceptedFirstAt ? [{ ...accept, decided_at: instant(acceptedFirstAt) }, reject] : [reject];
  });
}

export function opportunityRecords(deals: readonly Deal[]): DemoRecord[] {
  const isKnown = (stage: string): boolean => (STAGES as readonly string[]).includes(stage);
  return deals.map((deal) => ({
    external_id: deal.id,
    lead_external_id: deal.leadId,
    account: deal.account,
    name: deal.name,
    type: deal.type,
    currency: deal.currency,
    amount: deal.amount,
    created_at: instant(deal.createdAt),
    created_by_team: deal.team,
    // A record at an untranslated stage would be refused whole; its history row is refused alone.
    stage: isKnown(deal.stage) ? deal.stage : (deal.steps.findLast((step) => isKnown(step.stage))?.stage ?? null),
    outcome: deal.outcome,
    lost_reason: deal.lostReason,
    closed_at: instant(deal.closedAt),
  }));
}

export function stageRecords(deals: readonly Deal[]): DemoRecord[] {
  return deals.flatMap((deal) =>
    deal.steps.map((step) => ({
      opportunity_external_id: deal.id,
      stage: step.stage,
      stage_ordinal: step.ordinal ?? null,
      amount: step.amount,
      currency: step.amount === null ? null : deal.currency,
      entered_at: instant(step.enteredAt),
    })),
  );
}

/** In the order of time, numbered in it. */
export function touchRecords(touches: readonly Touch[]): DemoRecord[] {
  return touches
    .map((touch) => ({ touch, ms: touch.at.getTime() }))
    .sort((a, b) => a.ms - b.ms)
    .map(({ touch }, index) => ({
      external_id: `TC-${String(index + 1).padStart(6, "0")}`,
      lead_external_id: touch.leadId,
      opportunity_external_id: touch.dealId,
      account: touch.account,
      source: touch.source,
      campaign: touch.campaign,
      kind: touch.kind,
      touched_at: instant(touch.at),
    }));
}

export function spendRecords(lines: readonly SpendLine[]): DemoRecord[] {
  return lines.map(({ source, campaign, start, end, amount, currency }) => {
    return { source, campaign, start_date: start, end_date: end, amount, currency };
  });
}

export function rateRecords(rates: EuroRates): DemoRecord[] {
  return [...rates].map(([date, rate]) => ({ date, from_currency: "EUR", to_currency: "USD", rate }));
}
