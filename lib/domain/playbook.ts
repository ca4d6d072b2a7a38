import { addDays, diffDays, type IsoDate } from "./dates";
import { REASONS } from "./reasons";

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

/** What the database says; a date is the day on which it came true, null while it has not. */
export interface PlaybookFacts {
  /** First round of the diagnostic, first draft of the agreement. */
  readonly roundOpened: IsoDate | null;
  readonly draftOpened: IsoDate | null;
  readonly bothAnswered: IsoDate | null;
  readonly definitionDrafted: IsoDate | null;
  readonly signed: IsoDate | null;
  readonly frozen: IsoDate | null;
  /** First hand-over, and the last time an unknown source was mapped. */
  readonly firstHandOver: IsoDate | null;
  readonly lastMapped: IsoDate | null;
  readonly unmapped: number;
  readonly firstSpend: IsoDate | null;
  readonly sourcesWithSpend: number;
  readonly sources: number;
  readonly firstCredit: IsoDate | null;
  readonly firstSnapshot: IsoDate | null;
  /** Reasons with a person now, and the day on which the last of the five first got one. */
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
  /** Days after the due day: of the day it was done, else of today; 0 in time. */
  readonly late: number;
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
  /** The first step that is open. */
  readonly next: PlaybookStep | null;
}

type Draft = Omit<PlaybookStep, "due" | "late">;

const earliest = (dates: readonly (IsoDate | null)[]): IsoDate | null =>
  dates.filter((date) => date !== null).sort()[0] ?? null;

/** Day 1: the first round of the diagnostic or the first draft of the agreement, whichever came first; null: not begun. */
export function dayOne({ roundOpened, draftOpened }: Pick<PlaybookFacts, "roundOpened" | "draftOpened">) {
  return earliest([roundOpened, draftOpened]);
}

type Text = readonly [id: string, dueDay: number, href: string, words: string];

function step(phase: PhaseId, [id, dueDay, href, words]: Text, doneOn: IsoDate | null, detail: string | null = null) {
  return { id, phase, words, detail, dueDay, doneOn, href };
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

/** Every source has its name: the day of the last hand-over or mapping that made it so. */
function mappedOn({ unmapped, firstHandOver, lastMapped }: PlaybookFacts): IsoDate | null {
  if (unmapped > 0 || firstHandOver === null) return null;
  return lastMapped !== null && lastMapped > firstHandOver ? lastMapped : firstHandOver;
}

function wireSteps(facts: PlaybookFacts): Draft[] {
  const { unmapped, sourcesWithSpend, sources, ownedReasons, reviews } = facts;
  const names = unmapped === 1 ? "1 source is not mapped" : `${unmapped} sources are not mapped`;
  const spend = `${sourcesWithSpend} of ${sources} sources`;
  const owned = ownedReasons === REASONS.length ? facts.reasonsOwned : null;
  return [
    step(
      "wire",
      ["sources", 21, "/settings/sources", "Leads come in, and every source is mapped"],
      mappedOn(facts),
      unmapped > 0 ? names : null,
    ),
    step("wire", ["monday", 22, "/loop/mondays", "The first Monday is frozen"], facts.firstSnapshot),
    step("wire", ["spend", 25, "/cost", "Spend is recorded for the sources"], facts.firstSpend, spend),
    step(
      "wire",
      ["first_review", 28, "/review", "The first Tuesday review is closed with its one decision"],
      reviews[0]?.closedOn ?? null,
    ),
    step("wire", ["credits", 35, "/deals", "Won deals have their credits"], facts.firstCredit),
    step(
      "wire",
      ["owners", 45, "/settings/reasons", "Every rejection reason has a named person"],
      owned,
      `${ownedReasons} of ${REASONS.length}`,
    ),
  ];
}

/** The weeks from the first closed review on that are over, and which of them had none. */
export function reviewWeeks(
  reviews: readonly HeldReview[],
  until: IsoDate,
): { weeks: number; held: number; missed: readonly IsoDate[] } {
  const first = reviews[0]?.asOf;
  const held = new Set(reviews.map(({ asOf }) => asOf));
  const mondays: IsoDate[] = [];
  // The week of a Monday is over on the next one.
  for (let monday = first; monday && addDays(monday, 7) <= until; monday = addDays(monday, 7)) mondays.push(monday);
  const missed = mondays.filter((monday) => !held.has(monday));
  return { weeks: mondays.length, held: mondays.length - missed.length, missed };
}

/** A week without a review cannot be made up for: then the step stays open. It is done on day 90, not before. */
function reviewStep({ reviews }: PlaybookFacts, day1: IsoDate, today: IsoDate): Draft {
  const last = addDays(day1, PLAYBOOK_DAYS - 1);
  const { weeks, held, missed } = reviewWeeks(reviews, today < last ? today : last);
  const isDone = today >= last && weeks > 0 && missed.length === 0;
  return step(
    "watch",
    ["reviews", 90, "/review", "A Tuesday review was held every week since"],
    isDone ? last : null,
    reviews.length > 0 ? `${held} of ${weeks} weeks` : null,
  );
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
    return { ...draft, due, late: Math.max(0, diffDays(due, draft.doneOn ?? today)) };
  });
  const phase = PHASES.find(({ from, to }) => day >= from && day <= to)?.id ?? null;
  return { day1, day, phase, steps, next: steps.find(({ doneOn }) => doneOn === null) ?? null };
}
