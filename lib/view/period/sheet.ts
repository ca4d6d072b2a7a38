import type { IsoDate } from "@/lib/domain/dates";
import { changeText, type Figure, type FigureTable, figuresOf } from "@/lib/domain/figures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { dateWithYear, shortDate } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";

/** How a figure is set: `source`, `sla`, `over` and `rate` are breaches, `low` and `none` are never one. */
type Look = "plain" | "source" | "sla" | "over" | "rate" | "low" | "none";

/** A frozen Monday with its figures by address. */
export interface Sheet {
  readonly asOf: IsoDate;
  readonly document: MetricsDocument;
  readonly figures: ReadonlyMap<string, Figure>;
  readonly looks: ReadonlyMap<string, Look>;
  /** n of the rates. */
  readonly counts: ReadonlyMap<string, number>;
}

/** A figure of a frozen Monday, held against that of an earlier one; each leads to the Monday that it came from. */
export interface Held {
  kind: Look;
  value: string;
  n: number | null;
  href: string | null;
  /** For screen readers. */
  label: string;
  was: { value: string; day: string; href: string; change: string | null } | null;
}

const ACCEPTANCE = {
  ok: "plain",
  source_breach: "source",
  sales_sla_breach: "sla",
  low_n: "low",
  no_data: "none",
} as const;
const COST = { ok: "plain", over_line: "over", no_pipeline: "over", no_spend: "plain", no_data: "none" } as const;
const RATE = { ok: "plain", breach: "rate", low_n: "low", maturing: "none" } as const;

function looksOf({ acceptance, cost, pipeline_rate: rates }: MetricsDocument): Map<string, Look> {
  return new Map<string, Look>([
    ...acceptance.cells.map((cell): [string, Look] => [
      `acceptance:${cell.source}:${cell.segment}`,
      ACCEPTANCE[cell.verdict],
    ]),
    ...acceptance.by_source.map((row): [string, Look] => [`acceptance:${row.source}`, ACCEPTANCE[row.verdict]]),
    ...cost.rows.map((row): [string, Look] => [`cost:${row.source}`, COST[row.verdict]]),
    ...rates.map((row): [string, Look] => [`pipeline_rate:${row.segment}`, RATE[row.verdict]]),
  ]);
}

function countsOf({ acceptance, pipeline_rate: rates }: MetricsDocument): Map<string, number> {
  return new Map([
    ...acceptance.cells.map((cell): [string, number] => [`acceptance:${cell.source}:${cell.segment}`, cell.n]),
    ...acceptance.by_source.map((row): [string, number] => [`acceptance:${row.source}`, row.n]),
    ["acceptance", acceptance.total.n],
    ...rates.map((row): [string, number] => [`pipeline_rate:${row.segment}`, row.n]),
  ]);
}

export function sheetOf(document: MetricsDocument, labels: Labels): Sheet {
  return {
    asOf: document.as_of,
    document,
    figures: new Map(figuresOf(document, labels).map((figure) => [figure.address, figure])),
    looks: looksOf(document),
    counts: countsOf(document),
  };
}

/** Where a table stands on the Monday page; the line of facts stands at its top. */
const PLACES: Readonly<Record<FigureTable, string>> = {
  acceptance: "#acceptance",
  facts: "",
  reasons: "#reasons",
  cost: "#cost",
  influence: "#influence",
};

/** The frozen Monday, at the table of the figure. */
export function figureHref(asOf: IsoDate, table: FigureTable): string {
  return `${mondayHref(asOf)}${PLACES[table]}`;
}

/** Two figures in the same words and without a number: "no spend recorded" and again. */
const saysTheSame = (earlier: Figure, figure: Figure | undefined) =>
  figure !== undefined && earlier.number === null && earlier.value === figure.value;

/** A figure at `now`, held against `before`, where both have it. */
export function heldAt(address: string, now: Sheet | undefined, before: Sheet | undefined): Held {
  const figure = now?.figures.get(address);
  const earlier = before?.figures.get(address);
  const was =
    before && earlier && before !== now && !saysTheSame(earlier, figure)
      ? {
          value: earlier.value,
          day: shortDate(before.asOf),
          href: figureHref(before.asOf, earlier.table),
          change: changeText(earlier, figure ?? null),
        }
      : null;
  if (!now || !figure) return { kind: "none", value: "—", n: null, href: null, label: "no figure", was };
  const kind = figure.value === "—" ? "none" : (now.looks.get(address) ?? "plain");
  return {
    kind,
    value: figure.value,
    n: kind === "low" ? null : (now.counts.get(address) ?? null),
    href: figureHref(now.asOf, figure.table),
    label: `${figure.label}: ${figure.value} on ${dateWithYear(now.asOf)}`,
    was,
  };
}
