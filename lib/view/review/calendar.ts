import { createEvent, type DateArray } from "ics";
import type { IsoDate } from "@/lib/domain/dates";
import { REVIEW_MINUTES } from "@/lib/domain/review-agenda";
import { weekCode } from "@/lib/domain/reviews";

export interface CalendarInput {
  asOf: IsoDate;
  /** Its first minute. */
  start: Date;
  openedAt: Date;
  /** The room's address. */
  url: string;
  people: readonly { name: string; email: string }[];
  organisation: string;
}

const utc = (at: Date): DateArray => [
  at.getUTCFullYear(),
  at.getUTCMonth() + 1,
  at.getUTCDate(),
  at.getUTCHours(),
  at.getUTCMinutes(),
];

/** The review as a calendar file: 30 minutes, five attendees, the room's address (product.md D11). Times are instants in UTC. */
export function reviewCalendar({ asOf, start, openedAt, url, people, organisation }: CalendarInput): string {
  const week = weekCode(asOf);
  const { error, value } = createEvent({
    uid: `review-${asOf}@accord`,
    productId: "accord/review",
    title: `Accord review ${week}`,
    description: `Three tables, the candidates, exactly one decision. ${organisation}. The room: ${url}`,
    location: url,
    url,
    start: utc(start),
    startInputType: "utc",
    startOutputType: "utc",
    duration: { minutes: REVIEW_MINUTES },
    created: utc(openedAt),
    lastModified: utc(openedAt),
    status: "CONFIRMED",
    busyStatus: "BUSY",
    attendees: people.map(({ name, email }) => ({
      name,
      email,
      rsvp: true,
      role: "REQ-PARTICIPANT",
      partstat: "NEEDS-ACTION",
    })),
  });
  if (value === null) throw error ?? new Error("the calendar file could not be made");
  return value;
}
