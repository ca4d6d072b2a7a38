import type { IsoDate } from "@/lib/domain/dates";
import type { CellAddress, FigureKind } from "@/lib/domain/document-figures";
import { changeText, type Figure, type FigureTable, figuresOf } from "@/lib/domain/figures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { dateWithYear, shortDate } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
import { cellLabel } from "./cells";

/** How a figure is set: `source`, `sla`, `over` and `rate` are breaches, `low` and `none` are never one. */
type Look = "plain" | "source" | "sla" | "over" | "rate" | "low" | "none";

/** A frozen Monday with its cells by address. */
export interface Sheet {
  readonly asOf: IsoDate;
  readonly document: MetricsDocument;
  readonly figures: ReadonlyMap<CellAddress, Figure & { readonly label: string }>;
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

const LOOKS: Partial<Readonly<Record<FigureKind, Readonly<Record<string, Look>>>>> = {
  acceptance: ACCEPTANCE,
  acceptance_source: ACCEPTANCE,
  acceptance_segment: ACCEPTANCE,
  acceptance_total: ACCEPTANCE,
  cost: { ok: "plain", over_line: "over", no_pipeline: "over", no_spend: "plain", no_data: "none" },
  pipeline_rate: { ok: "plain", breach: "rate", low_n: "low", maturing: "none" },
};

/** How the verdict of a figure sets its own value; its parts are never a breach. */
export function lookOf({ place, verdict }: Figure): Look {
  return (verdict !== null && LOOKS[place.kind]?.[verdict]) || "plain";
}

export function sheetOf(document: MetricsDocument, labels: Labels): Sheet {
  return {
    asOf: document.as_of,
    document,
    figures: new Map(
      figuresOf(document).map((figure) => [figure.address, { ...figure, label: cellLabel(figure.address, labels) }]),
    ),
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

/** A cell at `now`, held against `before`, where both have it. */
export function heldAt(address: CellAddress, now: Sheet | undefined, before: Sheet | undefined): Held {
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
  const kind = figure.value === "—" ? "none" : lookOf(figure);
  return {
    kind,
    value: figure.value,
    n: kind === "low" ? null : figure.n,
    href: figureHref(now.asOf, figure.table),
    label: `${figure.label}: ${figure.value} on ${dateWithYear(now.asOf)}`,
    was,
  };
}
