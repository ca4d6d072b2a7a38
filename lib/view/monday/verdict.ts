import { diffDays } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { joinWords } from "@/lib/domain/phrases";
import { percentText } from "@/lib/domain/rates";
import { shortDate } from "@/lib/view/dates";
import type { Labels } from "./labels";

/** The week in a sentence, and what it asks for. */
export interface VerdictWords {
  title: string;
  lede: string;
}

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
const SIZED = 3;

const count = (n: number): string => NUMBERS[n] ?? String(n);
const many = (n: number, one: string, more = `${one}s`): string => `${count(n)} ${n === 1 ? one : more}`;

/** Inside a sentence a name begins small; an outside value keeps its letters. */
function lower(text: string): string {
  if (text.startsWith("Unmapped")) return text;
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** "Content syndication is under its floor in all three segments." */
function sourceSentences(document: MetricsDocument, labels: Labels): string[] {
  const breached = new Map<string, string[]>();
  for (const cell of document.acceptance.cells) {
    if (cell.verdict !== "source_breach") continue;
    breached.set(cell.source, [...(breached.get(cell.source) ?? []), labels.segment(cell.segment)]);
  }
  const sentences = [...breached].map(([source, segments]) => {
    const where = segments.length === SIZED ? "all three segments" : joinWords(segments, "and");
    return `${labels.source(source)} is under its floor in ${where}.`;
  });
  return sentences.length <= 2
    ? sentences
    : [
        `${many(sentences.length, "source is", "sources are")} under their floor: ${joinWords([...breached.keys()].map(labels.source).map(lower), "and")}.`,
      ];
}

function salesSentence(document: MetricsDocument): string[] {
  const cells = document.acceptance.cells.filter(({ verdict }) => verdict === "sales_sla_breach").length;
  if (cells === 0) return [];
  return [`${many(cells, "cell is", "cells are")} sales’ to fix, not marketing’s.`];
}

/** "Paid search costs more than the line allows."; empty when no source does. */
export function costSentence(document: MetricsDocument, labels: Labels): string[] {
  const over = document.cost.rows
    .filter(({ verdict }) => verdict === "over_line" || verdict === "no_pipeline")
    .map(({ source }) => labels.source(source));
  if (over.length === 0) return [];
  const names = [over[0] ?? "", ...over.slice(1).map(lower)];
  return [`${joinWords(names, "and")} ${over.length === 1 ? "costs" : "cost"} more than the line allows.`];
}

/** The verdict of a Monday; without a breach it says so, without figures it says what is missing. */
export function verdictWords(document: MetricsDocument, labels: Labels): VerdictWords {
  const breaches = [
    ...sourceSentences(document, labels),
    ...salesSentence(document),
    ...costSentence(document, labels),
  ];
  if (breaches.length > 0) return { title: breaches.join(" "), lede: ledeOf(document) };
  if (document.acceptance.total.n === 0 && document.acceptance.cells.every(({ n }) => n === 0)) {
    return {
      title: "No hand-over has matured yet, so there is nothing to judge.",
      lede: "A week counts once its decision SLA has run out. Leads come in from the CRM or from a file.",
    };
  }
  return { title: "Every source is above its floor and under the cost line.", lede: ledeOf(document) };
}

function ledeOf(document: MetricsDocument): string {
  return [clockSentence(document), capSentence(document)].filter(Boolean).join(" ");
}

function clockSentence({ cures, as_of: asOf }: MetricsDocument): string {
  const clocks = cures.filter(({ unit }) => !unit.startsWith("reason:"));
  if (clocks.length === 0) return "No cure clock runs.";
  const due = clocks.filter(({ state }) => state === "due").length;
  if (due > 0) return `${many(due, "clock is", "clocks are")} due for a decision, of ${clocks.length} that run.`;
  const [next] = [...clocks].sort((a, b) => (a.due < b.due ? -1 : 1));
  return `${many(clocks.length, "cure clock runs", "cure clocks run")}; the first falls due on ${shortDate(next?.due ?? asOf)}, in ${diffDays(asOf, next?.due ?? asOf)} days.`;
}

function capSentence({ rejection }: MetricsDocument): string {
  if (rejection.verdict !== "breach") return "";
  const share = percentText(rejection.rejected, rejection.n, 1, { cap: rejection.cap });
  return `Sales rejected ${share}, over the cap of ${rejection.cap} %, so the top three reasons need a fix.`;
}
