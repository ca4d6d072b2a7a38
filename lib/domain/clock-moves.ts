import { type Clock, type CureDecision, type CureSnapshot, clockSteps, stepClocks } from "./cures";
import type { IsoDate } from "./dates";

export type ClockMoveKind = "opened" | "cured" | "resumed" | "due" | "rested" | "killed" | "defunded" | "extended";

/** One change of a clock. A clock is named by its unit and the Monday it opened. */
export interface ClockMove {
  readonly unit: string;
  readonly opened: IsoDate;
  readonly kind: ClockMoveKind;
  /** The Monday of the snapshot, or the day of the decision. */
  readonly on: IsoDate;
  /** The due date from then on. */
  readonly due: IsoDate;
}

function kindsBetween(before: Clock | undefined, after: Clock): ClockMoveKind[] {
  if (!before) return ["opened"];
  if (before.state === after.state) return before.rested === after.rested ? [] : ["rested"];
  switch (after.state) {
    case "open":
      return ["resumed"];
    case "due":
      return before.state === "cured" ? ["resumed", "due"] : ["due"];
    default:
      return [after.state];
  }
}

/** The moves that turn these clocks into those, in the order of the clocks; none where nothing changed. */
export function movesBetween(before: readonly Clock[], after: readonly Clock[], on: IsoDate): ClockMove[] {
  const earlier = new Map(before.map((clock) => [clockKey(clock), clock]));
  return after.flatMap((clock) =>
    kindsBetween(earlier.get(clockKey(clock)), clock).map((kind) => {
      const { unit, opened, due } = clock;
      return { unit, opened, kind, on, due };
    }),
  );
}

/** A clock's name among all clocks. */
export function clockKey({ unit, opened }: Pick<Clock, "unit" | "opened">): string {
  return `${opened} ${unit}`;
}

/** A move with what caused it: a snapshot of its day, or a decision. */
export type CausedMove<D extends CureDecision = CureDecision> = ClockMove & { readonly decision: D | null };

export interface ClockHistory<D extends CureDecision = CureDecision> {
  /** In the order of opening. */
  readonly clocks: readonly Clock[];
  readonly moves: readonly CausedMove<D>[];
}

/** All clocks that snapshots and decisions have made, and each step on the way (metrics.md §5). Their order does not matter. */
export function clockHistory<D extends CureDecision>(
  snapshots: readonly CureSnapshot[],
  decisions: readonly D[],
): ClockHistory<D> {
  let clocks: readonly Clock[] = [];
  const moves: CausedMove<D>[] = [];
  for (const step of clockSteps(snapshots, decisions)) {
    const after = stepClocks(clocks, step);
    const on = step.snapshot ? step.snapshot.asOf : step.decision.on;
    for (const move of movesBetween(clocks, after, on)) moves.push({ ...move, decision: step.decision ?? null });
    clocks = after;
  }
  return { clocks, moves };
}
