import fc from "fast-check";
import { expect, test } from "vitest";
import type { Clock } from "@/lib/domain/cures";
import { orderClocks } from "@/lib/domain/metrics-cures";
import { SOURCES } from "@/tests/support/weekly-counts";

const IN_ORDER = [
  "acceptance:paid_search:SMB",
  "acceptance:paid_search:MM",
  "acceptance:paid_search:ENT",
  "acceptance:paid_search:Unknown",
  "acceptance:content_syndication:MM",
  "acceptance:outbound_bdr:SMB",
  "acceptance:Unmapped: a: b:ENT",
  "cost:webinar",
  "cost:intent",
  "cost:Unmapped: a: b",
  "reason:out_of_icp",
  "reason:no_intent",
  "reason:bad_data",
];

test("clocks stand in the order of the tables, however they come", () => {
  const clock = (unit: string): Clock => ({
    ...{ unit, opened: "2027-07-05", due: "2027-08-04", state: "open", settledOn: null, rested: false },
  });
  fc.assert(
    fc.property(fc.shuffledSubarray(IN_ORDER, { minLength: IN_ORDER.length }), (units) => {
      expect(orderClocks(units.map(clock), SOURCES).map(({ unit }) => unit)).toEqual(IN_ORDER);
    }),
  );
});
