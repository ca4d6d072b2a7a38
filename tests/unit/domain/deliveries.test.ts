import { expect, test } from "vitest";
import {
  type DeliveryState,
  LONGEST_TALK_MINUTES,
  MOST_ATTEMPTS,
  maySendAgain,
  nextTryAt,
  RETRY_MINUTES,
  STALE_MINUTES,
} from "@/lib/domain/deliveries";
import { digestMonday } from "@/lib/domain/digest";

const AT = new Date("2027-07-05T10:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

test.each([
  ["claimed", 1, 10],
  ["claimed", 7, 10],
  ["claimed", 8, null],
  ["refused", 1, 1],
  ["refused", 2, 5],
  ["refused", 7, 720],
  ["refused", 8, null],
  ["refused", 20, null],
  ["handed_over", 1, null],
  ["sent", 1, null],
] as [DeliveryState, number, number | null][])(
  "%s after %i tries is tried again after %s minutes",
  (state, attempts, minutes) => {
    expect(nextTryAt({ state, attempts, claimedAt: AT })).toEqual(minutes === null ? null : later(minutes));
  },
);

test("eight tries in less than a day, further and further apart", () => {
  expect(MOST_ATTEMPTS).toBe(8);
  expect(RETRY_MINUTES.reduce((sum, minutes) => sum + minutes)).toBeLessThan(24 * 60);
  expect([...RETRY_MINUTES].sort((a, b) => a - b)).toEqual(RETRY_MINUTES);
});

test.each([
  ["claimed", 9.9, false],
  ["claimed", 10, true],
  ["handed_over", 9.9, false],
  ["handed_over", 10, true],
  ["refused", 0, true],
  ["sent", 10_000, false],
] as [DeliveryState, number, boolean][])("%s, %d minutes later: by hand %s", (state, minutes, may) => {
  expect(maySendAgain({ state, attempts: 1, claimedAt: AT, handedOverAt: null, error: null }, later(minutes))).toBe(
    may,
  );
});

test("ten minutes of silence count from the handing over, however long the talk before it took", () => {
  const silent = { state: "handed_over", attempts: 1, claimedAt: AT, handedOverAt: later(7), error: null } as const;
  expect(maySendAgain(silent, later(16.9))).toBe(false);
  expect(maySendAgain(silent, later(17))).toBe(true);
});

test("no conversation lasts until somebody may send the message again", () => {
  expect(LONGEST_TALK_MINUTES).toBeLessThan(STALE_MINUTES);
});

test("what ended without an answer may be sent by hand at once", () => {
  const ended = {
    state: "handed_over",
    attempts: 1,
    claimedAt: AT,
    handedOverAt: AT,
    error: "the line was cut",
  } as const;
  expect(maySendAgain(ended, AT)).toBe(true);
  expect(nextTryAt(ended)).toBeNull();
});

test.each([
  // The clock went forward on Sunday 14 March 2027 in New York, back on 7 November.
  ["2027-03-15T09:59:59Z", null],
  ["2027-03-15T10:00:00Z", "2027-03-15"],
  ["2027-03-22T03:59:59Z", "2027-03-15"],
  ["2027-03-22T04:00:00Z", null],
  ["2027-11-08T10:59:59Z", null],
  ["2027-11-08T11:00:00Z", "2027-11-08"],
  ["2027-11-15T04:59:59Z", "2027-11-08"],
])("at %s the digest of %s may go out", (now, asOf) => {
  expect(digestMonday(new Date(now), "America/New_York")).toBe(asOf);
});
