import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/domain/dates";
import { type LastCycle, recyclingProblem } from "@/lib/domain/recycling";

const ENDED = "2027-06-01";
const cycle = (change: Partial<LastCycle> = {}): LastCycle => ({
  stage: "rejected",
  endedOn: ENDED,
  lastResponseOn: "2027-06-02",
  ...change,
});

describe("a new cycle", () => {
  test.each([
    ["on the day itself", 0, "TOO_SOON"],
    ["29 days later", 29, "TOO_SOON"],
    ["30 days later", 30, null],
    ["a year later", 365, null],
  ])("%s", (_, days, code) => {
    expect(recyclingProblem(cycle(), addDays(ENDED, days))?.code ?? null).toBe(code);
    expect(recyclingProblem(cycle({ stage: "expired" }), addDays(ENDED, days))?.code ?? null).toBe(code);
  });

  test("that comes too soon is told the earliest day", () =>
    expect(recyclingProblem(cycle(), "2027-06-30")).toEqual({
      code: "TOO_SOON",
      endedOn: ENDED,
      earliest: "2027-07-01",
    }));

  test.each([
    ["no response at all", null, "NO_NEW_ACTIVITY"],
    ["one before the end", "2027-05-31", "NO_NEW_ACTIVITY"],
    ["one on the day of the end", ENDED, "NO_NEW_ACTIVITY"],
    ["one on the day after", "2027-06-02", null],
  ])("with %s", (_, lastResponseOn, code) =>
    expect(recyclingProblem(cycle({ lastResponseOn }), "2027-07-01")?.code ?? null).toBe(code),
  );

  test("is asked for time before activity", () =>
    expect(recyclingProblem(cycle({ lastResponseOn: null }), "2027-06-30")?.code).toBe("TOO_SOON"));

  test.each(["mql", "referred", "sal", "sql", "pipeline"] as const)("never follows a cycle at %s", (stage) =>
    expect(recyclingProblem(cycle({ stage, endedOn: null }), "2028-01-01")).toEqual({ code: "ILLEGAL_TRANSITION" }),
  );
});
