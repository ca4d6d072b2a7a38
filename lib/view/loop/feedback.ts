import { addDays, type IsoDate } from "@/lib/domain/dates";
import type { FeedbackLane, FeedbackLine, FeedbackSource, LostReason } from "@/lib/domain/feedback";
import type { Lane } from "@/lib/domain/lifecycle";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
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
    ...source.campaigns.map((line) =>
      row(`${source.source} / ${line.campaign ?? ""}`, line.campaign ?? NO_CAMPAIGN, line, NO_DRILL, false),
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

const FROZEN = ["n", "accepted", "rejected", "unworked"] as const;
const WORDS: Readonly<Record<(typeof FROZEN)[number], string>> = {
  n: "handed over",
  accepted: "accepted",
  rejected: "rejected",
  unworked: "unworked",
};
type Frozen = Record<(typeof FROZEN)[number], number>;

/** What the frozen document says of a lane; the partner lane is what its sources have beyond the total. */
function frozenOf({ acceptance: { by_source, total } }: MetricsDocument, lane: Lane): Frozen {
  const of = (key: (typeof FROZEN)[number]): number => {
    const all = by_source.reduce((sum, row) => sum + row[key], 0);
    return lane === "standard" ? total[key] : all - total[key];
  };
  return { n: of("n"), accepted: of("accepted"), rejected: of("rejected"), unworked: of("unworked") };
}

/** Today's totals against the frozen ones: "since then +2 handed over, −1 accepted"; null where nothing differs. */
export function restated(lanes: readonly FeedbackLane[], frozen: MetricsDocument): string | null {
  const changes = (["standard", "partner"] as const).flatMap((lane) => {
    const now = lanes.find((own) => own.lane === lane)?.total;
    const then = frozenOf(frozen, lane);
    return FROZEN.flatMap((key) => {
      const delta = (now?.[key] ?? 0) - then[key];
      if (delta === 0) return [];
      const where = lane === "partner" ? " in the partner lane" : "";
      return [`${delta > 0 ? "+" : "−"}${groupDigits(Math.abs(delta))} ${WORDS[key]}${where}`];
    });
  });
  return changes.length > 0 ? changes.join(", ") : null;
}

/** How the frozen Monday and today's knowledge stand to each other, in a sentence. */
export function knownWords(lanes: readonly FeedbackLane[], frozen: MetricsDocument | null): string {
  if (!frozen) return "Live figures: this Monday is not frozen.";
  const changes = restated(lanes, frozen);
  if (!changes) return "As known today, which in total is what the frozen Monday says.";
  const { n, accepted, rejected, unworked } = frozenOf(frozen, "standard");
  return `As known today. The frozen Monday says ${groupDigits(n)} handed over, ${groupDigits(accepted)} accepted, ${groupDigits(rejected)} rejected, ${groupDigits(unworked)} unworked; since then ${changes}.`;
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
