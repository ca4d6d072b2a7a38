import { AT_RISK_MINUTES, type BusinessCalendar, slaState } from "@/lib/domain/calendar";
import { countryName } from "@/lib/domain/countries";
import { groupDigits } from "@/lib/domain/phrases";
import { type DuplicateHit, type QueuedCycle, type QueuedLead, type Trace, workingSpans } from "@/lib/domain/queue";
import { likelyReason, type Reason } from "@/lib/domain/reasons";
import type { Clock, ClockFrame } from "./clock";
import { dayWords, momentWords } from "./moments";

/** What the words of the queue depend on. */
export interface QueueContext {
  readonly calendar: BusinessCalendar;
  /** Name of a source by its code. */
  readonly source: (code: string) => string;
  readonly now: Date;
}

/** The context of one page or answer. */
export function queueContext(
  { calendar, sources }: { calendar: BusinessCalendar; sources: readonly { code: string; label: string }[] },
  now: Date,
): QueueContext {
  const labels = new Map(sources.map(({ code, label }) => [code, label]));
  return { calendar, source: (code) => labels.get(code) ?? code, now };
}

/** One line of the list. */
export interface QueueItem {
  readonly id: string;
  /** "Director of Revenue Operations, Northwind Telemetry" */
  readonly name: string;
  readonly company: string;
  /** "Webinar · MM" */
  readonly place: string;
  readonly assignedTo: string | null;
  readonly clock: Clock;
}

export interface TraceLine {
  readonly field: string;
  readonly label: string;
  readonly passed: boolean;
  readonly words: string;
}

export interface DuplicateOption {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
}

/** The lead at the right of the desk, in words. */
export interface QueueLead {
  readonly id: string;
  readonly leadId: string;
  readonly externalId: string;
  readonly heading: string;
  readonly company: string;
  /** "640 employees", "NAICS 5415", "Germany": what is known, in this order. */
  readonly firm: readonly string[];
  readonly source: string;
  readonly campaign: string | null;
  readonly handedOver: string;
  readonly contact: { readonly person: string | null; readonly email: string | null };
  readonly assignedTo: string | null;
  readonly decideBy: string;
  readonly decideClock: Clock;
  /** Null once somebody touched the lead; then `touched` says when. */
  readonly touchClock: Clock | null;
  readonly touched: string | null;
  /** Null in the partner lane, which has no scoring. */
  readonly score: { readonly value: string; readonly origin: string } | null;
  readonly isPartner: boolean;
  readonly cycle: number;
  readonly trace: { readonly heading: string; readonly remark: string; readonly lines: readonly TraceLine[] };
  readonly likely: { readonly reason: Reason; readonly words: string } | null;
  readonly duplicates: readonly DuplicateOption[];
}

/** Days of working time that the browser knows ahead; a page left open longer shows the hours of its last day. */
const SPAN_DAYS = 21;

/** The working time from `now` on, for clocks that run in the browser. */
export function clockFrame({ calendar, now }: QueueContext): ClockFrame {
  return {
    spans: workingSpans(now, SPAN_DAYS, calendar).map(({ opens, closes }) => [opens.getTime(), closes.getTime()]),
    dayMinutes: calendar.endMinute - calendar.startMinute,
    riskMinutes: AT_RISK_MINUTES,
  };
}

function clockOf(due: Date, { calendar, now }: QueueContext): Clock {
  const { leftMinutes, beyondMinutes } = slaState({ due, doneAt: null, now }, calendar);
  return { at: now.getTime(), due: due.getTime(), left: now > due ? -beyondMinutes : leftMinutes };
}

const headingOf = ({ title, company }: Pick<QueuedCycle, "title" | "company">, person: string | null = null) =>
  title ?? person ?? company ?? "Contact without a title";

/** A line of the list. */
export function queueItem(cycle: QueuedCycle, context: QueueContext): QueueItem {
  const { id, title, company, source, segment, assignedTo, decideBy } = cycle;
  return {
    id,
    name: [title, company].filter(Boolean).join(", ") || headingOf(cycle),
    company: company ?? headingOf(cycle),
    place: `${context.source(source)} · ${segment}`,
    assignedTo,
    clock: clockOf(decideBy, context),
  };
}

function scoreOf({ score, scoreVendor, scoreModelVersion, lane }: QueuedLead): QueueLead["score"] {
  if (lane === "partner") return null;
  const model = scoreModelVersion === null ? null : `model ${scoreModelVersion}`;
  const origin = [scoreVendor ?? "vendor not named", model].filter(Boolean).join(", ");
  return score === null ? { value: "—", origin: "no score" } : { value: score, origin };
}

/** Heading and remark say whether the verdicts are those of the hand-over or of today. */
export function traceWords(
  { isStored, agreementVersion }: Trace,
  isPartner: boolean,
): [heading: string, remark: string] {
  if (isStored) return [`Against the definition, v${agreementVersion}`, "as stored at the hand-over"];
  const remark = isPartner
    ? "evaluated now, for orientation: partner referrals are handed over without it"
    : "evaluated now: the hand-over came from a file, without a trace";
  return [`Against the definition, v${agreementVersion}`, remark];
}

function likelyOf({ fields }: Trace): QueueLead["likely"] {
  const reason = likelyReason(fields);
  if (reason === null) return null;
  if (reason === "already_in_pipeline") return { reason, words: "likely: the definition found one" };
  const cause = fields.find((field) => likelyReason([field]) === reason);
  return { reason, words: `likely: ${cause?.label.toLowerCase() ?? "the definition"} failed` };
}

/** A hit of the search for a duplicate, as a list shows it. */
export function duplicateOption({ key, kind, name, company, externalId, what }: DuplicateHit): DuplicateOption {
  const own = name ?? what ?? externalId;
  const isNamed = company !== null && own.toLowerCase().includes(company.toLowerCase());
  const label = isNamed || company === null ? own : `${own}, ${company}`;
  const kindWords = kind === "opportunity" ? "Open deal" : "Lead";
  return { key, label, hint: [kindWords, name === null ? null : what, externalId].filter(Boolean).join(" · ") };
}

function firmOf({ employees, naics, country }: QueuedLead): string[] {
  return [
    employees === null ? "size unknown" : `${groupDigits(employees)} ${employees === 1 ? "employee" : "employees"}`,
    naics === null ? null : `NAICS ${naics}`,
    country === null ? null : countryName(country),
  ].filter((part) => part !== null);
}

/** The lead that is decided, in words, in the organisation's zone. */
export function queueLead(lead: QueuedLead, context: QueueContext): QueueLead {
  const { zone } = context.calendar;
  const isPartner = lead.lane === "partner";
  const [heading, remark] = traceWords(lead.trace, isPartner);
  return {
    id: lead.id,
    leadId: lead.leadId,
    externalId: lead.externalId,
    heading: headingOf(lead, lead.person),
    company: lead.company ?? "Company unknown",
    firm: firmOf(lead),
    source: context.source(lead.source),
    campaign: lead.campaign,
    handedOver: dayWords(lead.handedOverAt, zone),
    contact: { person: lead.person, email: lead.email },
    assignedTo: lead.assignedTo,
    decideBy: momentWords(lead.decideBy, zone),
    decideClock: clockOf(lead.decideBy, context),
    touchClock: lead.firstTouchedAt === null ? clockOf(lead.touchBy, context) : null,
    touched: lead.firstTouchedAt === null ? null : momentWords(lead.firstTouchedAt, zone),
    score: scoreOf(lead),
    isPartner,
    cycle: lead.number,
    trace: {
      heading,
      remark,
      lines: lead.trace.fields.map(({ field, label, passed, words }) => ({ field, label, passed, words })),
    },
    likely: likelyOf(lead.trace),
    duplicates: lead.duplicates.map(duplicateOption),
  };
}
