import type { IsoDate } from "@/lib/domain/dates";

/** As the audit log names the review of a Monday. */
export const reviewObject = (asOf: IsoDate): string => `review:${asOf}`;

/** The channel on which the database tells that a room has changed; the payload is its Monday. */
export const ROOM_CHANNEL = "accord_review";
