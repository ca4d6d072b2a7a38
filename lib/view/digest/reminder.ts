import type { ReminderLead } from "@/lib/domain/reminders";
import { countWords } from "@/lib/view/loop/lateness";
import { momentWords } from "@/lib/view/moments";
import { type Letter, type LetterLine, type LetterSection, subjectOf } from "./letter";

export interface ReminderInput {
  leads: readonly ReminderLead[];
  /** With those that are not listed. */
  total: number;
  zone: string;
  /** The app's address, without a slash at the end. */
  base: string;
  now: Date;
}

const counted = (n: number): string => countWords(n, "lead");

function lineOf(lead: ReminderLead, { zone, base }: ReminderInput, withOwner: boolean): LetterLine {
  const { kind, leadId, company, externalId, source, touchBy, owner } = lead;
  const when = `${kind === "missed" ? "first touch was due" : "first touch is due"} ${momentWords(touchBy, zone)}`;
  return {
    key: leadId,
    tone: kind === "missed" ? "missed" : "plain",
    about: company ?? externalId,
    text: `${source}, ${when}${withOwner ? `; ${owner ?? "nobody has it"}` : ""}`,
    href: `${base}/leads/${leadId}`,
  };
}

function sectionOf(
  title: string,
  kind: ReminderLead["kind"],
  input: ReminderInput,
  withOwner = false,
): LetterSection[] {
  const lines = input.leads.filter((lead) => lead.kind === kind).map((lead) => lineOf(lead, input, withOwner));
  return lines.length > 0 ? [{ title, lines }] : [];
}

function rest({ leads, total }: ReminderInput): LetterSection[] {
  const more = total - leads.length;
  return more > 0 ? [{ title: "And more", lines: [], empty: `${counted(more)} more, all of them in the queue.` }] : [];
}

const frame = ({ base, zone, now }: ReminderInput) => ({
  top: `Follow-up SLA · ${momentWords(now, zone)} · ${zone}`,
  links: [{ label: "The queue", href: `${base}/queue` }],
  account: `${base}/account`,
});

/** To the person who has the leads: those whose follow-up falls due soon, and those that are late; each lead once of each kind. */
export function reminderLetter(input: ReminderInput): Letter {
  const { total } = input;
  const title = `${counted(total)} of yours ${total === 1 ? "waits" : "wait"} for the first touch.`;
  return {
    ...frame(input),
    subject: subjectOf(`Accord: ${counted(total)} to follow up`),
    title,
    lede: "A lead is touched within the follow-up SLA, on working time.",
    sections: [...sectionOf("Missed", "missed", input), ...sectionOf("Due soon", "at_risk", input), ...rest(input)],
    foot: "You get this because these leads are assigned to you, once when one falls due soon and once when it is late.",
  };
}

/** To the head of SDR, once on a working day: what is late and whose. */
export function missedLetter(input: ReminderInput): Letter {
  const { total } = input;
  return {
    ...frame(input),
    subject: subjectOf(`Accord: ${counted(total)} past the follow-up SLA`),
    title: `${counted(total)} ${total === 1 ? "is" : "are"} past the follow-up SLA and untouched.`,
    lede: "The longest overdue first. You can give them to somebody else in the queue.",
    sections: [...sectionOf("Missed", "missed", input, true), ...rest(input)],
    foot: "You get this once on a working day while leads are late, because you lead the SDR team.",
  };
}
