import { describe, expect, test } from "vitest";
import { isOutbound, type OwnerCycle, ownerOf } from "@/lib/domain/ownership";

describe("isOutbound", () => {
  const call = { kind: "outbound_call", on: "2027-05-10" } as const;
  test.each([
    ["a call on the created date", "sales", [call], true],
    ["an e-mail long before", "sales", [{ kind: "outbound_email", on: "2025-01-01" }], true],
    ["a call the day after", "sales", [{ kind: "outbound_call", on: "2027-05-11" }], false],
    ["a response is not outbound", "sales", [{ kind: "call", on: "2027-05-01" }], false],
    ["an e-mail of marketing is not outbound", "sales", [{ kind: "email_sent", on: "2027-05-01" }], false],
    ["created by marketing", "marketing", [call], false],
    ["created by a partner", "partner", [call], false],
    ["creator unknown", null, [call], false],
    ["no touch", "sales", [], false],
  ] as const)("%s", (_, createdByTeam, touches, expected) => {
    expect(isOutbound({ createdByTeam, createdOn: "2027-05-10" }, touches)).toBe(expected);
  });
});

describe("ownerOf", () => {
  const cycle = (id: string, source: string, handedOverOn: string, acceptedOn: string | null): OwnerCycle => ({
    id,
    source,
    handedOverOn,
    acceptedOn,
  });
  const createdOn = "2027-05-10";
  const nobody = { createdOn, leadCycles: [], accountCycles: [], outbound: false };
  const webinar = cycle("a", "webinar", "2027-04-01", "2027-04-03");
  const intent = cycle("b", "intent", "2027-04-20", "2027-04-25");

  test.each([
    [
      "its lead's cycle",
      { ...nobody, leadCycles: [webinar], accountCycles: [intent], outbound: true },
      "webinar",
      "a",
      "lead",
    ],
    [
      "its lead's cycle, though undecided",
      { ...nobody, leadCycles: [{ ...webinar, acceptedOn: null }] },
      "webinar",
      "a",
      "lead",
    ],
    ["the lead's latest cycle before creation", { ...nobody, leadCycles: [intent, webinar] }, "intent", "b", "lead"],
    [
      "a recycled lead: not the cycle after creation",
      { ...nobody, leadCycles: [webinar, cycle("c", "intent", "2027-05-11", null)] },
      "webinar",
      "a",
      "lead",
    ],
    [
      "all cycles after creation: the earliest",
      { ...nobody, leadCycles: [cycle("d", "intent", "2027-06-01", null), cycle("c", "webinar", "2027-05-11", null)] },
      "webinar",
      "c",
      "lead",
    ],
    [
      "the account's latest accepted",
      { ...nobody, accountCycles: [intent, webinar], outbound: true },
      "intent",
      "b",
      "account",
    ],
    [
      "accepted on the created date",
      { ...nobody, accountCycles: [webinar, cycle("c", "intent", "2027-04-20", "2027-05-10")] },
      "intent",
      "c",
      "account",
    ],
    [
      "accepted the day after",
      { ...nobody, accountCycles: [webinar, cycle("c", "intent", "2027-04-20", "2027-05-11")] },
      "webinar",
      "a",
      "account",
    ],
    ["never accepted", { ...nobody, accountCycles: [{ ...webinar, acceptedOn: null }] }, "Unattributed", null, "none"],
    [
      "accepted on one day: the later hand-over",
      { ...nobody, accountCycles: [cycle("c", "intent", "2027-04-02", "2027-04-03"), webinar] },
      "intent",
      "c",
      "account",
    ],
    ["outbound", { ...nobody, outbound: true }, "outbound_bdr", null, "outbound"],
    ["nobody", nobody, "Unattributed", null, "none"],
  ])("%s", (_, facts, source, cycleId, by) => {
    expect(ownerOf(facts)).toEqual({ source, cycleId, by });
    const reversed = {
      ...facts,
      leadCycles: [...facts.leadCycles].reverse(),
      accountCycles: [...facts.accountCycles].reverse(),
    };
    expect(ownerOf(reversed)).toEqual({ source, cycleId, by });
  });
});
