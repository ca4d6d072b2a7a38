import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WeeklyCounts } from "@/lib/domain/counts";
import { type Rejection, rejection } from "@/lib/domain/rejection";
import { acceptanceWindow, pendingRange } from "@/lib/domain/weeks";
import { NEW_YORK } from "@/tests/support/calendars";
import { weekly } from "@/tests/support/weekly-counts";

const window = acceptanceWindow("2027-07-05", NEW_YORK, 5);
const pending = pendingRange("2027-07-05", window);

function judge(counts: readonly WeeklyCounts[], belowFeed = false): Rejection {
  return rejection({ counts, window, pending, cap: "22", belowFeed });
}

test("V1: 12 of 30 rejected, the top three reasons need fixes", () => {
  const counts = [
    weekly({ handedOver: 20, accepted: 10, rejectedBy: { bad_data: 3, out_of_icp: 1 } }),
    weekly({ week: "2027-06-28", handedOver: 3, rejectedBy: { no_intent: 3 } }),
    weekly({
      source: "content_syndication",
      segment: "ENT",
      handedOver: 10,
      accepted: 2,
      rejectedBy: { out_of_icp: 4, wrong_persona: 3, already_in_pipeline: 1 },
    }),
  ];
  expect(judge(counts)).toEqual({
    n: 30,
    rejected: 12,
    rate: "0.4000",
    cap: "22",
    verdict: "breach",
    arguable: true,
    reasons: [
      { code: "out_of_icp", count: 5, rank: 1 },
      { code: "wrong_persona", count: 3, rank: 2 },
      { code: "bad_data", count: 3, rank: 3 },
      { code: "already_in_pipeline", count: 1, rank: 4 },
      { code: "no_intent", count: 0, rank: null },
    ],
    fixes: ["out_of_icp", "wrong_persona", "bad_data"],
  });
});

describe("the cap is broken strictly above it", () => {
  test.each([
    [22, 100, "ok"],
    [23, 100, "breach"],
    [2201, 10_000, "breach"],
    [0, 5, "ok"],
    [2, 5, "breach"],
    [0, 0, "no_data"],
  ])("%i of %i: %s", (rejected, n, verdict) => {
    const result = judge([weekly({ handedOver: n, rejectedBy: { no_intent: rejected } })]);
    expect(result.verdict).toBe(verdict);
    expect(result.rate === null).toBe(n === 0);
  });
});

test("without a breach only the first reason needs a fix, and none that nobody gave", () => {
  const some = weekly({ handedOver: 100, rejectedBy: { no_intent: 4, bad_data: 4 } });
  expect(judge([some]).fixes).toEqual(["no_intent"]);
  expect(judge([weekly({ handedOver: 100 })]).fixes).toEqual([]);
  const one = weekly({ handedOver: 10, rejectedBy: { bad_data: 4 } });
  expect(judge([one])).toMatchObject({ verdict: "breach", fixes: ["bad_data"] });
});

test("the partner lane does not count", () => {
  const partner = weekly({
    source: "partner_referral",
    lane: "partner",
    handedOver: 50,
    rejectedBy: { bad_data: 50 },
  });
  expect(judge([partner])).toMatchObject({ n: 0, rejected: 0, verdict: "no_data", fixes: [] });
});

test("with a volume below the feed rate it cannot be argued about", () => {
  expect(judge([weekly({ handedOver: 10 })], true).arguable).toBe(false);
});

test("the order of the rows is irrelevant", () => {
  const row = fc
    .record({ handedOver: fc.nat(50), bad_data: fc.nat(9), no_intent: fc.nat(9) })
    .map(({ handedOver, ...rejectedBy }) => weekly({ handedOver: handedOver + 18, rejectedBy }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      expect(judge([...rows].reverse())).toEqual(judge(rows));
    }),
  );
});
