import { type BusinessCalendar, isWorkingDay } from "./calendar";
import { addDays, dateIn, instantAtOrAfter, mondayOf } from "./dates";
import { DEFINITION_FIELDS } from "./definition";
import type { FieldVerdict } from "./definition-evaluation";
import { type Lane, undoClosesAt } from "./lifecycle";
import type { Segment } from "./segments";

/** An open cycle as the list of the queue shows it. */
export interface QueuedCycle {
  readonly id: string;
  readonly leadId: string;
  readonly title: string | null;
  readonly company: string | null;
  readonly source: string;
  readonly segment: Segment;
  readonly lane: Lane;
  readonly touchBy: Date;
  readonly decideBy: Date;
  readonly firstTouchedAt: Date | null;
  /** Whose it is; null is nobody's, which anybody may take. */
  readonly assignedTo: string | null;
}

/** The eight verdicts beside an open cycle, and whether they were kept at the hand-over or given now. */
export interface Trace {
  readonly fields: readonly FieldVerdict[];
  readonly isStored: boolean;
  readonly agreementVersion: number;
}

/** Something that a lead may be a duplicate of: "lead:12", "opportunity:7". */
export interface DuplicateHit {
  readonly key: string;
  readonly kind: "lead" | "opportunity";
  readonly name: string | null;
  readonly company: string | null;
  readonly externalId: string;
  /** The opportunity's stage name; the lead's title. */
  readonly what: string | null;
}

/** All that a person needs in order to decide one open cycle. */
export interface QueuedLead extends QueuedCycle {
  readonly number: number;
  readonly externalId: string;
  readonly person: string | null;
  readonly email: string | null;
  readonly domain: string | null;
  readonly employees: number | null;
  readonly naics: string | null;
  readonly country: string | null;
  readonly campaign: string | null;
  readonly handedOverAt: Date;
  readonly score: string | null;
  readonly scoreVendor: string | null;
  readonly scoreModelVersion: string | null;
  readonly trace: Trace;
  /** What is known of the same company. */
  readonly duplicates: readonly DuplicateHit[];
}

/** A verdict that stands on a cycle, or none yet. */
export interface StandingVerdict {
  readonly cycleId: string;
  readonly leadId: string;
  readonly title: string | null;
  readonly company: string | null;
  readonly verdict: "accepted" | "rejected" | "expired" | null;
  readonly reason: string | null;
  readonly at: Date | null;
  readonly by: string | null;
  readonly isOwn: boolean;
}

function isFieldVerdict(value: unknown): value is FieldVerdict {
  if (typeof value !== "object" || value === null) return false;
  const { field, label, passed, words } = value as Record<string, unknown>;
  const isText = typeof label === "string" && typeof words === "string" && typeof passed === "boolean";
  return isText && DEFINITION_FIELDS.some((known) => known.field === field);
}

/** The verdicts of a trace as it was stored with the hand-over; null when there is none that can be read. */
export function storedVerdicts(trace: unknown): readonly FieldVerdict[] | null {
  if (typeof trace !== "object" || trace === null || !("fields" in trace) || !Array.isArray(trace.fields)) return null;
  const fields = trace.fields.filter(isFieldVerdict);
  return fields.length === DEFINITION_FIELDS.length ? fields : null;
}

/** A stretch of working time, `[opens, closes)`. */
export interface WorkingSpan {
  readonly opens: Date;
  readonly closes: Date;
}

/** The working time of the `days` calendar days that begin with the one of `from`, for a clock that runs on by itself. */
export function workingSpans(from: Date, days: number, calendar: BusinessCalendar): WorkingSpan[] {
  const first = dateIn(from, calendar.zone);
  return Array.from({ length: days }, (_, index) => addDays(first, index))
    .filter((date) => isWorkingDay(date, calendar))
    .map((date) => ({
      opens: instantAtOrAfter(date, calendar.startMinute, calendar.zone),
      closes: instantAtOrAfter(date, calendar.endMinute, calendar.zone),
    }));
}

const SNAPSHOT_MINUTE = 6 * 60;

/** The earliest decision that its decider may still undo at `now`: the other end of `undoClosesAt`. */
export function undoOpenSince(now: Date, zone: string): Date {
  const closes = dateIn(undoClosesAt(now, zone), zone);
  return instantAtOrAfter(addDays(mondayOf(closes), -7), SNAPSHOT_MINUTE, zone);
}
