import { describe, expect, test } from "vitest";
import { countsAsReached, type PipelineCounts, pipelineRate } from "@/lib/domain/pipeline-rate";

function verdicts(counts: readonly PipelineCounts[]): string[] {
  return pipelineRate(counts, "11", 10).map((row) => `${row.segment} ${row.rate} ${row.verdict}`);
}

test("V3", () => {
  const counts: PipelineCounts[] = [
    { segment: "MM", n: 100, reached: 10 },
    { segment: "ENT", n: 8, reached: 0 },
    { segment: "SMB", n: 200, reached: 22 },
  ];
  expect(verdicts(counts)).toEqual(["SMB 0.1100 ok", "MM 0.1000 breach", "ENT 0.0000 low_n"]);
  expect(pipelineRate(counts, "11", 10)[0]).toEqual({
    segment: "SMB",
    n: 200,
    reached: 22,
    rate: "0.1100",
    floor: "11",
    verdict: "ok",
  });
});

describe("edges", () => {
  test.each([
    [0, 0, "null maturing"],
    [9, 0, "0.0000 low_n"],
    [9, 9, "1.0000 low_n"],
    [10, 0, "0.0000 breach"],
    [10_000, 1099, "0.1099 breach"],
    [10_000, 1100, "0.1100 ok"],
    [10, 12, "1.2000 ok"],
  ])("%i cycles, %i reached: %s", (n, reached, expected) => {
    expect(verdicts([{ segment: "SMB", n, reached }])[0]).toBe(`SMB ${expected}`);
  });
});

test("all three sizes are listed, Unknown where it has cycles; rows of a segment add up", () => {
  expect(verdicts([])).toEqual(["SMB null maturing", "MM null maturing", "ENT null maturing"]);
  const unknown: PipelineCounts = { segment: "Unknown", n: 10, reached: 1 };
  expect(verdicts([unknown, unknown]).at(-1)).toBe("Unknown 0.1000 breach");
});

describe("what counts as reached", () => {
  const band = { from: 2_500_000n, to: 10_000_000n };
  test.each([
    ["2027-01-06", "2027-01-06", 2_500_000n, true],
    ["2027-01-06", "2027-04-06", 10_000_000n, true],
    ["2027-01-06", "2027-04-07", 5_000_000n, false],
    ["2027-01-06", "2027-01-05", 5_000_000n, false],
    ["2027-01-06", "2027-02-01", 2_499_999n, false],
    ["2027-01-06", "2027-02-01", 10_000_001n, false],
    ["2027-01-06", "2027-02-01", null, false],
  ])("handed over %s, stage 3 on %s with %s: %s", (handedOverOn, enteredOn, amount, counts) => {
    expect(countsAsReached({ handedOverOn, enteredOn, amount }, band)).toBe(counts);
  });
});
