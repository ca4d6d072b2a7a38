/** The 30 minutes of a Tuesday: three tables, the candidates, one decision (product.md D4). */
export const AGENDA = [
  { key: "acceptance", label: "Acceptance", minutes: 6 },
  { key: "cost", label: "Cost per pipeline dollar", minutes: 5 },
  { key: "influence", label: "Closed-won influence", minutes: 4 },
  { key: "candidates", label: "Candidates", minutes: 7 },
  { key: "decision", label: "One decision", minutes: 8 },
] as const;

export type AgendaKey = (typeof AGENDA)[number]["key"];

const MINUTE_MS = 60_000;

export const REVIEW_MINUTES = AGENDA.reduce((sum, { minutes }) => sum + minutes, 0);

/** Where the review stands on its agenda. Milliseconds are whole and never negative. */
export interface AgendaClock {
  /** The item under way; the last one in overtime, the first one before the start. */
  readonly phase: AgendaKey;
  /** Of all 30 minutes. */
  readonly leftMs: number;
  /** Beyond them. */
  readonly overMs: number;
  /** Of the item under way. */
  readonly phaseLeftMs: number;
}

/** The agenda at `now`, both in milliseconds. A clock that was put back stands at the start. */
export function agendaAt(startedAt: number, now: number): AgendaClock {
  const elapsed = Math.max(0, now - startedAt);
  const whole = REVIEW_MINUTES * MINUTE_MS;
  let end = 0;
  for (const { key, minutes } of AGENDA) {
    end += minutes * MINUTE_MS;
    if (elapsed < end) return { phase: key, leftMs: whole - elapsed, overMs: 0, phaseLeftMs: end - elapsed };
  }
  return { phase: "decision", leftMs: 0, overMs: elapsed - whole, phaseLeftMs: 0 };
}
