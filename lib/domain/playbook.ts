import { addDays, diffDays, type IsoDate } from "./dates";
import { REASONS } from "./reasons";
import { latestMonday } from "./weeks";

/** The three phases (product.md D8), in days from day 1, both inclusive. */
export const PHASES = [
  { id: "write", from: 1, to: 14, title: "Write the doc, freeze the model" },
  { id: "wire", from: 15, to: 45, title: "Wire the three metrics" },
  { id: "watch", from: 46, to: 90, title: "Watch one metric move" },
] as const;
export type PhaseId = (typeof PHASES)[number]["id"];

export const PLAYBOOK_DAYS = 90;

/** A review that was closed, by the Monday of its week. */
export interface HeldReview {
  readonly asOf: IsoDate;
  readonly closedOn: IsoDate;
}

/** Something that had to be done from a day on (null: from the beginning), and when it was (null: it waits). */
export interface Wait {
  readonly from: IsoDate | null;
  readonly until: IsoDate | null;
}

/** What the database says; a date is the day on which it came true there, null while it has not. */
export interface PlaybookFacts {
  /** First round of the diagnostic, first draft of the agreement. */
  readonly roundOpened: IsoDate | null;
  readonly draftOpened: IsoDate | null;
  readonly bothAnswered: IsoDate | null;
  readonly definitionDrafted: IsoDate | null;
  readonly signed: IsoDate | null;
  readonly frozen: IsoDate | null;
  readonly firstLeads: IsoDate | null;
  /** Unknown source values: from when they came in until they were mapped. */
  readonly values: readonly Wait[];
  /** Sources in use for which the agreement lets spend count: from when they were added until their first spend. */
  readonly spending: readonly Wait[];
  readonly firstCredit: IsoDate | null;
  readonly firstSnapshot: IsoDate | null;
  /** Reasons with a person now, and the first day on which all five had one. */
  readonly ownedReasons: number;
  readonly reasonsOwned: IsoDate | null;
  /** Oldest first. */
  readonly reviews: readonly HeldReview[];
  /** The watch that the playbook follows. */
  readonly watchStarted: IsoDate | null;
  readonly fixOpened: IsoDate | null;
  readonly fixOwner: string | null;
  readonly moved: IsoDate | null;
  readonly thanked: IsoDate | null;
}

/** One step, derived from what is so: nobody ticks it. */
export interface PlaybookStep {
  readonly id: string;
  readonly phase: PhaseId;
  readonly words: string;
  /** How far it is, where that can be counted. */
  readonly detail: string | null;
  /** Counted from day 1, and as a date. */
  readonly dueDay: number;
  readonly due: IsoDate;
  readonly doneOn: IsoDate | null;
  /** Days after the due day: of the day it was done, else of today; 0 in time, and for what cannot be made up for. */
  readonly late: number;
  /** It can be done no more; then these Mondays had no review. */
  readonly isLapsed: boolean;
  readonly missed: readonly IsoDate[];
  /** Where it is done, and where it can be seen. */
  readonly href: string;
}

export interface Playbook {
  readonly day1: IsoDate;
  /** Today's number, from 1. */
  readonly day: number;
  /** The phase that today is in; null after day 90. */
  readonly phase: PhaseId | null;
  readonly steps: readonly PlaybookStep[];
  /** The first step that is open and can still be done. */
  readonly next: PlaybookStep | null;
}

/** With `late` where lateness is not counted in days. */
type Draft = Omit<PlaybookStep, "due" | "late"> & { readonly late?: 0 };
const POSSIBLE = { isLapsed: false, missed: [] } as const;

const earliest = (dates: readonly (IsoDate | null)[]): IsoDate | null =>
  dates.filter((date) => date !== null).sort()[0] ?? null;

/** Day 1: the first round of the diagnostic or the first draft of the agreement, whichever came first; null: not begun. */
export function dayOne({ roundOpened, draftOpened }: Pick<PlaybookFacts, "roundOpened" | "draftOpened">) {
  return earliest([roundOpened, draftOpened]);
}

type Text = readonly [id: string, dueDay: number, href: string, words: string];

function step(phase: PhaseId, [id, dueDay, href, words]: Text, doneOn: IsoDate | null, detail: string | null = null) {
  return { ...POSSIBLE, id, phase, words, detail, dueDay, doneOn, href };
}

function writeSteps(facts: PlaybookFacts): Draft[] {
  const { bothAnswered, definitionDrafted, signed, frozen } = facts;
  return [
    step(
      "write",
      ["diagnostic", 5, "/agreement/diagnostic", "Both leaders have answered “What is a good lead?”"],
      bothAnswered,
    ),
    step(
      "write",
      ["definition", 10, "/agreement/draft", "The definition is drafted, all eight fields"],
      definitionDrafted,
    ),
    step("write", ["signatures", 14, "/agreement/versions", "The CRO, the CMO and the VP RevOps have signed"], signed),
    step("write", ["frozen", 14, "/agreement", "Definition and attribution model are frozen"], frozen),
  ];
}

/**
 * The first day from `start` on at whose end nothing waited; null while there was none. What came later does not undo it: a step
 * that was done in time is not made late by the age of the playbook.
 */
export function firstDayWithout(waits: readonly Wait[], start: IsoDate | null): IsoDate | null {
  if (start === null) return null;
  let day = start;
  for (const { from, until } of [...waits].sort((a, b) => ((a.from ?? "") < (b.from ?? "") ? -1 : 1))) {
    if (from !== null && from > day) break;
    if (until === null) return null;
    if (until > day) day = until;
  }
  return day;
}

function sourcesStep({ firstLeads, values }: PlaybookFacts): Draft {
  const doneOn = firstDayWithout(values, firstLeads);
  const waiting = values.filter(({ until }) => until === null).length;
  const sources = waiting === 1 ? "1 source is" : `${waiting} sources are`;
  const since = waiting === 1 ? "1 value since waits" : `${waiting} values since wait`;
  const detail = doneOn === null ? `${sources} not mapped` : since;
  const text = ["sources", 21, "/settings/sources", "Leads come in, and every source is mapped"] as const;
  return step("wire", text, doneOn, waiting > 0 ? detail : null);
}

function spendStep({ spending }: PlaybookFacts): Draft {
  const first = earliest(spending.map(({ until }) => until));
  const recorded = spending.filter(({ until }) => until !== null).length;
  const text = ["spend", 25, "/cost", "Spend is recorded for every source whose spend counts"] as const;
  return step("wire", text, firstDayWithout(spending, first), `${recorded} of ${spending.length} sources`);
}

function wireSteps(facts: PlaybookFacts): Draft[] {
  const { ownedReasons, reasonsOwned, reviews } = facts;
  return [
    sourcesStep(facts),
    step("wire", ["monday", 22, "/loop/mondays", "The first Monday is frozen"], facts.firstSnapshot),
    spendStep(facts),
    step(
      "wire",
      ["first_review", 28, "/review", "The first Tuesday review is closed with its one decision"],
      reviews[0]?.closedOn ?? null,
    ),
    step("wire", ["credits", 35, "/deals", "Won deals have their credits"], facts.firstCredit),
    step(
      "wire",
      ["owners", 45, "/settings/reasons", "Every rejection reason has a named person"],
      reasonsOwned,
      `${ownedReasons} of ${REASONS.length}`,
    ),
  ];
}

/**
 * The weeks from that of the first closed review to that of `last`, a Monday, and which of them had none. A week counts as soon
 * as its review is closed; one without counts once it is over, which it is on the next Monday.
 */
export function reviewWeeks(
  reviews: readonly HeldReview[],
  last: IsoDate,
  today: IsoDate,
): { weeks: number; held: number; missed: readonly IsoDate[] } {
  const closed = reviews.filter(({ closedOn }) => closedOn <= today).map(({ asOf }) => asOf);
  const isOver = (monday: IsoDate) => addDays(monday, 7) <= today;
  const mondays: IsoDate[] = [];
  for (let monday = closed[0] ?? today; monday <= last && monday <= today; monday = addDays(monday, 7))
    if (closed.includes(monday) || isOver(monday)) mondays.push(monday);
  const missed = mondays.filter((monday) => !closed.includes(monday));
  return { weeks: mondays.length, held: mondays.length - missed.length, missed };
}

/**
 * The last week is that of the last Tuesday within the 90 days. A week without a review cannot be made up for, and neither can 90
 * days without one: then it lapses. It is done on day 90, or when the review of the last week is closed where that is later.
 */
function reviewStep({ reviews }: PlaybookFacts, day1: IsoDate, today: IsoDate): Draft {
  const day90 = addDays(day1, PLAYBOOK_DAYS - 1);
  const last = latestMonday(addDays(day90, -1));
  const { weeks, held, missed } = reviewWeeks(reviews, last, today);
  const ended = reviews.find(({ asOf }) => asOf === last)?.closedOn ?? null;
  const whole = ended !== null && ended > day90 ? ended : day90;
  const doneOn = ended !== null && missed.length === 0 && today >= whole ? whole : null;
  const detail = weeks === 0 ? null : `${held} of ${weeks} ${weeks === 1 ? "week" : "weeks"}`;
  const text = ["reviews", PLAYBOOK_DAYS, "/review", "A Tuesday review was held every week since"] as const;
  const isLapsed = missed.length > 0 || (doneOn === null && today >= addDays(last, 7));
  return { ...step("watch", text, doneOn, detail), isLapsed, missed, late: 0 };
}

function watchSteps(facts: PlaybookFacts, day1: IsoDate, today: IsoDate): Draft[] {
  const { watchStarted, fixOpened, fixOwner, moved, thanked } = facts;
  return [
    step("watch", ["watch", 52, "/loop/playbook#watch", "One rejection reason is watched"], watchStarted),
    step("watch", ["fix", 55, "/loop/fixes", "Its fix is open, with a named person"], fixOpened, fixOwner),
    step("watch", ["moved", 83, "/loop/playbook#watch", "The watched number has fallen"], moved),
    step("watch", ["thanks", 90, "/loop/playbook#watch", "The CRO has thanked marketing in public"], thanked),
    reviewStep(facts, day1, today),
  ];
}

/** The playbook as it stands on a day; null while nothing has begun. */
export function playbook(facts: PlaybookFacts, today: IsoDate): Playbook | null {
  const day1 = dayOne(facts);
  if (day1 === null) return null;
  const day = diffDays(day1, today) + 1;
  const drafts = [...writeSteps(facts), ...wireSteps(facts), ...watchSteps(facts, day1, today)];
  const steps = drafts.map((draft) => {
    const due = addDays(day1, draft.dueDay - 1);
    return { ...draft, due, late: draft.late ?? Math.max(0, diffDays(due, draft.doneOn ?? today)) };
  });
  const phase = PHASES.find(({ from, to }) => day >= from && day <= to)?.id ?? null;
  return { day1, day, phase, steps, next: steps.find(({ doneOn, isLapsed }) => doneOn === null && !isLapsed) ?? null };
}
