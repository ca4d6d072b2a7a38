import { describe, expect, test } from "vitest";
import { attribute, checkLookback, type DealTouch, pickPositions } from "@/lib/domain/attribution";
import { addDays } from "@/lib/domain/dates";
import type { CreatedByTeam } from "@/lib/domain/ownership";

const touch = (on: string, source: string, extra: Partial<DealTouch> = {}): DealTouch => ({
  on,
  source,
  kind: "form",
  link: "direct",
  ...extra,
});

const won = (amount: bigint, extra: { createdOn?: string; createdByTeam?: CreatedByTeam | null } = {}) => ({
  amount,
  createdOn: "2027-05-10",
  wonOn: "2027-06-30",
  createdByTeam: "marketing" as CreatedByTeam | null,
  ...extra,
});

/** Cents by source, for comparison with the vectors. */
function bySource(credits: readonly { source: string; credit: bigint }[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { source, credit } of credits) sums[source] = (sums[source] ?? 0n) + credit;
  return sums;
}

const v4 = [
  touch("2027-03-15", "content_syndication"),
  touch("2027-04-01", "paid_search"),
  touch("2027-05-08", "webinar"),
  touch("2027-05-20", "intent"),
  touch("2027-06-20", "customer_referral"),
];

describe("the vectors of metrics.md §7", () => {
  test("V4: one source per position, an assist, a truncated touch", () => {
    const result = attribute(won(10_000_000n), v4);
    expect(bySource(result.credits)).toEqual({
      paid_search: 3_000_000n,
      webinar: 3_000_000n,
      customer_referral: 4_000_000n,
    });
    expect(result.assists).toEqual(new Map([["intent", 1]]));
    expect(result).toMatchObject({ truncated: true, implicit: false });
  });

  test("V4 with paid search on the 91st day: webinar takes first touch as well", () => {
    const touches = v4.map((each) => (each.source === "paid_search" ? { ...each, on: "2027-03-31" } : each));
    const result = attribute(won(10_000_000n), touches);
    expect(bySource(result.credits)).toEqual({ webinar: 6_000_000n, customer_referral: 4_000_000n });
    expect(result.truncated).toBe(true);
  });

  test("V5: one touch holds all positions", () => {
    const result = attribute(won(1_000_001n), [touch("2027-05-01", "webinar")]);
    expect(bySource(result.credits)).toEqual({ webinar: 1_000_001n });
    expect(result.truncated).toBe(false);
  });

  test("V6: no touch, outbound by a call of sales", () => {
    const call = touch("2027-05-02", "outbound_bdr", { kind: "outbound_call" });
    const deal = won(1_000_000n, { createdByTeam: "sales" });
    expect(bySource(attribute(deal, [call]).credits)).toEqual({ outbound_bdr: 1_000_000n });
    expect(bySource(attribute(deal, [{ ...call, link: "account" }]).credits)).toEqual({ outbound_bdr: 1_000_000n });
  });

  test("V6: nothing at all", () => {
    const result = attribute(won(1_000_000n, { createdByTeam: "sales" }), []);
    expect(bySource(result.credits)).toEqual({ Unattributed: 1_000_000n });
    expect(result).toMatchObject({ truncated: false, implicit: false });
  });

  test("V7: cents by largest remainder", () => {
    const touches = [touch("2027-04-10", "webinar"), touch("2027-05-01", "intent"), touch("2027-06-01", "paid_search")];
    expect(bySource(attribute(won(10_001n), touches).credits)).toEqual({
      webinar: 3_000n,
      intent: 3_000n,
      paid_search: 4_001n,
    });
  });

  test("V8: two sources on the first-touch date, outbound at creation", () => {
    const touches = [
      touch("2027-04-10", "webinar"),
      touch("2027-04-10", "paid_search"),
      touch("2027-05-09", "outbound_bdr", { kind: "call" }),
      touch("2027-06-20", "customer_referral"),
    ];
    expect(attribute(won(100_000n), touches).credits).toEqual([
      { source: "paid_search", position: "first_touch", credit: 15_000n },
      { source: "webinar", position: "first_touch", credit: 15_000n },
      { source: "outbound_bdr", position: "opportunity_created", credit: 30_000n },
      { source: "customer_referral", position: "closed_won", credit: 40_000n },
    ]);
  });

  test("V8 with the first touch after creation: outbound by rule", () => {
    const touches = [
      touch("2027-05-01", "outbound_bdr", { kind: "outbound_email" }),
      touch("2027-05-12", "webinar"),
      touch("2027-05-12", "paid_search"),
      touch("2027-06-20", "customer_referral"),
    ];
    const result = attribute(won(100_000n, { createdByTeam: "sales" }), touches);
    expect(bySource(result.credits)).toEqual({
      paid_search: 15_000n,
      webinar: 15_000n,
      outbound_bdr: 30_000n,
      customer_referral: 40_000n,
    });
  });

  test("V9: created before the only touch", () => {
    const result = attribute(won(1_000_000n, { createdOn: "2027-01-10" }), [touch("2027-06-01", "webinar")]);
    expect(bySource(result.credits)).toEqual({ webinar: 700_000n, "Outside window / no touch": 300_000n });
    expect(result.credits[1]).toMatchObject({ position: "opportunity_created", source: "Outside window / no touch" });
    expect(result.truncated).toBe(false);
  });

  test("V10: after the won date nothing, on it everything; after creation never the created position", () => {
    const after = [touch("2027-07-01", "webinar")];
    expect(bySource(attribute(won(100n), after).credits)).toEqual({ Unattributed: 100n });
    expect(attribute(won(100n), after).truncated).toBe(false);
    const on = [touch("2027-06-30", "webinar")];
    expect(bySource(attribute(won(100n), on).credits)).toEqual({ webinar: 70n, "Outside window / no touch": 30n });
    const late = [touch("2027-05-10", "intent"), touch("2027-05-11", "webinar")];
    expect(pickPositions(won(100n), late).opportunityCreated).toEqual(["intent"]);
  });
});

describe("the window", () => {
  test.each([
    ["day 90", -90, 90, true],
    ["day 91", -91, 90, false],
    ["day 0", 0, 90, true],
    ["the day after", 1, 90, false],
    ["day 180 of a 180-day lookback", -180, 180, true],
    ["day 181 of a 180-day lookback", -181, 180, false],
    ["day 2 of a one-day lookback", -2, 1, false],
  ])("%s", (_, offset, lookbackDays, inside) => {
    const picks = pickPositions(won(100n), [touch(addDays("2027-06-30", offset), "webinar")], { lookbackDays });
    expect(picks.closedWon).toEqual([inside ? "webinar" : "Unattributed"]);
    expect(picks.truncated).toBe(!inside && offset < 0);
  });

  test.each([
    [1, "ok"],
    [90, "ok"],
    [180, "ok"],
    [181, "LOOKBACK_TOO_LONG"],
    [365, "LOOKBACK_TOO_LONG"],
    [0, "LOOKBACK_INVALID"],
    [-1, "LOOKBACK_INVALID"],
    [89.5, "LOOKBACK_INVALID"],
    [Number.NaN, "LOOKBACK_INVALID"],
  ])("a lookback of %s days is %s", (days, expected) => {
    expect(checkLookback(days)).toBe(expected);
  });

  test("a refused lookback computes nothing", () => {
    expect(() => pickPositions(won(100n), [], { lookbackDays: 181 })).toThrow("LOOKBACK_TOO_LONG");
  });

  test.each(["email_sent", "invited", "impression", "outbound_call", "outbound_email"] as const)(
    "%s is no response",
    (kind) => {
      const picks = pickPositions(won(100n), [touch("2027-05-01", "webinar", { kind })]);
      expect(picks).toMatchObject({ firstTouch: ["Unattributed"], truncated: false });
      expect(pickPositions(won(100n), [touch("2026-05-01", "webinar", { kind })]).truncated).toBe(false);
    },
  );

  test.each(["form", "click", "attended", "meeting", "reply", "call"] as const)("%s is a response", (kind) => {
    expect(pickPositions(won(100n), [touch("2027-05-01", "webinar", { kind })]).firstTouch).toEqual(["webinar"]);
  });
});

describe("touches of the account", () => {
  const account = (on: string, source: string) => touch(on, source, { link: "account" });

  test("are asked when contacts and lead give none", () => {
    const picks = pickPositions(won(100n), [account("2027-05-01", "webinar")]);
    expect(picks).toMatchObject({ firstTouch: ["webinar"], implicit: true });
  });

  test("are not asked when contacts and lead give one, and truncate nothing then", () => {
    const picks = pickPositions(won(100n), [
      touch("2027-05-01", "webinar"),
      account("2027-04-15", "intent"),
      account("2027-01-01", "intent"),
    ]);
    expect(picks).toMatchObject({ firstTouch: ["webinar"], closedWon: ["webinar"], implicit: false, truncated: false });
    expect(picks.assists.size).toBe(0);
  });

  test("are asked when those of the contacts are all outside the window, which truncates", () => {
    const picks = pickPositions(won(100n), [touch("2027-01-01", "webinar"), account("2027-05-01", "intent")]);
    expect(picks).toMatchObject({ firstTouch: ["intent"], implicit: true, truncated: true });
  });

  test("are not implicit when they give none either", () => {
    const picks = pickPositions(won(100n), [account("2027-01-01", "webinar")]);
    expect(picks).toMatchObject({ firstTouch: ["Unattributed"], implicit: false, truncated: true });
  });
});

describe("sources on one date, and assists", () => {
  test("each distinct source shares once, however many touches it has", () => {
    const touches = [
      touch("2027-04-10", "webinar"),
      touch("2027-04-10", "webinar", { kind: "click" }),
      touch("2027-04-10", "intent"),
    ];
    const { credits, assists } = attribute(won(1_000n, { createdOn: "2027-04-01" }), touches);
    expect(bySource(credits)).toEqual({ intent: 350n, webinar: 350n, "Outside window / no touch": 300n });
    expect(assists.size).toBe(0);
  });

  test("every touch on a date that decides nothing is an assist", () => {
    const touches = [
      ...v4,
      touch("2027-05-20", "intent"),
      touch("2027-05-21", "webinar"),
      touch("2027-06-20", "customer_referral", { kind: "click" }),
    ];
    expect(pickPositions(won(1n), touches).assists).toEqual(
      new Map([
        ["intent", 2],
        ["webinar", 1],
      ]),
    );
  });

  test("an outbound deal keeps its touches: the rule fills only what has none", () => {
    const deal = won(1_000n, { createdByTeam: "sales" });
    const touches = [touch("2027-05-01", "outbound_bdr", { kind: "outbound_call" }), touch("2027-05-05", "webinar")];
    expect(bySource(attribute(deal, touches).credits)).toEqual({ webinar: 1_000n });
  });
});
