import { diffDays } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
import { shortDate } from "@/lib/view/dates";

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** "One cell is", "Two cells are", "11 cells are": a number that begins a sentence, with its noun. */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${NUMBERS[n] ?? n} ${n === 1 ? one : more}`;
}

/** The small words under the verdict: clocks, the cap with what it asks for, and how much was too small to judge. */
export function verdictLede(document: MetricsDocument): string {
  return [clockSentence(document), capSentence(document), smallSentence(document)].filter(Boolean).join(" ");
}

/** The clocks of reasons and of sales' own breaches stand on the page of clocks. */
const ONE = "cell or source clock";
const MORE = "cell and source clocks";

/** A clock past its due date is not `due` while its Mondays cannot judge it: too few leads, or sales' own breach. */
function clockSentence({ cures, as_of: asOf }: MetricsDocument): string {
  const clocks = cures.filter(({ unit }) => !unit.startsWith("reason:"));
  if (clocks.length === 0) return `No ${ONE} runs.`;
  const due = clocks.filter(({ state }) => state === "due").length;
  if (due > 0) {
    return `${many(due, `${ONE} is`, `${MORE} are`)} due for a decision, of ${clocks.length} that ${clocks.length === 1 ? "runs" : "run"}.`;
  }
  const ahead = clocks.filter((clock) => clock.due > asOf).sort((a, b) => (a.due < b.due ? -1 : 1));
  const past = clocks.length - ahead.length;
  const parts = [many(clocks.length, `${ONE} runs`, `${MORE} run`)];
  const [next] = ahead;
  if (next) parts.push(`the first falls due on ${shortDate(next.due)}, ${inDays(diffDays(asOf, next.due))}`);
  if (past > 0) parts.push(`${pastWords(past, clocks.length)} past the due date but could not be judged this Monday`);
  return `${parts.join("; ")}.`;
}

const inDays = (days: number): string => (days === 1 ? "tomorrow" : `in ${days} days`);

function pastWords(past: number, all: number): string {
  if (past === all) return past === 1 ? "it is" : "all are";
  return past === 1 ? "one is" : `${past} are`;
}

/** metrics.md §2 and §5: the top three reasons that anybody gave need a fix; below the feed the cap is not arguable. */
function capSentence({ rejection }: MetricsDocument): string {
  if (rejection.verdict !== "breach") return "";
  const share = percentText(rejection.rejected, rejection.n, 1, { cap: rejection.cap });
  const over = `Sales rejected ${share}, over the cap of ${rejection.cap} %`;
  if (!rejection.arguable) return `${over}, but volume is below the SDR feed: the cap is not arguable this week.`;
  const given = rejection.reasons.filter(({ count }) => count > 0).length;
  const reasons = ["the one reason given needs", "the two reasons given need", "the top three reasons need"];
  return `${over}, so ${reasons[Math.min(given, reasons.length) - 1] ?? reasons[0]} a fix.`;
}

function smallSentence({ acceptance }: MetricsDocument): string {
  const small = acceptance.cells.filter(({ verdict }) => verdict === "low_n").length;
  return small > 0 ? `${many(small, "cell has", "cells have")} too few leads to be judged.` : "";
}
