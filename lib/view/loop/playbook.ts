import { addDays, type IsoDate } from "@/lib/domain/dates";
import { PHASES, type PhaseId, PLAYBOOK_DAYS, type Playbook, type PlaybookStep } from "@/lib/domain/playbook";
import { dateWithYear, dayCount, rangeText, shortDate } from "@/lib/view/dates";

export const PLAYBOOK_NOTE =
  "Every step is read from what is there: from the agreement, the frozen Mondays, the reviews. Nobody ticks one off.";

/** What was found elsewhere; it is quoted, never computed here. */
const CAPTIONS: Readonly<Record<PhaseId, string | null>> = {
  write:
    "Elsewhere: of the CRO-CMO pairs that did this within 14 days, 74 % were still at peace in month 9 (Forrester 2027). Quoted, not computed here.",
  wire: null,
  watch: null,
};

/** One row of a phase's table. */
export interface StepLine {
  id: string;
  words: string;
  /** Null: the reader may not open it. */
  href: string | null;
  detail: string | null;
  /** "12 Jul 2027", or null while it is open. */
  done: string | null;
  due: string;
  dueDay: string;
  /** "9 days late"; null in time. */
  late: string | null;
  /** It can be done no more. */
  isLapsed: boolean;
  isOpen: boolean;
}

/** Lateness in days, the same whether it was done late or is still open. */
export function lateWords({ late }: Pick<PlaybookStep, "late">): string | null {
  return late > 0 ? `${dayCount(late)} late` : null;
}

const NAMED = 3;

/** How far a step is, and which weeks it lacks: "8 of 9 weeks, missed: 19 Oct". */
function detailWords({ detail, missed }: PlaybookStep): string | null {
  if (missed.length === 0) return detail;
  const more = missed.length > NAMED ? ` and ${missed.length - NAMED} more` : "";
  const weeks = `missed: ${missed.slice(0, NAMED).map(shortDate).join(", ")}${more}`;
  return detail ? `${detail}, ${weeks}` : weeks;
}

/** Whether a reader may open the page behind a step: settings are not for everybody. */
type Opens = (href: string) => boolean;

function stepLine(step: PlaybookStep, opens: Opens): StepLine {
  const { id, words, href, doneOn, due, dueDay, isLapsed } = step;
  return {
    id,
    words,
    href: opens(href) ? href : null,
    detail: detailWords(step),
    done: doneOn && dateWithYear(doneOn),
    due: shortDate(due),
    dueDay: `day ${dueDay}`,
    late: lateWords(step),
    isOpen: doneOn === null && !isLapsed,
    isLapsed,
  };
}

/** The three phases with their days, dates and steps. */
export function phaseSections({ day1, steps, phase: current }: Playbook, opens: Opens) {
  return PHASES.map(({ id, from, to, title }) => {
    const own = steps.filter((step) => step.phase === id);
    const done = own.filter(({ doneOn }) => doneOn !== null).length;
    const dates = rangeText({ from: addDays(day1, from - 1), to: addDays(day1, to - 1) });
    return {
      id,
      title: `Days ${from} to ${to}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
      note: `${dates} · ${done} of ${own.length} steps done${current === id ? " · today is in it" : ""}`,
      caption: CAPTIONS[id],
      lines: own.map((step) => stepLine(step, opens)),
    };
  });
}

/** The playbook in a sentence; null: not begun. */
export function playbookTitle(book: Playbook | null): string {
  if (!book) return "The 90-day playbook has not begun.";
  const { day, phase, steps } = book;
  const title = PHASES.find(({ id }) => id === phase)?.title;
  if (title) return `Day ${day} of ${PLAYBOOK_DAYS}: ${title.charAt(0).toLowerCase()}${title.slice(1)}.`;
  const lapsed = steps.filter(({ isLapsed }) => isLapsed).length;
  const open = steps.filter(({ doneOn, isLapsed }) => doneOn === null && !isLapsed).length;
  const parts = [
    ...(open > 0 ? [`${open} of ${steps.length} steps ${open === 1 ? "is" : "are"} open`] : []),
    ...(lapsed > 0
      ? [`${open > 0 ? lapsed : `${lapsed} of ${steps.length} steps`} ${lapsed === 1 ? "was" : "were"} missed`]
      : []),
  ];
  const rest = parts.length === 0 ? "every step is done" : parts.join(" and ");
  return `Day ${day}. The ${PLAYBOOK_DAYS} days are over, ${rest}.`;
}

/** The step to do next: where, by when, how late. */
export function nextStep(
  { next }: Playbook,
  opens: Opens,
): { words: string; href: string | null; when: string } | null {
  if (!next) return null;
  const late = lateWords(next);
  return {
    words: next.words,
    href: opens(next.href) ? next.href : null,
    when: `due ${shortDate(next.due)}${late ? `, ${late}` : ""}`,
  };
}

/** From which date the watched reason is meant to be chosen, where that is still ahead. */
export function watchFrom(book: Playbook | null): IsoDate | null {
  const from = PHASES.find(({ id }) => id === "watch")?.from ?? 1;
  return book && book.day < from ? addDays(book.day1, from - 1) : null;
}
