import { describe, expect, test } from "vitest";
import { deliveryLines, isLoopback, readerLines, waysWords } from "@/lib/view/digest/page";

const zone = "America/New_York";
/** Tuesday 6 July 2027, 10:00. */
const now = new Date("2027-07-06T14:00:00Z");
const at = (minutesAgo: number) => new Date(now.getTime() - minutesAgo * 60_000);
const row = {
  id: 7n,
  key: "digest:2027-07-05",
  channel: "email",
  name: "Chris Ro",
  state: "sent",
  attempts: 1,
  claimedAt: at(60),
  handedOverAt: at(60),
  sentAt: null,
  error: null,
  isRecipient: true,
} as const;
const lineOf = (changes: object) => deliveryLines([{ ...row, ...changes }], { now, zone })[0];

describe("what became of a message", () => {
  test.each([
    [{ sentAt: at(60) }, "sent 6 Jul 2027, 09:00", false, false],
    [{ state: "claimed", claimedAt: at(9), handedOverAt: null }, "being sent", false, false],
    [{ state: "handed_over", handedOverAt: at(9) }, "being sent", false, false],
    [{ state: "handed_over" }, "may not have arrived", true, true],
    [{ state: "handed_over", handedOverAt: at(1), error: "the line was cut" }, "may not have arrived", true, true],
    [
      { state: "claimed", claimedAt: at(11), handedOverAt: null },
      "interrupted, tried again with the next run",
      true,
      true,
    ],
    [{ state: "claimed", attempts: 8 }, "interrupted, not tried again", true, true],
    [{ state: "refused", attempts: 3, claimedAt: at(10) }, "not sent, tried again from 6 Jul 2027, 10:20", true, true],
    [{ state: "refused", attempts: 1 }, "not sent, tried again with the next run", true, true],
    [{ state: "refused", attempts: 8 }, "not sent, not tried again", true, true],
    [{ state: "refused", key: "digest:2027-06-28" }, "not sent, not tried again", true, false],
    [{ state: "handed_over", key: "digest:2027-06-28" }, "may not have arrived", true, false],
    [{ state: "refused", key: "reminder:1" }, "not sent, tried again with the next run", true, true],
    [{ state: "refused", key: "missed:2027-07-06" }, "not sent, tried again with the next run", true, true],
    [{ state: "refused", key: "missed:2027-07-05" }, "not sent, not tried again", true, true],
    [{ state: "claimed", key: "missed:2027-07-05" }, "interrupted, not tried again", true, true],
    [{ state: "refused", isRecipient: false }, "not sent, not for this person any more", false, false],
    [
      { state: "claimed", key: "reminder:1", isRecipient: false },
      "interrupted, not for this person any more",
      false,
      false,
    ],
    [{ state: "handed_over", isRecipient: false }, "may not have arrived", true, false],
    [{ sentAt: at(60), isRecipient: false }, "sent 6 Jul 2027, 09:00", false, false],
  ])("%j", (changes, state, isOpen, mayAgain) => {
    expect(lineOf(changes)).toMatchObject({ state, isOpen, mayAgain });
  });

  test.each([
    ["digest:2027-07-05", "Digest of 5 Jul 2027"],
    ["missed:2027-07-06", "Missed follow-ups of 6 Jul 2027"],
    ["reminder:1814875200000", "Follow-up reminder"],
  ])("%s is a %s", (key, what) => {
    expect(lineOf({ key })).toMatchObject({ what, to: "Chris Ro" });
  });

  test("Slack is named", () => {
    expect(lineOf({ channel: "slack", name: null })).toMatchObject({ to: "Slack" });
  });
});

test("every seat is listed, also the one that nobody has", () => {
  const readers = [
    { id: 1n, name: "Ann", role: "cmo", wants: false },
    { id: 2n, name: "Bob", role: "head_sdr", wants: true },
    { id: 3n, name: "Cy", role: "head_sdr", wants: true },
  ] as const;
  const lines = readerLines(readers, "CGO").map(({ seat, name, gets }) => [seat, name, gets]);
  expect(lines).toEqual([
    ["Chief Revenue Officer", "nobody", "—"],
    ["CGO", "Ann", "switched off"],
    ["VP RevOps", "nobody", "—"],
    ["Head of demand-gen", "nobody", "—"],
    ["Head of SDR", "Bob", "every Monday"],
    ["Head of SDR", "Cy", "every Monday"],
  ]);
});

test.each([
  ["http://localhost:3000", true],
  ["http://accord.localhost", true],
  ["http://127.0.0.1:3000", true],
  ["http://127.1", true],
  ["http://[::1]:3000", true],
  ["http://0.0.0.0:3000", true],
  ["https://accord.example.com", false],
  ["https://localhost.example.com", false],
  ["http://10.0.0.7:3000", false],
])("links to %s open on this machine alone: %s", (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

test("says by which ways it goes", () => {
  expect(waysWords({ mailFrom: null, hasSlack: false })).toContain("to nobody yet");
  expect(waysWords({ mailFrom: "a@b.c", hasSlack: true })).toContain("by e-mail to the five seats and to Slack");
});
