import { createEvent, type DateArray } from "ics";
import type { IsoDate } from "@/lib/domain/dates";
import { REVIEW_MINUTES } from "@/lib/domain/review-agenda";
import { weekCode } from "@/lib/domain/reviews";

export interface CalendarInput {
  asOf: IsoDate;
  /** Its first minute. */
  start: Date;
  openedAt: Date;
  /** How often its day or its people changed since, and when last: a calendar replaces what it has under the same UID by a higher number alone. */
  changes: { count: number; lastAt: Date | null };
  /** Who opened it: a published event has an organizer (RFC 5546 §3.2.1). */
  organizer: { name: string; email: string };
  /** The room's address. */
  url: string;
  people: readonly { name: string }[];
  organisation: string;
}

const utc = (at: Date): DateArray => [
  at.getUTCFullYear(),
  at.getUTCMonth() + 1,
  at.getUTCDate(),
  at.getUTCHours(),
  at.getUTCMinutes(),
];

/** A parameter's value stands between quotes and can hold none (RFC 5545 §3.2). */
const unquoted = (name: string): string => name.replaceAll('"', "’");

/**
 * The review as a calendar file: 30 minutes, the five by name, the room's address (product.md D11). It is published, not an
 * invitation that asks for an answer, so the five are no attendees (RFC 5546 §3.2.1). Times are instants in UTC.
 */
export function reviewCalendar(input: CalendarInput): string {
  const { asOf, start, openedAt, changes, organizer, url, people, organisation } = input;
  const week = weekCode(asOf);
  const five = people.map(({ name }) => name).join(", ");
  const { error, value } = createEvent({
    uid: `review-${asOf}@accord`,
    productId: "accord/review",
    title: `Accord review ${week}`,
    description: `Three tables, the candidates, exactly one decision. ${organisation}. The five: ${five}. The room: ${url}`,
    location: url,
    url,
    start: utc(start),
    startInputType: "utc",
    startOutputType: "utc",
    duration: { minutes: REVIEW_MINUTES },
    created: openedAt.getTime(),
    lastModified: (changes.lastAt ?? openedAt).getTime(),
    sequence: changes.count,
    method: "PUBLISH",
    organizer: { name: unquoted(organizer.name), email: organizer.email },
    status: "CONFIRMED",
    busyStatus: "BUSY",
  });
  if (value === null) throw error ?? new Error("the calendar file could not be made");
  return value;
}
