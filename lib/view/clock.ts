/**
 * An SLA clock as the browser lets it run on: working time left at `at`, negative beyond the due time. Instants in
 * milliseconds, durations in minutes of working time (product.md A12).
 */
export interface Clock {
  readonly at: number;
  readonly due: number;
  readonly left: number;
}

/** What a running clock needs of the business calendar; no zone, so that every browser reads the same. */
export interface ClockFrame {
  /** The next stretches of working time, `[opens, closes]` in milliseconds, in order. */
  readonly spans: readonly (readonly [opens: number, closes: number])[];
  /** Working minutes of one day. */
  readonly dayMinutes: number;
  /** An open clock with at most this left is at risk. */
  readonly riskMinutes: number;
}

export type ClockState = "late" | "risk" | "left";

const MINUTE_MS = 60_000;

function worked(from: number, to: number, { spans }: ClockFrame): number {
  let sum = 0;
  for (const [opens, closes] of spans) sum += Math.max(0, Math.min(closes, to) - Math.max(opens, from));
  return Math.floor(sum / MINUTE_MS);
}

/** The clock at a moment on or after `clock.at`: its state, and the minutes left or beyond. */
export function readClock(clock: Clock, now: number, frame: ClockFrame): { state: ClockState; minutes: number } {
  const left = clock.left - worked(clock.at, now, frame);
  if (now > clock.due) return { state: "late", minutes: Math.max(0, -left) };
  const minutes = Math.max(0, left);
  return { state: minutes <= frame.riskMinutes ? "risk" : "left", minutes };
}

/** "40 min", "3 h 10 min", "2 d": whole days from one working day on, rounded down. */
export function durationWords(minutes: number, dayMinutes: number): string {
  if (minutes >= dayMinutes) return `${Math.floor(minutes / dayMinutes)} d`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** "1 h late", "late" within its first minute, "3 h 10 min left". */
export function clockWords(state: ClockState, minutes: number, dayMinutes: number): string {
  if (state === "late" && minutes === 0) return "late";
  return `${durationWords(minutes, dayMinutes)} ${state === "late" ? "late" : "left"}`;
}
