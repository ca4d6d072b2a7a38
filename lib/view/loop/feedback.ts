import { addDays, type IsoDate } from "@/lib/domain/dates";
import {
  type FeedbackLane,
  type FeedbackLine,
  type FeedbackSource,
  type LostReason,
  sumOf,
} from "@/lib/domain/feedback";
import type { Lane } from "@/lib/domain/lifecycle";
import { groupDigits } from "@/lib/domain/phrases";
import { percentText } from "@/lib/domain/rates";
import { REASON_TEXTS, REASONS, type Reason } from "@/lib/domain/reasons";
import { cellHref } from "@/lib/view/cells";
import { type CsvValue, csvText } from "@/lib/view/csv";
import type { Labels } from "@/lib/view/monday/labels";

export const feedbackHref = (asOf: IsoDate): string => `/loop/feedback?as_of=${asOf}`;
export const feedbackCsvHref = (asOf: IsoDate): string => `/loop/feedback/export?as_of=${asOf}`;

const NO_CAMPAIGN = "no campaign";
const NO_REASON = "no reason given";

/** The reasons as they fit above a narrow column; whoever listens to the table hears the whole label. */
const SHORT: Readonly<Record<Reason, string>> = {
  out_of_icp: "Out of ICP",
  wrong_persona: "Persona",
  no_intent: "No intent",
  bad_data: "Bad data",
  already_in_pipeline: "In pipeline",
};

export type FeedbackColumn = "n" | "accepted" | "rejected" | Reason | "unworked" | "sql" | "won" | "lost";

export interface ColumnHead {
  id: FeedbackColumn;
  header: string;
  label: string;
}

const plain = (id: FeedbackColumn, header: string): ColumnHead => ({ id, header, label: header });

/** Columns with a figure, in the order of the table. */
export const FEEDBACK_COLUMNS: readonly ColumnHead[] = [
  plain("n", "n"),
  plain("accepted", "Accepted"),
  plain("rejected", "Rejected"),
  ...REASONS.map((code) => ({ id: code, header: SHORT[code], label: REASON_TEXTS[code].label })),
  plain("unworked", "Unworked"),
  plain("sql", "SQL"),
  plain("won", "Won"),
  plain("lost", "Lost"),
];

export interface FigureCell {
  value: string;
  /** The leads behind it, where a list can show just them. */
  href: string | null;
}

export interface FeedbackRow {
  key: string;
  name: string;
  isSource: boolean;
  figures: Record<FeedbackColumn, FigureCell>;
  /** "Price 2, Timing 1". */
  lost: string;
}

/** Address of the leads behind a figure; null where no list can show just them. */
type Drill = (column: FeedbackColumn) => string | null;

const NO_DRILL: Drill = () => null;
const STATES: Partial<Record<FeedbackColumn, "all" | "accepted" | "rejected" | "unworked">> = {
  n: "all",
  accepted: "accepted",
  rejected: "rejected",
  unworked: "unworked",
};

/** Source null: the total without the partner lane. */
function drillOf(asOf: IsoDate, source: string | null): Drill {
  return (column) => {
    const reason = REASONS.find((code) => code === column) ?? null;
    const state = reason ? "rejected" : STATES[column];
    return state ? cellHref({ kind: "acceptance", asOf, source, segment: null, state, reason }) : null;
  };
}

const countOf = (line: FeedbackLine, column: FeedbackColumn): number => {
  const reason = REASONS.find((code) => code === column);
  return reason ? line.rejectedBy[reason] : line[column as Exclude<FeedbackColumn, Reason>];
};

function lostWords(reasons: readonly LostReason[], between: string): string {
  return reasons.map(({ reason, count }) => `${reason ?? NO_REASON}${between}${count}`).join(", ");
}

function figuresOf(line: FeedbackLine, drill: Drill): Record<FeedbackColumn, FigureCell> {
  const cells = FEEDBACK_COLUMNS.map(({ id }) => {
    const value = countOf(line, id);
    return [id, { value: groupDigits(value), href: value > 0 ? drill(id) : null }] as const;
  });
  return Object.fromEntries(cells) as Record<FeedbackColumn, FigureCell>;
}

/** Campaigns of one source on the page; the CSV has them all. */
const SHOWN = 20;

/** The largest campaigns, the rest in one line so that the rows still add up, and what came without one. */
function campaignLines({ campaigns }: FeedbackSource): { key: string; name: string; line: FeedbackLine }[] {
  const named = campaigns.filter(({ campaign }) => campaign !== null);
  const isLong = named.length > SHOWN + 1;
  const rest = isLong ? named.slice(SHOWN) : [];
  const name = `${groupDigits(rest.length)} more campaigns`;
  return [
    ...(isLong ? named.slice(0, SHOWN) : named).map((line) => ({
      key: `named ${line.campaign}`,
      name: line.campaign ?? "",
      line,
    })),
    ...(isLong ? [{ key: "more", name, line: sumOf(rest) }] : []),
    ...campaigns.filter(({ campaign }) => campaign === null).map((line) => ({ key: "none", name: NO_CAMPAIGN, line })),
  ];
}

function rowsOf(source: FeedbackSource, asOf: IsoDate, labels: Labels): FeedbackRow[] {
  const row = (key: string, name: string, line: FeedbackLine, drill: Drill, isSource: boolean): FeedbackRow => ({
    key,
    name,
    isSource,
    figures: figuresOf(line, drill),
    lost: lostWords(line.lostBecause, "\u00a0"),
  });
  return [
    row(source.source, labels.source(source.source), source, drillOf(asOf, source.source), true),
    ...campaignLines(source).map(({ key, name, line }) =>
      row(`${source.source} / ${key}`, name, line, NO_DRILL, false),
    ),
  ];
}

const LANES: Readonly<Record<Lane, { title: string; note: string; total: string }>> = {
  standard: {
    title: "By source and campaign",
    note: "a source’s figures are the sum of its campaigns",
    total: "Total",
  },
  partner: {
    title: "Partner lane",
    note: "its own acceptance; in no cap and in no total above",
    total: "Total of the lane",
  },
};

/** The tables of the page, one per lane. */
export function feedbackTables(lanes: readonly FeedbackLane[], asOf: IsoDate, labels: Labels) {
  return lanes.map(({ lane, sources, total }) => ({
    ...LANES[lane],
    lane,
    rows: sources.flatMap((source) => rowsOf(source, asOf, labels)),
    totals: {
      name: LANES[lane].total,
      figures: figuresOf(total, lane === "standard" ? drillOf(asOf, null) : NO_DRILL),
      lost: lostWords(total.lostBecause, "\u00a0"),
    },
  }));
}

const HANDED = (n: number): string => (n === 1 ? "1 hand-over" : `${groupDigits(n)} hand-overs`);

/** The standard lane in a sentence. */
export function feedbackTitle(lanes: readonly FeedbackLane[]): string {
  const total = lanes.find(({ lane }) => lane === "standard")?.total;
  if (!total || total.n === 0) return "Nothing was handed over in these four weeks.";
  const { n, accepted, rejected, unworked } = total;
  const share = percentText(accepted, n, 1).replace(" ", "\u00a0");
  return `Of ${HANDED(n)}, sales accepted ${groupDigits(accepted)} (${share}), rejected ${groupDigits(rejected)} and left ${groupDigits(unworked)} without a verdict.`;
}

/** The Mondays before and after; null after the current one. */
export function weeksAround(asOf: IsoDate, current: IsoDate): { previous: string; next: string | null } {
  const next = addDays(asOf, 7);
  return { previous: feedbackHref(addDays(asOf, -7)), next: next <= current ? feedbackHref(next) : null };
}

/** One line per campaign, so that sums over the file are the tables’; exact names and codes. */
export function feedbackCsv(lanes: readonly FeedbackLane[]): string {
  const header = ["lane", "source", "campaign", ...FEEDBACK_COLUMNS.map(({ id }) => id), "lost_reasons"];
  const rows = lanes.flatMap(({ lane, sources }) =>
    sources.flatMap(({ source, campaigns }) =>
      campaigns.map((line): CsvValue[] => [
        lane,
        source,
        line.campaign,
        ...FEEDBACK_COLUMNS.map(({ id }) => countOf(line, id)),
        lostWords(line.lostBecause, ": "),
      ]),
    ),
  );
  return csvText(header, rows);
}
