import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Acceptance, acceptance } from "@/lib/domain/acceptance";
import type { WeeklyCounts } from "@/lib/domain/counts";
import { LANES } from "@/lib/domain/lifecycle";
import { SEGMENTS } from "@/lib/domain/segments";
import { FLOORS, SOURCES, weekly } from "@/tests/support/weekly-counts";

function table(counts: readonly WeeklyCounts[]): Acceptance {
  const window = { from: "2027-05-31", to: "2027-06-27" };
  const pending = { from: "2027-06-28", to: "2027-07-04" };
  return acceptance({ counts, window, pending, sources: SOURCES, floors: FLOORS });
}

const count = fc.nat(30);
const anyRow = fc
  .record({
    source: fc.constantFrom(...SOURCES, "Unmapped: fair"),
    segment: fc.constantFrom(...SEGMENTS),
    lane: fc.constantFrom(...LANES),
    week: fc.constantFrom("2027-05-24", "2027-05-31", "2027-06-14", "2027-06-21", "2027-06-28", "2027-07-05"),
    accepted: count,
    out_of_icp: count,
    no_intent: count,
    already_in_pipeline: count,
    undecided: count,
  })
  .map(({ out_of_icp, no_intent, already_in_pipeline, undecided, ...row }) =>
    weekly({
      ...row,
      handedOver: row.accepted + out_of_icp + no_intent + already_in_pipeline + undecided,
      rejectedBy: { out_of_icp, no_intent, already_in_pipeline },
    }),
  );
const anyCounts = fc.array(anyRow, { maxLength: 40 });

describe("for any counts", () => {
  test("n = accepted + rejected + unworked, in every row and in the total", () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const result = table(counts);
        for (const row of [...result.cells, ...result.bySource, result.total]) {
          expect(row.accepted + row.rejected + row.unworked).toBe(row.n);
          expect(Math.min(row.accepted, row.rejected, row.unworked, row.pending)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test("the order of the rows is irrelevant", () => {
    const shuffled = anyCounts.chain((counts) =>
      fc.tuple(
        fc.constant(counts),
        fc.shuffledSubarray(counts, { minLength: counts.length, maxLength: counts.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([counts, other]) => {
        expect(table(other)).toEqual(table(counts));
      }),
    );
  });

  test("cells add up to their source, and standard rows to the total", () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const result = table(counts);
        for (const row of result.bySource) {
          const own = result.cells.filter((other) => other.source === row.source);
          expect(own.reduce((sum, other) => sum + other.n, 0)).toBe(row.n);
          expect(own.reduce((sum, other) => sum + other.pending, 0)).toBe(row.pending);
        }
        const standard = table(counts.filter((row) => row.lane === "standard"));
        const sum = standard.bySource.reduce((all, row) => all + row.n, 0);
        expect(result.total.n).toBe(sum);
        expect(result.total).toEqual(standard.total);
      }),
    );
  });
});
