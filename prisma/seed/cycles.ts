import { decideBy, isWorkingDay, touchBy } from "@/lib/domain/calendar";
import { addDays, dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Lane } from "@/lib/domain/lifecycle";
import type { Reason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import { REASON_WEIGHTS, type Source } from "./plan";
import { type Random, randomFor } from "./random";
import { DECISION_DAYS, FOLLOW_UP_HOURS, momentOn, type Scene, workingMoment } from "./scene";
import { type CellWeek, cellWeeks } from "./volume";

export type Outcome = "accepted" | "rejected" | "open";

/** One cycle as planned: who handed it over when, and what became of it. */
export interface Cycle {
  readonly leadId: string;
  readonly source: Source;
  readonly segment: Segment;
  readonly lane: Lane;
  readonly handedOverAt: Date;
  readonly handedOverOn: IsoDate;
  readonly decideBy: Date;
  readonly outcome: Outcome;
  readonly touchedAt: Date | null;
  readonly decidedAt: Date | null;
  /** Set when it was accepted first and rejected later. */
  readonly acceptedFirstAt: Date | null;
  /** Why it was rejected; for an open one what a BDR will find wrong with it, if anything. */
  readonly flaw: Reason | null;
  /** Routed to the empty seat, where nobody decides it. */
  readonly isVacant: boolean;
}

type Draft = Pick<
  Cycle,
  "source" | "segment" | "lane" | "handedOverAt" | "handedOverOn" | "decideBy" | "outcome" | "isVacant"
>;

const DAY_WEIGHTS = { "0": 20, "1": 22, "2": 21, "3": 19, "4": 14, "5": 2, "6": 2 } as const;
const DAY_MS = 86_400_000;
const ON_TIME = 0.94;
const TOUCHED_ON_TIME = 0.93;
const ACCEPTED_FIRST = 0.1;
/** Open leads with something wrong: enough that every trace in a queue is worth reading. */
const OPEN_FLAWED = 0.55;

/** Hand-overs spread over the working days of a week and, rarely, over its weekend; a holiday is all but empty. */
function handOverMoment(week: IsoDate, scene: Scene, random: Random): Date {
  for (;;) {
    const day = addDays(week, Number(random.weighted(DAY_WEIGHTS)));
    const isHoliday = scene.calendar.holidays.has(day);
    if (isHoliday && random.chance(0.9)) continue;
    const isBusy = isWorkingDay(day, scene.calendar);
    const minute = isBusy ? random.int(8 * 60, 13 * 60) + random.int(0, 6 * 60) : random.int(9 * 60, 21 * 60);
    return momentOn(day, minute, scene, random);
  }
}

function outcomesOf(cell: CellWeek, random: Random): Outcome[] {
  const outcomes = Array.from({ length: cell.n }, (_, index): Outcome => {
    if (index < cell.accepted) return "accepted";
    return index < cell.accepted + cell.rejected ? "rejected" : "open";
  });
  return random.shuffled(outcomes);
}

function draftsOf(cell: CellWeek, scene: Scene, random: Random): Draft[] {
  const { source, segment, lane } = cell;
  return outcomesOf(cell, random).map((outcome) => {
    const handedOverAt = handOverMoment(cell.week, scene, random);
    const handedOverOn = dateIn(handedOverAt, scene.calendar.zone);
    const due = decideBy(handedOverAt, scene.calendar, DECISION_DAYS);
    return { source, segment, lane, handedOverAt, handedOverOn, decideBy: due, outcome, isVacant: false };
  });
}

/** Mostly inside the decision SLA and early in it; some days late where that is already past. */
function decisionMoment(draft: Draft, scene: Scene, random: Random): Date {
  const from = new Date(draft.handedOverAt.getTime() + 10 * 60_000);
  const isPast = draft.decideBy < scene.now;
  const due = isPast ? draft.decideBy : scene.now;
  const isLate = isPast && !random.chance(ON_TIME);
  if (!isLate) return workingMoment(from, due, 1.7, scene, random);
  const weekLater = new Date(due.getTime() + 8 * DAY_MS);
  return workingMoment(due, weekLater < scene.now ? weekLater : scene.now, 1, scene, random);
}

/** The BDR's first touch: before the decision, mostly inside the follow-up SLA. */
function touchMoment(draft: Draft, decidedAt: Date, scene: Scene, random: Random): Date {
  const due = touchBy(draft.handedOverAt, scene.calendar, FOLLOW_UP_HOURS);
  if (decidedAt <= due) return workingMoment(draft.handedOverAt, decidedAt, 1, scene, random);
  const [from, to] = random.chance(TOUCHED_ON_TIME) ? [draft.handedOverAt, due] : [due, decidedAt];
  return workingMoment(from, to, 1, scene, random);
}

function flawOf({ source, segment, outcome, lane }: Draft, random: Random): Reason | null {
  if (outcome === "accepted" || (outcome === "open" && !random.chance(OPEN_FLAWED))) return null;
  if (segment === "Unknown") return "bad_data";
  const weights = REASON_WEIGHTS[source];
  if (outcome === "rejected" || lane === "partner") return random.weighted(weights);
  return random.weighted({ out_of_icp: 25, wrong_persona: 25, no_intent: 20, bad_data: 12, already_in_pipeline: 18 });
}

function decide(draft: Draft, scene: Scene, random: Random): Omit<Cycle, "leadId"> {
  const flaw = flawOf(draft, random);
  if (draft.outcome === "open") return { ...draft, flaw, touchedAt: null, decidedAt: null, acceptedFirstAt: null };
  const first = decisionMoment(draft, scene, random);
  const isTouched = draft.outcome === "accepted" || flaw === "no_intent" || random.chance(0.75);
  const touchedAt = isTouched ? touchMoment(draft, first, scene, random) : null;
  const [from, to] = [new Date(first.getTime() + 2 * DAY_MS), new Date(first.getTime() + 9 * DAY_MS)];
  const second = workingMoment(from, to, 1, scene, random);
  const turned = flaw === "no_intent" && second < scene.now && random.chance(ACCEPTED_FIRST);
  const decidedAt = turned ? second : first;
  return { ...draft, flaw, touchedAt, decidedAt, acceptedFirstAt: turned ? first : null };
}

/** Handed over in a week that has not matured, so that it is still time to decide. */
export const isRecent = (draft: Pick<Cycle, "handedOverOn">, scene: Scene): boolean =>
  draft.handedOverOn >= scene.pending.from;

/** Leads still to decide that each BDR has from the weeks not yet matured: those due today, the rest the newest. */
const OPEN_PER_BDR = 15;
const DUE_TODAY_PER_BDR = 3;
/** The same for the one partner manager. */
const OPEN_REFERRALS = 9;
/** Of five BDR seats one is empty. */
const VACANT_SHARE = 0.2;

/** Some that are due today, then the newest. */
function openOf(drafts: readonly Draft[], count: number, dueToday: number, scene: Scene): Draft[] {
  const newestFirst = [...drafts].sort((a, b) => b.handedOverAt.getTime() - a.handedOverAt.getTime());
  const due = newestFirst
    .filter((draft) => dateIn(draft.decideBy, scene.calendar.zone) === scene.today)
    .slice(0, dueToday);
  return [...due, ...newestFirst.filter((draft) => !due.includes(draft))].slice(0, count);
}

/**
 * What of the recent hand-overs is still open: all that went to the empty seat, and of the others a queue of one length per
 * person. Everything older has been decided by now.
 */
function settleRecent(recent: readonly Draft[], scene: Scene, bdrs: number, random: Random): Draft[] {
  const standard = random.shuffled(recent.filter((draft) => draft.lane === "standard"));
  const vacant = Math.round(standard.length * VACANT_SHARE);
  const unworked = new Set(standard.slice(0, vacant));
  const referrals = recent.filter((draft) => draft.lane === "partner");
  const open = new Set([
    ...unworked,
    ...openOf(standard.slice(vacant), OPEN_PER_BDR * bdrs, DUE_TODAY_PER_BDR * bdrs, scene),
    ...openOf(referrals, OPEN_REFERRALS, 1, scene),
  ]);
  return recent.map((draft) => {
    if (open.has(draft)) return { ...draft, outcome: "open", isVacant: unworked.has(draft) };
    return draft.outcome === "open" ? { ...draft, outcome: random.chance(0.7) ? "accepted" : "rejected" } : draft;
  });
}

/** All cycles of the year up to `today`, by hand-over, with the numbers of their leads. */
export function cyclesOf(scene: Scene, bdrs: number): Cycle[] {
  const random = randomFor("cycles");
  const drafts = cellWeeks(scene)
    .flatMap((cell) => draftsOf(cell, scene, random))
    .filter((draft) => draft.handedOverAt < scene.now);
  const recent = drafts.filter((draft) => isRecent(draft, scene));
  const matured = drafts.filter((draft) => !isRecent(draft, scene));
  return [...matured, ...settleRecent(recent, scene, bdrs, random)]
    .sort((a, b) => a.handedOverAt.getTime() - b.handedOverAt.getTime())
    .map((draft, index) => ({ leadId: `LD-${String(index + 1).padStart(5, "0")}`, ...decide(draft, scene, random) }));
}
