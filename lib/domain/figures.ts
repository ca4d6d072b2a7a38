import type { CostVerdict } from "./cost";
import type { DocumentAcceptance, MetricsDocument } from "./metrics-document";
import { parseMoney } from "./money";
import type { PeriodKind } from "./periods";
import { percentText, sharesOf100 } from "./rates";
import { REASON_TEXTS } from "./reasons";
import type { Segment } from "./segments";

/** The tables of a Monday in which a figure can stand. */
export const FIGURE_TABLES = {
  acceptance: "Acceptance",
  facts: "Rejection, pipeline, SLA and volume",
  reasons: "Reasons",
  cost: "Cost per pipeline dollar",
  influence: "Closed-won influence",
} as const;
export type FigureTable = keyof typeof FIGURE_TABLES;

/** One figure of a Monday, as its page shows it. */
export interface Figure {
  /** `acceptance:webinar:SMB`, `cost`, `reason:bad_data`: the same in every document. */
  readonly address: string;
  readonly table: FigureTable;
  /** "Acceptance, Webinar, SMB". */
  readonly label: string;
  /** "31 %", "0.2512", "no pipeline", "—". */
  readonly value: string;
  /** The value to hold against that of another Monday, in percent or as a ratio; null where there is none. */
  readonly number: number | null;
  readonly unit: "points" | "ratio" | "count";
}

/** Names of sources and segments as the settings have them. */
export interface FigureNames {
  source(code: string): string;
  segment(code: Segment): string;
}

/** Where a name is not asked for: codes as they are. */
export const CODES: FigureNames = { source: (code) => code, segment: (code) => code };

const PARTNER = "partner_referral";

const RATIO_WORDS: Partial<Record<CostVerdict, string>> = {
  no_pipeline: "no pipeline",
  no_spend: "no spend recorded",
  no_data: "—",
};

/** A cost per pipeline dollar with four decimals, or the words that stand instead of it. */
export function ratioText({ ratio, verdict }: { ratio: string | null; verdict: CostVerdict }): string {
  return RATIO_WORDS[verdict] ?? ratio ?? "—";
}

const percent = (part: number, of: number): number | null => (of === 0 ? null : (100 * part) / of);

function acceptanceFigure(address: string, name: string, row: DocumentAcceptance, decimals: number): Figure {
  const limit = row.floor === null ? undefined : { floor: row.floor };
  const isLow = row.verdict === "low_n";
  return {
    address,
    table: "acceptance",
    label: `Acceptance, ${name}`,
    value: isLow ? `low n (${row.n})` : percentText(row.accepted, row.n, decimals, limit),
    number: isLow ? null : percent(row.accepted, row.n),
    unit: "points",
  };
}

function acceptanceFigures({ acceptance: { cells, by_source: bySource, total } }: MetricsDocument, names: FigureNames) {
  return [
    ...cells.map((cell) => {
      const name = `${names.source(cell.source)}, ${names.segment(cell.segment)}`;
      return acceptanceFigure(`acceptance:${cell.source}:${cell.segment}`, name, cell, 0);
    }),
    ...bySource.map((row) => acceptanceFigure(`acceptance:${row.source}`, names.source(row.source), row, 0)),
    acceptanceFigure("acceptance", "all sources", total, 1),
  ];
}

function factFigures(document: MetricsDocument, names: FigureNames): Figure[] {
  const { rejection, pipeline_rate: rates, sla, volume } = document;
  const shared = { table: "facts", unit: "points" } as const;
  return [
    {
      ...shared,
      address: "rejection",
      label: "Rejected, of all handed over",
      value: percentText(rejection.rejected, rejection.n, 1, { cap: rejection.cap }),
      number: percent(rejection.rejected, rejection.n),
    },
    ...rates.map((row) => ({
      ...shared,
      address: `pipeline_rate:${row.segment}`,
      label: `MQL → pipeline, ${names.segment(row.segment)}`,
      value: row.verdict === "low_n" ? "low n" : percentText(row.reached, row.n, 1, { floor: row.floor }),
      number: row.verdict === "low_n" ? null : percent(row.reached, row.n),
    })),
    {
      ...shared,
      address: "sla",
      label: "First touch within the follow-up SLA",
      value: percentText(sla.touched_in_time, sla.n, 0),
      number: percent(sla.touched_in_time, sla.n),
    },
    {
      table: "facts",
      unit: "count",
      address: "volume",
      label: "Volume against SDR feed",
      value: volume.feed === null ? String(volume.volume) : `${volume.volume} / ${volume.feed}`,
      number: volume.volume,
    },
  ];
}

function reasonFigures({ rejection: { reasons, rejected } }: MetricsDocument): Figure[] {
  return reasons.map(({ code, count }) => ({
    address: `reason:${code}`,
    table: "reasons",
    label: `Reason, ${REASON_TEXTS[code].label}`,
    value: `${count} of ${rejected}`,
    number: percent(count, rejected),
    unit: "points",
  }));
}

function costFigures({ cost: { rows, total } }: MetricsDocument, names: FigureNames): Figure[] {
  const figure = (address: string, name: string, row: typeof total): Figure => ({
    address,
    table: "cost",
    label: `Cost per pipeline dollar, ${name}`,
    value: ratioText(row),
    number: row.ratio === null || row.verdict === "no_spend" ? null : Number(row.ratio),
    unit: "ratio",
  });
  return [
    ...rows.map((row) => figure(`cost:${row.source}`, names.source(row.source), row)),
    figure("cost", "all sources", total),
  ];
}

/** Shares as the influence table has them: they add up to 100.0. */
function influenceFigures({ influence: { rows } }: MetricsDocument, names: FigureNames): Figure[] {
  const shares = sharesOf100(rows.map(({ credit }) => parseMoney(credit) ?? 0n));
  return rows.map(({ source }, index) => {
    const share = shares[index] ?? null;
    return {
      address: `influence:${source}`,
      table: "influence",
      label: `Share of closed won, ${names.source(source)}`,
      value: share === null ? "—" : `${share} %`,
      number: share === null ? null : Number(share),
      unit: "points",
    };
  });
}

/** Every figure of a Monday that can be cited or restated, in the order of its page. */
export function figuresOf(document: MetricsDocument, names: FigureNames): Figure[] {
  return [
    ...acceptanceFigures(document, names),
    ...factFigures(document, names),
    ...reasonFigures(document),
    ...costFigures(document, names),
    ...influenceFigures(document, names),
  ];
}

/** The figure of an address, or null where the document has none. An address is looked up whole: the name of a source may hold colons. */
export function figureOf(document: MetricsDocument, address: string, names: FigureNames): Figure | null {
  return figuresOf(document, names).find((figure) => figure.address === address) ?? null;
}

/** The figures of a Monday that a review of a kind may cite: the partner review those of its lane (product.md A9). */
export function citable(kind: PeriodKind, document: MetricsDocument, names: FigureNames): Figure[] {
  const figures = figuresOf(document, names);
  return kind === "partner" ? figures.filter(({ address }) => address.split(":")[1] === PARTNER) : figures;
}

/** The figure by which a unit of the loop is judged: the sales SLA is one of the acceptance cell. */
export function figureOfUnit(unit: string): string {
  return unit.replace(/^sales_sla:/, "acceptance:");
}

/** "+4.2 points", "−0.0408", "unchanged"; null where one of the two has no number. */
export function changeText(from: Figure | null, to: Figure | null): string | null {
  if (from?.number == null || to?.number == null) return null;
  const change = to.number - from.number;
  const size = Math.abs(change).toFixed({ points: 1, ratio: 4, count: 0 }[to.unit]);
  if (Number(size) === 0) return "unchanged";
  return `${change > 0 ? "+" : "−"}${size}${to.unit === "points" ? " points" : ""}`;
}
