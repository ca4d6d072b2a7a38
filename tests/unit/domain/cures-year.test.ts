import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  acceptanceUnit,
  type Clock,
  type CureDecision,
  costUnit,
  decide,
  isRunning,
  judge,
  reasonUnit,
  replayClocks,
} from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";

describe("a simulated year", () => {
  const units = [acceptanceUnit("webinar", "ENT"), costUnit("webinar"), reasonUnit("bad_data")];
  const week = fc.record({
    states: fc.tuple(...units.map(() => fc.constantFrom("breach", "healthy", "silent"))),
    decision: fc.option(
      fc.record({ unit: fc.constantFrom(...units), type: fc.constantFrom("kill", "defund", "extend") } as const),
      { nil: null },
    ),
  });
  const year = fc.array(week, { minLength: 52, maxLength: 52 }).map((weeks) => ({
    snapshots: weeks.map(({ states }, index) => {
      const of = (state: string) => units.filter((_, unit) => states[unit] === state);
      return {
        asOf: addDays("2027-01-04", 7 * index),
        breached: new Set(of("breach")),
        healthy: new Set(of("healthy")),
      };
    }),
    decisions: weeks.flatMap(({ decision }, index): CureDecision[] =>
      decision ? [{ ...decision, on: addDays("2027-01-05", 7 * index) }] : [],
    ),
  }));

  test("has one running clock per unit at most, each due 30 days or more after it opened, on a breach", () => {
    fc.assert(
      fc.property(year, ({ snapshots, decisions }) => {
        let clocks: Clock[] = [];
        for (const snapshot of snapshots) {
          clocks = judge(clocks, snapshot);
          for (const decision of decisions)
            if (decision.on === addDays(snapshot.asOf, 1)) clocks = decide(clocks, decision);
          const running = clocks.filter(isRunning).map(({ unit }) => unit);
          expect(new Set(running).size).toBe(running.length);
          for (const { unit, opened, due } of clocks) {
            expect(due >= addDays(opened, 30)).toBe(true);
            expect(snapshots.find(({ asOf }) => asOf === opened)?.breached.has(unit)).toBe(true);
          }
        }
        expect(replayClocks(snapshots, decisions)).toEqual(clocks);
      }),
      { numRuns: 50 },
    );
  });

  test("comes out the same in one pass and Monday by Monday", () => {
    fc.assert(
      fc.property(year, ({ snapshots }) => {
        const stepwise = snapshots.reduce<Clock[]>((clocks, snapshot) => judge(clocks, snapshot), []);
        expect(replayClocks([...snapshots].reverse())).toEqual(stepwise);
      }),
      { numRuns: 30 },
    );
  });
});
