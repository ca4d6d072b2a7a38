import { expect, test } from "vitest";
import { weeklyVolume } from "@/lib/domain/volume";
import { weekly } from "@/tests/support/weekly-counts";

const COUNTS = [
  weekly({ week: "2027-06-28", handedOver: 30 }),
  weekly({ week: "2027-06-28", source: "webinar", segment: "ENT", handedOver: 10 }),
  weekly({ week: "2027-06-28", source: "partner_referral", lane: "partner", handedOver: 99 }),
  weekly({ week: "2027-06-21", handedOver: 99 }),
  weekly({ week: "2027-07-05", handedOver: 99 }),
];

test("counts the MQLs of the week before as_of", () => {
  expect(weeklyVolume(COUNTS, "2027-07-05", { activeSdrs: 4, weeklyCapacity: 10 })).toEqual({
    week: { from: "2027-06-28", to: "2027-07-04" },
    volume: 40,
    feed: 40,
    belowFeed: false,
  });
});

test.each([
  [4, 10, false],
  [41, 1, true],
  [0, 10, false],
])("%i SDRs × %i: below the feed rate %s", (activeSdrs, weeklyCapacity, belowFeed) => {
  expect(weeklyVolume(COUNTS, "2027-07-05", { activeSdrs, weeklyCapacity }).belowFeed).toBe(belowFeed);
});

test("without a feed rate nothing is below it", () => {
  expect(weeklyVolume(COUNTS, "2027-07-05", null)).toMatchObject({ feed: null, belowFeed: false });
});
