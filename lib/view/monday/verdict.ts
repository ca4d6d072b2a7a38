import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { joinWords } from "@/lib/domain/phrases";
import { type Segment, SIZED_SEGMENTS } from "@/lib/domain/segments";
import type { Labels } from "./labels";
import { many, verdictLede } from "./verdict-lede";

/** The week in a sentence, and what it asks for. */
export interface VerdictWords {
  title: string;
  lede: string;
}

/** A source in a sentence: an outside value is quoted as it came in. */
const named = (label: string): string => label.replace(/^Unmapped: (.+)$/su, "Unmapped “$1”");

/** Inside a sentence a common name begins small; "LinkedIn" and "G2" keep their letters. */
function lower(text: string): string {
  return /^\p{Lu}\p{Ll}+(?:\s|$)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** "Paid search, intent and webinar". */
function namesOf([first = "", ...rest]: readonly string[]): string {
  return joinWords([named(first), ...rest.map((label) => lower(named(label)))], "and");
}

/** "all three segments" for exactly these; others by name. */
function segmentWords(segments: readonly Segment[], labels: Labels): string {
  const isAll = SIZED_SEGMENTS.every((segment) => segments.includes(segment));
  const others = isAll
    ? segments.filter((segment) => !(SIZED_SEGMENTS as readonly Segment[]).includes(segment))
    : segments;
  return joinWords([...(isAll ? ["all three segments"] : []), ...others.map(labels.segment)], "and");
}

/** "Content syndication is under its floor in all three segments." */
function cellSentences({ acceptance }: MetricsDocument, labels: Labels): string[] {
  const breached = new Map<string, Segment[]>();
  for (const { source, segment, verdict } of acceptance.cells) {
    if (verdict === "source_breach") breached.set(source, [...(breached.get(source) ?? []), segment]);
  }
  if (breached.size > 2) {
    const names = joinWords(
      [...breached.keys()].map((source) => lower(named(labels.source(source)))),
      "and",
    );
    return [`${many(breached.size, "source is", "sources are")} under their floor in a segment or more: ${names}.`];
  }
  return [...breached].map(
    ([source, segments]) => `${named(labels.source(source))} is under its floor in ${segmentWords(segments, labels)}.`,
  );
}

/**
 * Sources that are under their floor only in all: each segment alone has too few leads, or is above. Undecided leads are no
 * news of a source that is under its floor in a segment anyway.
 */
function wholeSources({ acceptance }: MetricsDocument, breach: "source_breach" | "sales_sla_breach"): string[] {
  const said = new Set(["source_breach", breach]);
  const inCells = new Set(acceptance.cells.filter(({ verdict }) => said.has(verdict)).map(({ source }) => source));
  return acceptance.by_source
    .filter(({ source, verdict }) => verdict === breach && !inCells.has(source))
    .map(({ source }) => source);
}

const underInAll = (sources: readonly string[], labels: Labels): string =>
  `${namesOf(sources.map(labels.source))} ${sources.length === 1 ? "is under its floor over all its" : "are under their floor over all their"} segments together`;

function sourceSentences(document: MetricsDocument, labels: Labels): string[] {
  const whole = wholeSources(document, "source_breach");
  return [...cellSentences(document, labels), ...(whole.length > 0 ? [`${underInAll(whole, labels)}.`] : [])];
}

function salesSentences(document: MetricsDocument, labels: Labels): string[] {
  const cells = document.acceptance.cells.filter(({ verdict }) => verdict === "sales_sla_breach").length;
  const whole = wholeSources(document, "sales_sla_breach");
  return [
    ...(cells > 0 ? [`${many(cells, "cell is", "cells are")} sales’ to fix, not marketing’s.`] : []),
    ...(whole.length > 0 ? [`${underInAll(whole, labels)} only by undecided leads: that is sales’ to fix.`] : []),
  ];
}

function overLine({ cost }: MetricsDocument): string[] {
  return cost.rows
    .filter(({ verdict }) => verdict === "over_line" || verdict === "no_pipeline")
    .map(({ source }) => source);
}

/** "Paid search costs more than the line allows.", or that none does, or that no source can be judged. */
export function costSentence(document: MetricsDocument, labels: Labels): string {
  const over = overLine(document);
  if (over.length > 0)
    return `${namesOf(over.map(labels.source))} ${over.length === 1 ? "costs" : "cost"} more than the line allows.`;
  return document.cost.rows.some(({ verdict }) => verdict === "ok")
    ? "No source costs more than the line allows."
    : "No source has both spend and pipeline to be judged by.";
}

/** The cap is no decision of a week whose volume is below the feed (metrics.md §2); then only the lede names it. */
function capSentences({ rejection: { verdict, arguable } }: MetricsDocument): string[] {
  return verdict === "breach" && arguable ? ["Rejections are over the cap."] : [];
}

function pipelineSentences(document: MetricsDocument, labels: Labels): string[] {
  const segments = document.pipeline_rate.filter(({ verdict }) => verdict === "breach").map(({ segment }) => segment);
  return segments.length > 0 ? [`MQL → pipeline is under its floor in ${segmentWords(segments, labels)}.`] : [];
}

/** What a Monday without a breach of acceptance may say of it: nothing that was not judged. */
function acceptanceSentence({ acceptance: { cells, by_source: bySource } }: MetricsDocument): string {
  if (cells.every(({ n }) => n === 0)) return "No hand-over has matured yet.";
  const isJudged = ({ floor, verdict }: { floor: string | null; verdict: string }) =>
    floor !== null && verdict === "ok";
  if (![...cells, ...bySource].some(isJudged)) return "No source with a floor has enough matured leads to be judged.";
  return cells.every((cell) => cell.floor === null || isJudged(cell))
    ? "Every source is at or above its floor."
    : "Every source that can be judged is at or above its floor.";
}

/** The title of a Monday without any breach. */
function quietTitle(document: MetricsDocument, labels: Labels): string {
  const isEmpty = document.acceptance.cells.every(({ n }) => n === 0);
  const hasMoney = document.cost.rows.some(({ verdict }) => verdict !== "no_data");
  if (isEmpty && !hasMoney) return "No hand-over has matured yet, so there is nothing to judge.";
  return [acceptanceSentence(document), ...(hasMoney ? [costSentence(document, labels)] : [])].join(" ");
}

/**
 * The verdict of a Monday: every breach that metrics.md §2 and §3 judge, in the order of who must act, and nothing that was
 * not judged. The title names the sources; cap and MQL → pipeline stand in the small words beside such a title, and are
 * the title where no source is named. Without a breach it says what was judged; without figures, what is missing.
 */
export function verdictWords(document: MetricsDocument, labels: Labels): VerdictWords {
  const acceptance = [...sourceSentences(document, labels), ...salesSentences(document, labels)];
  const sources = [...acceptance, ...(overLine(document).length > 0 ? [costSentence(document, labels)] : [])];
  const pipeline = pipelineSentences(document, labels);
  const title = sources.length > 0 ? sources : [...capSentences(document), ...pipeline];
  if (title.length === 0) {
    const isEmpty = document.acceptance.cells.every(({ n }) => n === 0);
    const matures = "A week counts once its decision SLA has run out. Leads come in from the CRM or from a file.";
    return { title: quietTitle(document, labels), lede: isEmpty ? matures : verdictLede(document) };
  }
  const before = acceptance.length === 0 ? [acceptanceSentence(document)] : [];
  const after = sources.length > 0 ? pipeline : [];
  return { title: title.join(" "), lede: [...before, verdictLede(document), ...after].join(" ") };
}
