import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClockMoveKind, clockHistory } from "@/lib/domain/clock-moves";
import {
  acceptanceUnit,
  type Clock,
  type CureDecision,
  costUnit,
  decide,
  isRunning,
  judge,
  latestByUnit,
  parseUnit,
  reasonUnit,
  replayClocks,
  salesSlaUnit,
} from "@/lib/domain/cures";
import { addDays, diffDays } from "@/lib/domain/dates";

/** A clock's state as its moves alone tell it. */
function stateAfter(kinds: readonly ClockMoveKind[]): Pick<Clock, "state" | "rested"> {
  const last = kinds.findLast((kind) => kind !== "rested") ?? "opened";
  const state = last === "opened" || last === "resumed" ? "open" : last;
  return { state, rested: kinds.at(-1) === "rested" };
}

describe("a simulated year", () => {
  const sales = salesSlaUnit("webinar", "ENT");
  const units = [acceptanceUnit("webinar", "ENT"), costUnit("webinar"), reasonUnit("bad_data"), sales];
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

  test("moves a clock only by the snapshot of that Monday or a decision of that day, and the moves tell the clocks", () => {
    fc.assert(
      fc.property(year, ({ snapshots, decisions }) => {
        const { clocks, moves } = clockHistory(snapshots, decisions);
        expect(clocks).toEqual(replayClocks(snapshots, decisions));
        for (const { unit, kind, on, decision } of moves) {
          if (decision) expect(decisions).toContain(decision);
          else expect(snapshots.some(({ asOf }) => asOf === on)).toBe(true);
          expect(["killed", "defunded", "extended"].includes(kind)).toBe(decision !== null);
          if (decision) expect(decision).toMatchObject({ unit, on });
        }
        for (const { unit, opened, state, due, rested } of clocks) {
          const own = moves.filter((move) => move.unit === unit && move.opened === opened);
          expect(own[0]).toMatchObject({ kind: "opened", on: opened });
          expect(own.at(-1)?.due).toBe(due);
          expect(stateAfter(own.map(({ kind }) => kind))).toEqual({ state, rested });
        }
      }),
      { numRuns: 50 },
    );
  });

  test("after each Monday whatever it shows in breach has a clock that runs, or one that a review ended in the window of its figure", () => {
    fc.assert(
      fc.property(year, ({ snapshots, decisions }) => {
        for (const [index, { asOf, breached }] of snapshots.entries()) {
          const before = decisions.filter(({ on }) => on < asOf);
          const clocks = latestByUnit(replayClocks(snapshots.slice(0, index + 1), before));
          for (const unit of breached) {
            const clock = clocks.get(unit);
            const isEnded = clock?.state === "killed" || clock?.state === "defunded";
            if (isEnded) expect(diffDays(clock.settledOn ?? "", asOf)).toBeLessThanOrEqual(90);
            else expect(clock && isRunning(clock)).toBe(true);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test("sets at rest only what a Monday after the decision shows healthy", () => {
    fc.assert(
      fc.property(year, ({ snapshots, decisions }) => {
        for (const { unit, kind, on } of clockHistory(snapshots, decisions).moves)
          if (kind === "rested") expect(snapshots.find(({ asOf }) => asOf === on)?.healthy.has(unit)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("kills cells alone, defunds sources alone, and never kills what sales owns", () => {
    fc.assert(
      fc.property(year, ({ snapshots, decisions }) => {
        for (const { unit, state } of replayClocks(snapshots, decisions)) {
          if (state === "killed") expect(parseUnit(unit)?.kind).toBe("acceptance");
          if (state === "defunded") expect(parseUnit(unit)?.kind).toBe("cost");
        }
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
