import type { IsoDate } from "@/lib/domain/dates";
import { changeText, figureOfUnit } from "@/lib/domain/figures";
import { closedInUnder30 } from "@/lib/domain/fixes";
import { groupDigits } from "@/lib/domain/phrases";
import { percentText } from "@/lib/domain/rates";
import { dateWithYear, shortDate } from "@/lib/view/dates";
import { unitLine } from "@/lib/view/loop/units";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
import { reviewHref } from "@/lib/view/review/href";
import { figureHref, type Sheet } from "./sheet";

/** What became of a clock (lib/data/period-loop.ts). */
export interface ClockMove {
  readonly unit: string;
  readonly kind: string;
  readonly on: IsoDate;
}

const MOVES: Readonly<Record<string, string>> = {
  opened: "opened",
  resumed: "resumed",
  cured: "cured",
  due: "fell due",
  killed: "killed",
  defunded: "defunded",
  extended: "extended",
  rested: "at rest",
};

/** "2 opened, 1 cured"; null without any. */
export function clockCounts(moves: readonly ClockMove[]): string | null {
  const words = Object.entries(MOVES).flatMap(([kind, name]) => {
    const count = moves.filter((move) => move.kind === kind).length;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return words.length === 0 ? null : words.join(", ");
}

/** The moves by unit, in the order of their first one: "opened 5 Oct, cured 19 Oct". */
export function clockLines(moves: readonly ClockMove[], labels: Labels) {
  const units = [...new Set(moves.map(({ unit }) => unit))];
  return units.map((unit) => ({
    key: unit,
    label: unitLine(unit, labels),
    moves: moves
      .filter((move) => move.unit === unit)
      .map(({ kind, on }) => ({
        key: `${kind} ${on}`,
        words: `${MOVES[kind] ?? kind} ${shortDate(on)}`,
        // Only a snapshot's move stands on a Monday page; a decision takes effect on the day of its review.
        href: ["killed", "defunded", "extended"].includes(kind) ? null : mondayHref(on),
      })),
  }));
}

interface Decision {
  readonly id: bigint;
  readonly asOf: IsoDate;
  readonly type: "kill" | "defund" | "extend" | "fix" | "watch";
  readonly unit: string;
  readonly toSource: string | null;
  readonly amount: string | null;
  readonly until: IsoDate | null;
  readonly action: string | null;
  readonly why: string;
  readonly owner: string;
  readonly dueOn: IsoDate;
}

const TYPES = { kill: "Kill", defund: "Defund", extend: "Extend", fix: "Fix", watch: "Watch" } as const;

function termsOf({ type, toSource, amount, until, action }: Decision, currency: string, labels: Labels): string | null {
  if (type === "defund" && toSource !== null) {
    const [whole = "0"] = (amount ?? "0").split(".");
    return `${groupDigits(whole)} ${currency} moved to ${labels.source(toSource)}`;
  }
  if (type === "extend" && until !== null) return `until ${dateWithYear(until)}`;
  return type === "fix" ? action : null;
}

/** Whether the number that a decision was about stands elsewhere on the last of these Mondays. */
function movedSince({ unit, asOf }: Decision, sheets: readonly Sheet[]) {
  const [from, to] = [sheets.find((sheet) => sheet.asOf === asOf), sheets.at(-1)];
  const address = figureOfUnit(unit);
  const [was, is] = [from?.figures.get(address), to?.figures.get(address)];
  if (!from || !to || !was) return null;
  const then = { text: was.value, href: figureHref(from.asOf, was.table) };
  if (from === to) return { from: then, to: null, words: "no later Monday is frozen yet" };
  if (!is) return { from: then, to: null, words: `not on the Monday of ${shortDate(to.asOf)}` };
  const words = changeText(was, is) ?? (was.value === is.value ? "unchanged" : "not comparable as numbers");
  return { from: then, to: { text: is.value, href: figureHref(to.asOf, is.table) }, words };
}

/** The decisions of a period, each with its number then and on the last frozen Monday. */
export function decisionLines(decisions: readonly Decision[], sheets: readonly Sheet[], labels: Labels) {
  return decisions.map((decision) => ({
    key: String(decision.id),
    day: shortDate(decision.asOf),
    href: reviewHref(decision.asOf),
    title: `${TYPES[decision.type]}: ${unitLine(decision.unit, labels)}`,
    terms: termsOf(decision, sheets.at(-1)?.document.currency ?? "", labels),
    why: decision.why,
    owner: `${decision.owner}, by ${dateWithYear(decision.dueOn)}`,
    moved: movedSince(decision, sheets),
  }));
}

interface Fix {
  readonly owner: string;
  readonly openedOn: IsoDate;
  readonly closedOn: IsoDate | null;
}

/** "Closed in under 30 days", by owner and in all (metrics.md §5); null without a fix to count. */
export function fixShares(fixes: readonly Fix[]) {
  if (fixes.length === 0) return null;
  const inTime = (list: readonly Fix[]) =>
    list.filter(({ openedOn, closedOn }) => closedOn !== null && closedInUnder30(openedOn, closedOn)).length;
  const row = (name: string, list: readonly Fix[]) => ({
    key: name,
    owner: name,
    share: percentText(inTime(list), list.length, 0),
    counts: `${inTime(list)} of ${list.length}`,
  });
  const owners = [...new Set(fixes.map(({ owner }) => owner))].sort((a, b) => a.localeCompare(b, "en"));
  return {
    total: row("All owners", fixes),
    rows: owners.map((owner) =>
      row(
        owner,
        fixes.filter((fix) => fix.owner === owner),
      ),
    ),
  };
}
