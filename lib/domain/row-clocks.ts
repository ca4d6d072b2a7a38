import { type Clock, type CureDecision, type CureSnapshot, decide, latestByUnit, replayClocks } from "./cures";
import type { MetricsDocument } from "./metrics-document";

/** What is known of clocks besides the figures of a Monday. */
export interface ClockPast {
  readonly history: readonly CureSnapshot[];
  readonly decisions: readonly CureDecision[];
}

/**
 * The clocks that the rows of a Monday show: those that its document names, as the review of its week left them, and those that
 * earlier reviews killed or defunded while the trailing window still shows their breach (metrics.md §5).
 */
export function rowClocks(
  cures: MetricsDocument["cures"],
  { history, decisions }: ClockPast,
  { today, decided }: { today: CureSnapshot; decided: CureDecision | null },
): Clock[] {
  const named = cures.map((clock) => ({ ...clock, settledOn: null, rested: false }));
  const running = new Set(named.map(({ unit }) => unit));
  const ended = [...latestByUnit(replayClocks(history, decisions)).values()].filter(
    ({ unit, state, rested }) =>
      (state === "killed" || state === "defunded") && !rested && today.breached.has(unit) && !running.has(unit),
  );
  const clocks = [...named, ...ended];
  return decided ? decide(clocks, decided) : clocks;
}
