import { decideBy } from "@/lib/domain/calendar";
import { addDays, dateIn } from "@/lib/domain/dates";
import type { Company } from "./companies";
import { type Contact, campaignOf, type Directory } from "./contacts";
import type { Cycle } from "./cycles";
import type { Deal } from "./deals";
import { emailOf, personOf } from "./people";
import { type Random, randomFor } from "./random";
import { DECISION_DAYS, momentOn, type Scene } from "./scene";
import type { Case } from "./showcase-case";
import { HISTORY_CASES } from "./showcase-histories";
import { POSITION_CASES } from "./showcase-positions";
import type { Touch } from "./touches";

/** A deal that was made to show something, with all that it needs. */
export interface Showpiece {
  readonly contact: Contact | null;
  readonly deal: Deal;
  readonly touches: readonly Touch[];
}

const PIPELINE = ["Proposal", "Negotiation", "Commit", "Closed Won"];

function momentAgo(days: number, scene: Scene, random: Random): Date {
  return momentOn(addDays(scene.asOf, -days), random.int(9 * 60 + 30, 17 * 60), scene, random);
}

function cycleOf(
  person: NonNullable<Case["person"]>,
  leadId: string,
  piece: Case,
  scene: Scene,
  random: Random,
): Cycle | null {
  if (person.handed === undefined || person.accepted === undefined) return null;
  const handedOverAt = momentAgo(person.handed, scene, random);
  const decidedAt = momentAgo(person.accepted, scene, random);
  return {
    leadId,
    source: person.source,
    segment: piece.segment,
    lane: "standard",
    handedOverAt,
    handedOverOn: dateIn(handedOverAt, scene.calendar.zone),
    decideBy: decideBy(handedOverAt, scene.calendar, DECISION_DAYS),
    outcome: "accepted",
    touchedAt: new Date(decidedAt.getTime() - 25 * 60_000),
    decidedAt,
    acceptedFirstAt: null,
    flaw: null,
    isVacant: false,
  };
}

function contactOf(piece: Case, leadId: string, company: Company, scene: Scene, random: Random): Contact | null {
  if (!piece.person) return null;
  const { source, created } = piece.person;
  const person = personOf(true, random);
  return {
    leadId,
    source,
    segment: piece.segment,
    campaign: campaignOf(source, random),
    company,
    person,
    email: emailOf(person, company.domain),
    createdAt: momentOn(addDays(scene.asOf, -created), 9 * 60, scene, random),
    score: random.int(74, 95),
    flaw: null,
    cycle: cycleOf(piece.person, leadId, piece, scene, random),
  };
}

/** Who owns it by metrics.md §3: the cycle of its lead or of the account, else the BDRs, else nobody. */
function ownerOf(piece: Case, contact: Contact | null): string {
  if (contact?.cycle) return contact.source;
  return piece.team === "sales" ? "outbound_bdr" : "Unattributed";
}

function dealOf(piece: Case, id: string, contact: Contact | null, account: string, scene: Scene, random: Random): Deal {
  const createdAt = momentAgo(piece.created, scene, random);
  const steps = piece.steps.map(([stage, entered, amount = piece.amount, ordinal]) => {
    const enteredAt = entered === piece.created ? createdAt : momentAgo(entered, scene, random);
    return { stage, ordinal, amount, enteredAt };
  });
  const standing = piece.won === undefined ? PIPELINE[1] : PIPELINE[3];
  const closedAt = piece.won === undefined ? null : (steps.at(-1)?.enteredAt ?? momentAgo(piece.won, scene, random));
  return {
    id,
    leadId: piece.person?.as === "lead" ? (contact?.leadId ?? null) : null,
    account,
    segment: piece.segment,
    name: `${account}: ${piece.shows}`,
    type: "new_business",
    currency: piece.currency ?? "USD",
    amount: piece.amount,
    createdAt,
    createdOn: dateIn(createdAt, scene.calendar.zone),
    team: piece.team,
    stage: steps.at(-1)?.stage ?? standing ?? "",
    owner: ownerOf(piece, contact),
    steps,
    outcome: piece.won === undefined ? "open" : "won",
    closedAt,
    lostReason: null,
  };
}

function touchesOf(piece: Case, deal: Deal, contact: Contact | null, scene: Scene, random: Random): Touch[] {
  return piece.touches.map(([target, ago, source, kind]) => {
    const at = momentAgo(ago, scene, random);
    const leadId = target === "lead" || target === "colleague" ? (contact?.leadId ?? null) : null;
    const dealId = target === "deal" ? deal.id : null;
    const account = target === "account" ? deal.account : null;
    return { leadId, dealId, account, source, campaign: campaignOf(source, random), kind, at };
  });
}

/** The deals of all cases, each at a company of its own. */
export function showpieces(directory: Directory, scene: Scene): Showpiece[] {
  const random = randomFor("showcase");
  return [...POSITION_CASES, ...HISTORY_CASES].map((piece, index) => {
    const number = String(index + 1).padStart(2, "0");
    const fitting = directory.fitting(piece.segment);
    const company = piece.currency === "EUR" ? { ...fitting, country: "DE" } : fitting;
    const contact = contactOf(piece, `LD-800${number}`, company, scene, random);
    const deal = dealOf(piece, `OP-800${number}`, contact, company.name, scene, random);
    return { contact, deal, touches: touchesOf(piece, deal, contact, scene, random) };
  });
}
