import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fold,
  isLegal,
  LANES,
  type Lane,
  type LifecycleEvent,
  moveError,
  OWNED_STAGES,
  STAGE_OWNERS,
  STAGES,
  type Stage,
} from "@/lib/domain/lifecycle";

const LEGAL: Record<Lane, string[]> = {
  standard: ["lead→mql", "mql→sal", "mql→rejected", "mql→expired", "sal→sql", "sal→rejected", "sql→pipeline"],
  partner: [
    "lead→referred",
    "referred→sal",
    "referred→rejected",
    "referred→expired",
    "sal→sql",
    "sal→rejected",
    "sql→pipeline",
  ],
};
const PAIRS = LANES.flatMap((lane) => STAGES.flatMap((from) => STAGES.map((to) => [lane, from, to] as const)));

describe("every pair of stages in both lanes", () => {
  test.each(PAIRS)("%s: %s → %s", (lane, from, to) => {
    const legal = LEGAL[lane].includes(`${from}→${to}`);
    const refusal = lane === "partner" && to === "mql" ? "PARTNER_NOT_MQL" : "ILLEGAL_TRANSITION";
    expect(isLegal(from, to, lane)).toBe(legal);
    expect(moveError(from, to, lane)).toBe(legal ? null : refusal);
    const before = pathTo(from, lane);
    if (!before) return;
    const state = fold([...before, move(from, to, before.length)], lane);
    expect(state.stage).toBe(legal ? to : from);
    expect(state.refused.map((entry) => entry.code)).toEqual(legal ? [] : [refusal]);
  });
});

test("five stages have an owner each", () => {
  expect(OWNED_STAGES.map((stage) => STAGE_OWNERS[stage])).toEqual(["marketing", "marketing", "bdr", "ae", "ae"]);
});

function instant(day: number): Date {
  return new Date(Date.UTC(2027, 5, 1 + day, 12));
}

function event(kind: "move" | "correction", from: Stage, to: Stage, step: number): LifecycleEvent {
  return { kind, from, to, at: instant(step), seq: step };
}

function move(from: Stage, to: Stage, step: number): LifecycleEvent {
  return event("move", from, to, step);
}

/** Moves that bring a fresh cycle to a stage, or null when the lane does not have it. */
function pathTo(stage: Stage, lane: Lane): LifecycleEvent[] | null {
  const handedOver: Stage = lane === "standard" ? "mql" : "referred";
  if (stage === "mql" || stage === "referred") return stage === handedOver ? path("lead", stage) : null;
  if (stage === "lead") return [];
  if (stage === "expired" || stage === "rejected") return path("lead", handedOver, stage);
  const line: Stage[] = ["lead", handedOver, "sal", "sql", "pipeline"];
  return path(...line.slice(0, line.indexOf(stage) + 1));
}

function path(...stages: Stage[]): LifecycleEvent[] {
  return stages.slice(1).map((to, step) => move(stages[step] ?? "lead", to, step));
}

describe("fold", () => {
  test("no events: a lead that was not handed over", () => {
    expect(fold([], "standard")).toEqual({
      stage: "lead",
      handedOverAt: null,
      verdict: null,
      decidedAt: null,
      firstDecidedAt: null,
      correctsTo: null,
      refused: [],
    });
  });

  test("accepted, then rejected, is rejected from then on", () => {
    const state = fold(path("lead", "mql", "sal", "rejected"), "standard");
    expect(state).toMatchObject({ stage: "rejected", verdict: "rejected", correctsTo: "sal" });
    expect(state.handedOverAt).toEqual(instant(0));
    expect(state.firstDecidedAt).toEqual(instant(1));
    expect(state.decidedAt).toEqual(instant(2));
  });

  test("a correction goes back to the stage before the last decision, and again", () => {
    const events = path("lead", "mql", "sal", "rejected");
    events.push(event("correction", "rejected", "sal", 3));
    expect(fold(events, "standard")).toMatchObject({ stage: "sal", verdict: "accepted", correctsTo: "mql" });
    events.push(event("correction", "sal", "mql", 4));
    const open = { stage: "mql", verdict: null, decidedAt: null, firstDecidedAt: null, correctsTo: null };
    expect(fold(events, "standard")).toMatchObject(open);
    events.push(move("mql", "rejected", 5));
    const again = fold(events, "standard");
    expect(again).toMatchObject({ stage: "rejected", verdict: "rejected", refused: [] });
    expect(again.firstDecidedAt).toEqual(instant(5));
  });

  test("a correction in the partner lane goes back to referred", () => {
    const events = [...path("lead", "referred", "sal"), event("correction", "sal", "referred", 2)];
    expect(fold(events, "partner")).toMatchObject({ stage: "referred", refused: [] });
  });

  test.each<[string, Stage[], Stage, Stage]>([
    ["nothing decided", ["lead", "mql"], "mql", "lead"],
    ["expiry is no decision", ["lead", "mql", "expired"], "expired", "mql"],
    ["moved on since", ["lead", "mql", "sal", "sql"], "sal", "mql"],
    ["not the stage it came from", ["lead", "mql", "sal", "rejected"], "rejected", "mql"],
    ["not where it stands", ["lead", "mql", "sal"], "rejected", "mql"],
  ])("a correction is refused: %s", (_name, stages, from, to) => {
    const events = path(...stages);
    const correction = event("correction", from, to, events.length);
    const state = fold([...events, correction], "standard");
    expect(state.stage).toBe(stages.at(-1));
    expect(state.refused).toEqual([{ event: correction, code: "ILLEGAL_TRANSITION" }]);
  });

  test("a stage that has moved on since cannot be corrected", () => {
    expect(fold(path("lead", "mql", "sal", "sql"), "standard").correctsTo).toBeNull();
    expect(fold(path("lead", "mql", "expired"), "standard").correctsTo).toBeNull();
  });

  test("equal instants count by sequence", () => {
    const at = instant(0);
    const events = path("lead", "mql", "sal", "sql").map((step) => ({ ...step, at }));
    expect(fold(events.reverse(), "standard").stage).toBe("sql");
  });

  test("an event that is recorded late counts at its instant", () => {
    const accepted = { ...move("mql", "sal", 1), seq: 9 };
    const state = fold([move("lead", "mql", 0), move("sal", "sql", 2), accepted], "standard");
    expect(state).toMatchObject({ stage: "sql", refused: [] });
  });

  test("a rejection counts from where the cycle stands at its time, though it was recorded before the acceptance", () => {
    const events = [
      move("lead", "mql", 0),
      { ...move("mql", "rejected", 3), seq: 1 },
      { ...move("mql", "sal", 2), seq: 2 },
    ];
    expect(fold(events, "standard")).toMatchObject({
      stage: "rejected",
      firstDecidedAt: instant(2),
      decidedAt: instant(3),
      correctsTo: "sal",
      refused: [],
    });
  });

  test("a verdict recorded late takes the force of the expiry and the acceptance after it", () => {
    for (const later of ["expired", "sal"] as const) {
      const superseded = move("mql", later, 3);
      const late = { ...move("mql", "rejected", 2), seq: 9 };
      const state = fold([move("lead", "mql", 0), superseded, late], "standard");
      expect(state).toMatchObject({ stage: "rejected", decidedAt: instant(2) });
      expect(state.refused).toEqual([{ event: superseded, code: "ILLEGAL_TRANSITION" }]);
    }
  });

  test("events that do not follow change nothing and are listed", () => {
    const stray = move("sql", "pipeline", 2);
    const state = fold([...path("lead", "mql"), stray, move("mql", "sal", 3)], "standard");
    expect(state.stage).toBe("sal");
    expect(state.refused).toEqual([{ event: stray, code: "ILLEGAL_TRANSITION" }]);
  });

  const step = fc.record({
    kind: fc.constantFrom("move" as const, "move" as const, "correction" as const),
    from: fc.constantFrom(...STAGES),
    to: fc.constantFrom(...STAGES),
    day: fc.integer({ min: 0, max: 4 }),
    pick: fc.nat(),
  });

  test("any order of the same events gives the same state", () => {
    const scenario = fc.array(step, { maxLength: 14 }).chain((steps) => {
      const events = steps.map(
        ({ kind, from, to, day }, seq): LifecycleEvent => ({ kind, from, to, at: instant(day), seq }),
      );
      const order = fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length });
      return fc.tuple(fc.constant(events), order, fc.constantFrom(...LANES));
    });
    fc.assert(
      fc.property(scenario, ([events, shuffled, lane]) => {
        expect(fold(shuffled, lane)).toEqual(fold(events, lane));
      }),
      { numRuns: 500 },
    );
  });

  test("along any legal walk the state is where the walk stands", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.constantFrom(...LANES), (steps, lane) => {
        const events: LifecycleEvent[] = [];
        let stage: Stage = "lead";
        for (const [seq, { kind, pick }] of steps.entries()) {
          const { correctsTo } = fold(events, lane);
          const onward = STAGES.filter((to) => isLegal(stage, to, lane));
          const isCorrection = kind === "correction" && correctsTo !== null;
          const to: Stage | undefined = isCorrection ? correctsTo : onward[pick % Math.max(1, onward.length)];
          if (!to) break;
          events.push(event(isCorrection ? "correction" : "move", stage, to, seq));
          stage = to;
        }
        const state = fold([...events].reverse(), lane);
        expect(state.stage).toBe(stage);
        expect(state.refused).toEqual([]);
        expect(state.handedOverAt).toEqual(events[0]?.at ?? null);
        if (stage === "sal") expect(state.verdict).toBe("accepted");
        if (stage === "rejected") expect(state.verdict).toBe("rejected");
        if (stage === "mql" || stage === "expired") expect(state.verdict).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
