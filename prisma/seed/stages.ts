import { addDays, dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Random } from "./random";
import { type Scene, workdayMoment } from "./scene";

/** One row of a stage history. `amount` in the currency of the deal; null while nobody has named one. */
export interface Step {
  readonly stage: string;
  /** Only for a name that the translation table does not hold. */
  readonly ordinal?: number;
  readonly amount: string | null;
  readonly enteredAt: Date;
}

export type DealOutcome = "open" | "won" | "lost";

export interface Timeline {
  readonly steps: readonly Step[];
  readonly outcome: DealOutcome;
  readonly closedAt: Date | null;
  readonly lostReason: string | null;
}

/** The names and order of the default translation table (metrics.md §3). */
export const STAGES = ["Discovery", "Qualification", "Proposal", "Negotiation", "Commit", "Closed Won"] as const;

/** The ordinal of a stage: from the table, else its own, else none. */
export function ordinalOf({ stage, ordinal }: Pick<Step, "stage" | "ordinal">): number | null {
  const known = (STAGES as readonly string[]).indexOf(stage);
  return known >= 0 ? known + 1 : (ordinal ?? null);
}

/** Days that a deal stands at each stage before the next, least and most. */
const STAYS: readonly (readonly [least: number, most: number])[] = [
  [3, 8],
  [4, 12],
  [4, 12],
  [4, 10],
  [3, 9],
];

const LOST_REASONS = ["No decision", "Price", "Missing feature", "Chose another vendor", "Project postponed"] as const;

/** Where a deal ends if nothing cuts it short: index of its last stage, and how it ends there. */
export interface Ending {
  readonly stage: number;
  readonly outcome: DealOutcome;
}

/** Deals that reach Proposal: a quarter wins, most are lost on the way, the rest stays where it is. */
export function endingInPipeline(random: Random): Ending {
  const outcome = random.weighted({ won: 26, lost: 64, open: 10 });
  return { stage: outcome === "won" ? 5 : random.int(2, 4), outcome };
}

/** Deals that never do. */
export function endingBeforePipeline(random: Random): Ending {
  return { stage: random.int(0, 1), outcome: random.chance(0.75) ? "lost" : "open" };
}

/** Amounts wander a little from stage to stage; what counts is the one at the entry to Proposal. */
function amountAt(stage: number, amount: number, random: Random): string {
  const drifted = stage > 2 && random.chance(0.3) ? amount * (0.94 + random.next() * 0.1) : amount;
  return `${Math.round(drifted / 50) * 50}.00`;
}

/** The history of a deal created on a date, as far as it has come by now. */
export function timelineOf(
  createdAt: Date,
  on: IsoDate,
  ending: Ending,
  amount: number,
  scene: Scene,
  random: Random,
): Timeline {
  const steps: Step[] = [{ stage: STAGES[0], amount: amountAt(0, amount, random), enteredAt: createdAt }];
  let day = on;
  for (let stage = 1; stage <= ending.stage; stage++) {
    const [least, most] = STAYS[stage - 1] ?? [5, 10];
    day = addDays(day, random.int(least, most));
    const enteredAt = workdayMoment(day, scene, random);
    day = dateIn(enteredAt, scene.calendar.zone);
    steps.push({ stage: STAGES[stage] ?? STAGES[0], amount: amountAt(stage, amount, random), enteredAt });
  }
  const last = steps.at(-1)?.enteredAt ?? createdAt;
  const lostAt = workdayMoment(addDays(day, random.int(6, 20)), scene, random);
  const reason = random.pick(LOST_REASONS);
  const known = steps.filter((step) => step.enteredAt < scene.now);
  if (known.length < steps.length) return { steps: known, outcome: "open", closedAt: null, lostReason: null };
  if (ending.outcome === "won") return { steps, outcome: "won", closedAt: last, lostReason: null };
  if (ending.outcome === "lost" && lostAt < scene.now)
    return { steps, outcome: "lost", closedAt: lostAt, lostReason: reason };
  return { steps, outcome: "open", closedAt: null, lostReason: null };
}
