import "server-only";

/** What time it is while work goes on. */
export type RunningClock = () => Date;

/** A clock that says `now` and runs on from there: for work that may take minutes, whenever it is done. */
export function runningFrom(now: Date): RunningClock {
  const began = performance.now();
  return () => new Date(now.getTime() + Math.floor(performance.now() - began));
}
