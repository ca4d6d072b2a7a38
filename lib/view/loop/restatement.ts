import { addDays, type IsoDate } from "@/lib/domain/dates";
import { FIELD_UNITS, type Field, type FigureKind, type FigurePlace, parseFigure } from "@/lib/domain/document-figures";
import type { RestatedField, RestatedFigure, Restatement } from "@/lib/domain/restatement";
import { orderSources } from "@/lib/domain/source-rows";
import { type CsvValue, csvText } from "@/lib/view/csv";
import { dateWithYear, longDate } from "@/lib/view/dates";
import { shortMomentWords } from "@/lib/view/moments";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
import { deltaText, fieldName, fieldText, figureHref, placeName } from "./figures";
import { countWords, lateWords } from "./lateness";

/** One field of a figure: as it was frozen, as the snapshot after it recorded it, as it is known today. */
export interface RestatementRow {
  key: string;
  name: string;
  /** Of the rows of one figure the first shows its name. */
  isFirst: boolean;
  field: string;
  frozen: string;
  /** "—" where that snapshot recorded no change. */
  recorded: string;
  today: string;
  delta: string;
  /** "new row" or "no row any more", else nothing. */
  sign: string | null;
  href: string | null;
  label: string;
}

export interface RestatementSection {
  key: string;
  title: string;
  note: string;
  rows: RestatementRow[];
}

interface Facts {
  asOf: IsoDate;
  takenAt: Date;
  agreementVersion: number;
  hash: string;
  judges: boolean;
  zone: string;
  today: readonly RestatedFigure[];
  recorded: Restatement | null;
}

const SECTIONS: readonly { key: string; title: string; note: string; kinds: readonly FigureKind[] }[] = [
  {
    key: "acceptance",
    title: "Acceptance, by source and segment",
    note: "accepted ÷ handed over, four matured weeks",
    kinds: ["acceptance", "acceptance_source", "acceptance_segment", "acceptance_total"],
  },
  {
    key: "cost",
    title: "Cost per pipeline dollar, by source",
    note: "spend ÷ first stage-3 pipeline, 90 days",
    kinds: ["cost", "cost_total"],
  },
  {
    key: "influence",
    title: "Closed-won influence, by source",
    note: "W-shaped, deals won in 90 days",
    kinds: ["influence", "influence_total"],
  },
  {
    key: "rates",
    title: "Rejections, pipeline rate, volume and SLA",
    note: "beside the three tables",
    kinds: ["rejection", "reason", "pipeline_rate", "volume", "sla"],
  },
  {
    key: "quarter",
    title: "Fiscal quarter to date",
    note: "cost and influence of the same Monday",
    kinds: ["quarter_cost", "quarter_cost_total", "quarter_influence", "quarter_influence_total"],
  },
];

const CHANGES = { changed: null, added: "new row", gone: "no row any more" } as const;

/** One field of one figure on both sides; a side that says nothing of it has nothing changed. */
interface Pair {
  figure: string;
  place: FigurePlace;
  field: Field;
  change: RestatedFigure["change"];
  today: RestatedField | null;
  recorded: RestatedField | null;
}

const FIELD_ORDER = Object.keys(FIELD_UNITS);
const keyOf = (figure: string, field: Field): string => `${figure} ${field}`;

function pairsOf(today: readonly RestatedFigure[], recorded: readonly RestatedFigure[]): Pair[] {
  const pairs = new Map<string, Pair>();
  const add = (figures: readonly RestatedFigure[], side: "today" | "recorded") => {
    for (const { figure, change, fields } of figures) {
      const place = parseFigure(figure);
      if (!place) continue;
      for (const item of fields) {
        const known = pairs.get(keyOf(figure, item.field));
        const pair = known ?? { figure, place, field: item.field, change, today: null, recorded: null };
        pairs.set(keyOf(figure, item.field), { ...pair, [side]: item });
      }
    }
  };
  add(today, "today");
  add(recorded, "recorded");
  return [...pairs.values()];
}

/** The note of a row says its verdict in words; where both changed one line says it. */
const isSaidByVerdict = ({ figure, field }: Pair, pairs: readonly Pair[]): boolean =>
  field === "note" && pairs.some((other) => other.figure === figure && other.field === "verdict");

/** In the order of the tables: kinds, sources as in the settings, then the fields of a row. */
function ordered(pairs: readonly Pair[], kinds: readonly FigureKind[], settingsOrder: readonly string[]): Pair[] {
  const own = pairs.filter((pair) => kinds.includes(pair.place.kind) && !isSaidByVerdict(pair, pairs));
  const sources = orderSources(
    own.flatMap(({ place }) => (place.source === null ? [] : [place.source])),
    settingsOrder,
  );
  const first = new Map<string, number>();
  for (const { figure } of own) first.set(figure, first.get(figure) ?? first.size);
  const ranks = ({ figure, place, field }: Pair) => [
    kinds.indexOf(place.kind),
    sources.indexOf(place.source ?? ""),
    first.get(figure) ?? 0,
    FIELD_ORDER.indexOf(field),
  ];
  return [...own].sort((a, b) => compareRanks(ranks(a), ranks(b)));
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((rank, index) => rank !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

interface RowFrame {
  asOf: IsoDate;
  labels: Labels;
  isFirst: boolean;
}

function rowOf(pair: Pair, { asOf, labels, isFirst }: RowFrame): RestatementRow {
  const { figure, place, field, change, today, recorded } = pair;
  const frozen = (today ?? recorded)?.frozen ?? null;
  // What only the next snapshot recorded is today as it was frozen again.
  const now = today ? today.now : frozen;
  const [name, words] = [placeName(place, labels), fieldText(field, now)];
  const isGone = change === "gone";
  return {
    key: keyOf(figure, field),
    name,
    isFirst,
    field: fieldName(field),
    frozen: fieldText(field, frozen),
    recorded: recorded ? fieldText(field, recorded.now) : "—",
    today: words,
    delta: today ? deltaText(field, today.delta) : "as frozen again",
    sign: CHANGES[change],
    href: isGone ? null : figureHref(place, field, asOf),
    label: `${name}, ${fieldName(field)}: ${words} today`,
  };
}

/** The whole restatement page of a frozen Monday. */
export function restatementView(monday: Facts, labels: Labels, settingsOrder: readonly string[]) {
  const { asOf, takenAt, agreementVersion, hash, judges, zone, today, recorded } = monday;
  const pairs = pairsOf(today, recorded?.figures ?? []);
  const sections = SECTIONS.map(
    ({ kinds, ...words }): RestatementSection => ({
      ...words,
      rows: ordered(pairs, kinds, settingsOrder).map((pair, index, all) =>
        rowOf(pair, { asOf, labels, isFirst: all[index - 1]?.figure !== pair.figure }),
      ),
    }),
  ).filter(({ rows }) => rows.length > 0);
  const title =
    today.length === 0
      ? `Nothing is known otherwise about ${longDate(asOf)}.`
      : `${countWords(today.length, "figure")} of ${longDate(asOf)} ${today.length === 1 ? "is" : "are"} known better today.`;
  return {
    title,
    note: `Frozen ${shortMomentWords(takenAt, zone)} (${zone}), ${lateWords(asOf, takenAt, zone)}, under agreement v${agreementVersion}. A snapshot never changes; what came in later stands here, judged by the same terms.`,
    openHref: mondayHref(asOf),
    hash,
    clockNote: judges ? null : "It was frozen after a later Monday: it moves no clock.",
    recordedHeader: recorded ? `Recorded ${dateWithYear(recorded.as_of)}` : "Recorded next",
    recordedNote: recordedWords(recorded, asOf, judges),
    csv: `/loop/mondays/${asOf}/export`,
    sections,
  };
}

function recordedWords(recorded: Restatement | null, asOf: IsoDate, judges: boolean): string {
  if (!judges) return "No snapshot records what has changed in it: later ones were there before it.";
  if (recorded === null)
    return `The next snapshot, that of ${dateWithYear(addDays(asOf, 7))} at the earliest, records what has changed by then.`;
  const changed =
    recorded.figures.length === 0 ? "no change" : `${countWords(recorded.figures.length, "changed figure")}`;
  return `The snapshot of ${dateWithYear(recorded.as_of)} recorded ${changed}.`;
}

const HEADER = ["figure", "field", "change", "frozen", "recorded_next", "today", "delta", "unit"];

/** The same with addresses and exact values; rates and percents differ in points. */
export function restatementCsv({ today, recorded }: Pick<Facts, "today" | "recorded">): string {
  const plain = (value: RestatedField["now"]): CsvValue => (typeof value === "boolean" ? String(value) : value);
  const rows = pairsOf(today, recorded?.figures ?? []).map((pair): CsvValue[] => {
    const frozen = (pair.today ?? pair.recorded)?.frozen ?? null;
    const now = pair.today ? pair.today.now : frozen;
    const next = pair.recorded ? pair.recorded.now : null;
    const delta = pair.today ? pair.today.delta : null;
    return [
      pair.figure,
      pair.field,
      pair.change,
      plain(frozen),
      plain(next),
      plain(now),
      delta,
      FIELD_UNITS[pair.field],
    ];
  });
  return csvText(HEADER, rows);
}
