import { describe, expect, test } from "vitest";
import { closedInUnder30, fixDue, reasonsNeedingFix } from "@/lib/domain/fixes";

const counts = (
  out_of_icp: number,
  wrong_persona: number,
  no_intent: number,
  bad_data: number,
  already_in_pipeline: number,
) => ({
  out_of_icp,
  wrong_persona,
  no_intent,
  bad_data,
  already_in_pipeline,
});

describe("reasonsNeedingFix", () => {
  test.each([
    ["the first reason always", counts(1, 5, 2, 0, 0), false, ["wrong_persona"]],
    [
      "the first three when the cap is breached",
      counts(1, 5, 2, 3, 0),
      true,
      ["wrong_persona", "bad_data", "no_intent"],
    ],
    ["equal counts in list order", counts(2, 2, 2, 2, 2), true, ["out_of_icp", "wrong_persona", "no_intent"]],
    ["equal counts, first only", counts(0, 0, 0, 2, 2), false, ["bad_data"]],
    ["zero counts do not rank", counts(0, 0, 4, 0, 1), true, ["no_intent", "already_in_pipeline"]],
    ["no rejection, no fix", counts(0, 0, 0, 0, 0), true, []],
  ])("%s", (_, count, breached, expected) => {
    expect(reasonsNeedingFix(count, breached)).toEqual(expected);
  });
});

describe("the 30 days of a fix", () => {
  test("are due 30 days on", () => {
    expect(fixDue("2027-07-05")).toBe("2027-08-04");
    expect(fixDue("2028-02-01")).toBe("2028-03-02");
  });

  test.each([
    ["2027-07-05", true],
    ["2027-08-03", true],
    ["2027-08-04", false],
    ["2027-08-05", false],
  ])("closed on %s is in under 30 days: %s", (closed, expected) => {
    expect(closedInUnder30("2027-07-05", closed)).toBe(expected);
  });
});
