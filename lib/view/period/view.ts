import { sourceOfUnit } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import type { Period } from "@/lib/domain/periods";
import { PARTNER_REFERRAL } from "@/lib/domain/source-rows";
import { shortDate } from "@/lib/view/dates";
import { labelsOf } from "@/lib/view/monday/labels";
import { citeChoices, commentLines } from "./comments";
import { clockLines, decisionLines, fixShares } from "./loop";
import { partnerClocks, partnerSentence, partnerTable } from "./partner";
import { quarterTables, versionsText } from "./quarter";
import { sheetOf } from "./sheet";
import { heldWords, sourceTable } from "./source-table";
import { emptyWords, fiscalWords, fromWords, missingWords, periodHref, periodTitle } from "./words";

interface Frozen {
  readonly document: MetricsDocument;
}

/** What lib/data/period-reviews.ts reads, as far as pages draw it. */
export interface PeriodInput {
  readonly period: Period;
  readonly mondays: readonly Frozen[];
  readonly earlier: readonly Frozen[];
  readonly previous: Period | null;
  readonly next: Period | null;
  readonly hasAny: boolean;
  readonly loop: {
    readonly clocks: Parameters<typeof clockLines>[0];
    readonly decisions: Parameters<typeof decisionLines>[0];
    readonly fixes: Parameters<typeof fixShares>[0];
  };
  readonly comments: Parameters<typeof commentLines>[0];
  readonly sources: readonly SourceSetting[];
  readonly segments: readonly SegmentSetting[];
  readonly zone: string;
  readonly today: IsoDate;
}

function prepared(input: PeriodInput) {
  const labels = labelsOf(input.sources, input.segments);
  const sheets = input.mondays.map(({ document }) => sheetOf(document, labels));
  const earlier = input.earlier.map(({ document }) => sheetOf(document, labels));
  return { labels, sheets, earlier };
}

type Prepared = ReturnType<typeof prepared>;

/** What every review of a period has: its bar, its title, its comments, or why it is empty. */
function shared({ period, previous, next, hasAny, comments, zone, today }: PeriodInput, { labels, sheets }: Prepared) {
  return {
    title: periodTitle(period),
    bar: {
      previous: previous && periodHref(previous),
      next: next && periodHref(next),
      agreement: sheets.length > 0 ? versionsText(sheets) : null,
    },
    empty: sheets.length === 0 ? emptyWords(period, today, hasAny) : null,
    comments: commentLines(comments, { labels, zone }),
    choices: citeChoices(period.kind, sheets, labels),
  };
}

/** A monthly or quarterly review; the tables at both ends are the quarter's alone. */
export function sourceReview(input: PeriodInput) {
  const ready = prepared(input);
  const { labels, sheets, earlier } = ready;
  const { period, loop, today } = input;
  const [first, last] = [sheets[0], sheets.at(-1)];
  const mondays = { sheets, before: earlier.at(-1) };
  const note = [
    fiscalWords(period) && `${fiscalWords(period)}.`.replace(/^o/, "O"),
    sheets.length > 0 && fromWords(sheets.map(({ asOf }) => asOf)),
    sheets.length > 0 && missingWords(period, sheets.length, today),
  ];
  return {
    ...shared(input, ready),
    note: note.filter(Boolean).join(" "),
    table: sourceTable(mondays, loop.clocks, labels),
    tableNote: heldWords(mondays),
    clocks: clockLines(loop.clocks, labels),
    decisions: decisionLines(loop.decisions, sheets, labels),
    ends: period.kind === "quarterly" ? quarterTables(sheets, labels) : [],
    endsNote:
      last &&
      `as frozen on ${shortDate(last.asOf)}, ${first === last ? "the one frozen Monday" : `and what it was on ${shortDate(first?.asOf ?? "")}`}`,
    fixes: fixShares(loop.fixes, today),
  };
}

/** The partner review of a week. */
export function partnerReview(input: PeriodInput) {
  const ready = prepared(input);
  const { labels, sheets, earlier } = ready;
  const [monday] = sheets;
  const moves = input.loop.clocks.filter(({ unit }) => sourceOfUnit(unit) === PARTNER_REFERRAL);
  return {
    ...shared(input, ready),
    sentence: monday ? partnerSentence(monday) : null,
    table: monday ? partnerTable([...earlier, monday], labels) : null,
    window: monday?.document.acceptance.window ?? null,
    mondays: earlier.length + sheets.length,
    asOf: monday?.asOf ?? null,
    running: monday ? partnerClocks(monday, labels) : [],
    moves: clockLines(moves, labels),
  };
}
