import type { IsoDate } from "@/lib/domain/dates";
import { cellOfUnit, changeText } from "@/lib/domain/figures";
import { type OwnerShare, shareByOwner } from "@/lib/domain/fixes";
import { percentText } from "@/lib/domain/rates";
import { dateWithYear, shortDate } from "@/lib/view/dates";
import { unitLine } from "@/lib/view/loop/units";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
import { reviewHref } from "@/lib/view/review/href";
import { type DecisionWordsInput, decisionWords } from "@/lib/view/review/room";
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

interface Decision extends DecisionWordsInput {
  readonly id: bigint;
  readonly asOf: IsoDate;
  readonly action: string | null;
  readonly why: string;
  readonly owner: string;
  readonly dueOn: IsoDate;
}

/** Whether the number that a decision was about stands elsewhere on the last of these Mondays. */
function movedSince({ unit, asOf }: Decision, sheets: readonly Sheet[]) {
  const [from, to] = [sheets.find((sheet) => sheet.asOf === asOf), sheets.at(-1)];
  const cell = cellOfUnit(unit) ?? "";
  const [was, is] = [from?.figures.get(cell), to?.figures.get(cell)];
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
    title: decisionWords(decision, labels, sheets.at(-1)?.document.currency ?? ""),
    action: decision.action,
    why: decision.why,
    owner: `${decision.owner}, by ${dateWithYear(decision.dueOn)}`,
    moved: movedSince(decision, sheets),
  }));
}

interface Fix {
  /** Who had it on the day that decided about it. */
  readonly ownerId: bigint;
  readonly owner: string;
  readonly openedOn: IsoDate;
  readonly closedOn: IsoDate | null;
}

/** "Closed in under 30 days", by owner and in all (metrics.md §5); null without a fix to count. */
export function fixShares(fixes: readonly Fix[], today: IsoDate) {
  const shares = shareByOwner(
    fixes.map(({ ownerId, openedOn, closedOn }) => ({ ownerId, opened: openedOn, closed: closedOn })),
    today,
  );
  if (shares.length === 0) return null;
  const names = new Map(fixes.map(({ ownerId, owner }) => [ownerId, owner]));
  const row = (key: string, owner: string, { inTime, judged }: Pick<OwnerShare, "inTime" | "judged">) => ({
    key,
    owner,
    share: percentText(inTime, judged, 0),
    counts: `${inTime} of ${judged}`,
  });
  const sum = (field: "inTime" | "judged") => shares.reduce((total, share) => total + share[field], 0);
  return {
    total: row("all", "All owners", { inTime: sum("inTime"), judged: sum("judged") }),
    rows: shares
      .map((share) => row(String(share.ownerId), names.get(share.ownerId) ?? "", share))
      .sort((a, b) => a.owner.localeCompare(b.owner, "en")),
  };
}
