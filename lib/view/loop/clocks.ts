import { clockOwner, type OwnerDirectory, ownersOf } from "@/lib/domain/clock-owners";
import { type Clock, isRunning, parseUnit } from "@/lib/domain/cures";
import { diffDays, type IsoDate } from "@/lib/domain/dates";
import { roleLabel } from "@/lib/domain/roles";
import { compareNames } from "@/lib/domain/source-rows";
import { dateWithYear, dayCount, shortDate } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
import { reviewHref } from "@/lib/view/review/href";
import { type UnitFigure, unitFigure, unitHref, unitWords, whyNotJudged } from "./units";

/** A frozen Monday as a clock is drawn from it. */
type Monday = Parameters<typeof unitFigure>[1] & { readonly snapshot: { readonly asOf: IsoDate } };

export interface ClockMoveInput {
  readonly kind: string;
  readonly on: IsoDate;
  readonly due: IsoDate;
  readonly snapshotAsOf: IsoDate | null;
  readonly decision: { readonly id: string; readonly reviewAsOf: IsoDate; readonly why: string } | null;
}

export interface ClockInput extends Clock {
  readonly id: bigint;
  readonly moves: readonly ClockMoveInput[];
}

export interface ClockContext {
  readonly mondays: readonly Monday[];
  readonly owners: OwnerDirectory;
  readonly labels: Labels;
  readonly today: IsoDate;
}

export interface OwnerWords {
  readonly words: string;
  /** What is wrong with it: nobody is named, or the account is closed. */
  readonly flag: string | null;
}

/** The people who answer for a unit, by name; what they are in charge of where nobody is. */
export function ownerWords(unit: string, owners: OwnerDirectory): OwnerWords {
  const people = ownersOf(unit, owners);
  const owner = clockOwner(unit);
  if (people.length > 0) {
    const closed = people.filter(({ active }) => !active).map(({ name }) => name);
    return { words: people.map(({ name }) => name).join(", "), flag: closed.length > 0 ? "account closed" : null };
  }
  if (owner?.kind === "role") return { words: roleLabel(owner.role), flag: "nobody active" };
  return { words: "Nobody owns this reason", flag: "name a person" };
}

/** "day 12 of 30" and "18 days left"; "due today"; "day 35" and "5 days past its due date". */
export function dayWords(
  { opened, due }: Pick<Clock, "opened" | "due">,
  today: IsoDate,
): { day: string; left: string } {
  const left = diffDays(today, due);
  const count = Math.max(0, diffDays(opened, today));
  if (left < 0) return { day: `day ${count}`, left: `${dayCount(-left)} past its due date` };
  const day = `day ${count} of ${diffDays(opened, due)}`;
  return { day, left: left === 0 ? "due today" : `${dayCount(left)} left` };
}

export interface ClockRow {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly href: string;
  readonly owner: OwnerWords;
  readonly opened: { readonly words: string; readonly date: string; readonly href: string };
  readonly day: string;
  readonly left: string;
  readonly state: Clock["state"];
  /** Why no Monday since its due date could judge it; null where one did or none has come yet. */
  readonly notJudged: string | null;
  readonly noKill: boolean;
  readonly trend: { readonly values: (number | null)[]; readonly line: number | null; readonly bad: boolean };
  readonly now: (Pick<UnitFigure, "text" | "against" | "breach"> & { readonly href: string }) | null;
  /** What ended it; null while it runs. */
  readonly ended: { readonly words: string; readonly href: string; readonly note: string } | null;
}

/** The figures of a unit on the Mondays from the one that opened the clock to its end, or to the latest. */
export function figuresSince(
  { unit, opened, settledOn }: Pick<Clock, "unit" | "opened" | "settledOn">,
  mondays: readonly Monday[],
): (UnitFigure & { asOf: IsoDate })[] {
  return mondays
    .filter(({ snapshot: { asOf } }) => asOf >= opened && (settledOn === null || asOf <= settledOn))
    .map((monday) => ({ asOf: monday.snapshot.asOf, ...unitFigure(unit, monday) }));
}

/** Words, page and reason of the move that ended a clock. */
function endOf(clock: ClockInput): ClockRow["ended"] {
  if (clock.settledOn === null) return null;
  const move = clock.moves.findLast(({ kind }) => kind === clock.state);
  const words = `${clock.state} ${shortDate(clock.settledOn)}`;
  if (move?.decision) return { words, href: reviewHref(move.decision.reviewAsOf), note: move.decision.why };
  return { words, href: mondayHref(clock.settledOn), note: `as the Monday of ${shortDate(clock.settledOn)} shows` };
}

/** A Monday on or after the due date makes a clock due or cured; one that stays open was not judged (metrics.md §5). */
function notJudged({ unit, state, due }: Clock, last: Monday | undefined): string | null {
  const isPast = last !== undefined && last.snapshot.asOf >= due && (state === "open" || state === "extended");
  return isPast ? whyNotJudged(unit, last) : null;
}

/** One clock as the page shows it. */
export function clockRow(clock: ClockInput, { mondays, owners, labels, today }: ClockContext): ClockRow {
  const { unit, id, opened, state } = clock;
  const figures = figuresSince(clock, mondays);
  const first = figures.find(({ asOf }) => asOf === opened);
  const last = mondays.at(-1);
  const now = last ? { asOf: last.snapshot.asOf, ...unitFigure(unit, last) } : null;
  return {
    key: String(id),
    ...unitWords(unit, labels),
    href: `/loop/clocks/${id}`,
    owner: ownerWords(unit, owners),
    opened: {
      words: first ? `${first.text}, ${first.against}` : "—",
      date: dateWithYear(opened),
      href: mondayHref(opened),
    },
    ...dayWords(clock, today),
    state,
    notJudged: notJudged(clock, last),
    noKill: parseUnit(unit)?.kind === "sales_sla",
    trend: {
      values: figures.map(({ value }) => value),
      line: figures.findLast(({ line }) => line !== null)?.line ?? null,
      bad: figures.at(-1)?.isBreached ?? false,
    },
    now: now && { text: now.text, against: now.against, breach: now.breach, href: unitHref(unit, now.asOf) },
    ended: endOf(clock),
  };
}

const DUE_FIRST = (clock: Clock) => (clock.state === "due" ? 0 : 1);

/** Running clocks, those that wait for a decision first, then by the days left; settled ones, the latest first. */
export function orderedClocks<C extends Clock>(clocks: readonly C[]): { running: C[]; settled: C[] } {
  const running = clocks.filter(isRunning).sort((a, b) => {
    return DUE_FIRST(a) - DUE_FIRST(b) || compareNames(a.due, b.due) || compareNames(a.unit, b.unit);
  });
  const settled = clocks
    .filter((clock) => !isRunning(clock))
    .sort((a, b) => compareNames(b.settledOn ?? "", a.settledOn ?? "") || compareNames(a.unit, b.unit));
  return { running, settled };
}
