import type { OwnerDirectory, OwningPerson } from "@/lib/domain/clock-owners";
import { ownersOf } from "@/lib/domain/clock-owners";
import { type Clock, type ClockState, isRunning } from "@/lib/domain/cures";
import type { SearchParams } from "@/lib/view/cells";
import { type CsvValue, csvText } from "@/lib/view/csv";
import { dateWithYear } from "@/lib/view/dates";
import { mondayHref } from "@/lib/view/monday/page";
import { reviewHref } from "@/lib/view/review/href";
import type { ClockContext, ClockInput, ClockMoveInput } from "./clocks";
import { clockRow, figuresSince, orderedClocks } from "./clocks";

const PATH = "/loop";

/** Which clocks an address asks for. */
export const CLOCK_FILTERS = ["all", "due", "running", "cured", "killed", "defunded"] as const;
export type ClockFilter = (typeof CLOCK_FILTERS)[number];

export interface LoopAddress {
  readonly state: ClockFilter;
  /** Id of a person; null for everybody. */
  readonly owner: string | null;
}

/** What an address asks for; what it does not know it leaves out. */
export function loopAddress({ state, owner }: SearchParams): LoopAddress {
  return {
    state: CLOCK_FILTERS.find((each) => each === state) ?? "all",
    owner: typeof owner === "string" && /^[1-9]\d{0,17}$/.test(owner) ? owner : null,
  };
}

export function loopHref({ state, owner }: LoopAddress, path = PATH): string {
  const query = new URLSearchParams({ ...(state !== "all" && { state }), ...(owner && { owner }) });
  return query.size > 0 ? `${path}?${query}` : path;
}

const FILTER_LABELS: Record<ClockFilter, string> = {
  all: "All",
  due: "Due",
  running: "Running",
  cured: "Cured",
  killed: "Killed",
  defunded: "Defunded",
};

function fits(state: ClockState, clock: Clock, filter: ClockFilter): boolean {
  if (filter === "all") return true;
  return filter === "running" ? isRunning(clock) : state === filter;
}

/** The clocks that an address asks for. */
export function filteredClocks<C extends Clock>(
  clocks: readonly C[],
  { state, owner }: LoopAddress,
  owners: OwnerDirectory,
): C[] {
  return clocks.filter((clock) => {
    const isTheirs = owner === null || ownersOf(clock.unit, owners).some(({ id }) => String(id) === owner);
    return isTheirs && fits(clock.state, clock, state);
  });
}

export function clockTabs(clocks: readonly Clock[], address: LoopAddress, owners: OwnerDirectory) {
  return CLOCK_FILTERS.map((state) => ({
    href: loopHref({ ...address, state }),
    label: FILTER_LABELS[state],
    count: filteredClocks(clocks, { ...address, state }, owners).length,
    current: state === address.state,
  }));
}

/** Everybody who answers for one of these clocks, by name. */
export function clockPeople(clocks: readonly Clock[], owners: OwnerDirectory): OwningPerson[] {
  const people = new Map(clocks.flatMap(({ unit }) => ownersOf(unit, owners)).map((person) => [person.id, person]));
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
}

const count = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

/** What waits for a decision, in a sentence. */
export function loopTitle(clocks: readonly Clock[]): string {
  const running = clocks.filter(isRunning);
  const due = running.filter(({ state }) => state === "due").length;
  if (running.length === 0) return "No clock runs: no Monday shows a breach that is not settled.";
  const all = count(running.length, "clock runs", "clocks run");
  return due === 0 ? `${all}; none is due.` : `${all}; ${count(due, "is", "are")} due for a decision.`;
}

export const LOOP_NOTE =
  "A breach opens a clock of 30 days on the Monday that first shows it. Only Mondays cure it, and only the Tuesday review kills, defunds or extends it.";

/** Running and settled rows of the page. */
export function loopRows(clocks: readonly ClockInput[], context: ClockContext) {
  const { running, settled } = orderedClocks(clocks);
  const rows = (list: readonly ClockInput[]) => list.map((clock) => clockRow(clock, context));
  return { running: rows(running), settled: rows(settled) };
}

/** All clocks with the names and exact values of their rows. */
export function clocksCsv(clocks: readonly ClockInput[], context: ClockContext): string {
  const { running, settled } = orderedClocks(clocks);
  const header = [
    "unit",
    "kind",
    "name",
    "owner",
    "opened",
    "due",
    "state",
    "settled_on",
    "opened_by",
    "figure_now",
    "against",
  ];
  const rows = [...running, ...settled].map((clock): CsvValue[] => {
    const row = clockRow(clock, context);
    const now = row.now && [row.now.text, row.now.against];
    const { unit, opened, due, state, settledOn } = clock;
    return [
      unit,
      row.kind,
      row.name,
      row.owner.words,
      opened,
      due,
      state,
      settledOn,
      row.opened.words,
      ...(now ?? [null, null]),
    ];
  });
  return csvText(header, rows);
}

const MOVES: Record<string, string> = {
  opened: "Opened",
  cured: "Cured",
  resumed: "Resumed: a breach within 30 days of the cure",
  due: "Due for a decision",
  rested: "At rest: this Monday shows it healthy",
  killed: "Killed",
  defunded: "Defunded",
  extended: "Extended",
};

function moveLine({ kind, on, due, snapshotAsOf, decision }: ClockMoveInput) {
  const isDated = kind === "opened" || kind === "extended";
  return {
    key: `${on} ${kind}`,
    on: dateWithYear(on),
    words: `${MOVES[kind] ?? kind}${isDated ? `, due ${dateWithYear(due)}` : ""}`,
    cause: decision
      ? { words: "Decision of the review", href: reviewHref(decision.reviewAsOf) }
      : { words: "Monday snapshot", href: mondayHref(snapshotAsOf ?? on) },
    note: decision?.why ?? null,
  };
}

/** One clock with all its moves and what each Monday since said. */
export function clockView(clock: ClockInput, context: ClockContext) {
  return {
    row: clockRow(clock, context),
    due: dateWithYear(clock.due),
    moves: clock.moves.map(moveLine),
    mondays: figuresSince(clock, context.mondays)
      .map(({ asOf, text, against, breach }) => ({
        key: asOf,
        date: dateWithYear(asOf),
        href: mondayHref(asOf),
        text,
        against,
        breach,
      }))
      .reverse(),
  };
}
