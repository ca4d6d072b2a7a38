import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { SEGMENTS, type Segment } from "@/lib/domain/segments";
import { shortDate } from "@/lib/view/dates";
import { exactMoney, type Labels, wholeMoney } from "@/lib/view/monday/labels";
import { figureHref, type Held, heldAt, type Sheet } from "./sheet";

/** A table of figures at the last Monday of a quarter, each with what it was at the first. */
export interface HeldTable {
  key: string;
  title: string;
  note: string;
  columns: { key: string; label: string }[];
  rows: { key: string; label: string; cells: Held[] }[];
}

interface Ends {
  first: Sheet;
  last: Sheet;
}

/** An amount that is no citable figure of its own, held like one. */
function moneyAt(
  { first, last }: Ends,
  table: "cost" | "influence",
  name: string,
  read: (d: MetricsDocument) => string | null,
): Held {
  const [was, is] = [read(first.document), read(last.document)];
  return {
    kind: is === null ? "none" : "plain",
    value: is ?? "—",
    n: null,
    href: is === null ? null : figureHref(last.asOf, table),
    label: `${name}: ${is ?? "no figure"}`,
    was:
      was === null || first === last
        ? null
        : { value: was, day: shortDate(first.asOf), href: figureHref(first.asOf, table), change: null },
  };
}

const names = (rows: readonly { source: string }[]) => rows.map(({ source }) => source);
const both = (last: readonly string[], first: readonly string[]) => [...new Set([...last, ...first])];

function acceptance({ first, last }: Ends, labels: Labels): HeldTable {
  const has = ({ document }: Sheet, segment: Segment) =>
    document.acceptance.cells.some((cell) => cell.segment === segment && cell.n > 0);
  const segments = SEGMENTS.filter((segment) => segment !== "Unknown" || has(first, segment) || has(last, segment));
  const sources = both(names(last.document.acceptance.by_source), names(first.document.acceptance.by_source));
  return {
    key: "acceptance",
    title: "Acceptance, by source and segment",
    note: "accepted ÷ handed over, four matured weeks",
    columns: [
      ...segments.map((segment) => ({ key: segment, label: labels.segment(segment) })),
      { key: "all", label: "All segments" },
    ],
    rows: [
      ...sources.map((source) => ({
        key: source,
        label: labels.source(source),
        cells: [...segments.map((segment) => `acceptance:${source}:${segment}`), `acceptance:${source}`].map(
          (address) => heldAt(address, last, first),
        ),
      })),
    ],
  };
}

function cost(ends: Ends, labels: Labels): HeldTable {
  const { first, last } = ends;
  const row = (document: MetricsDocument, source: string) => document.cost.rows.find((each) => each.source === source);
  const money = (source: string, column: "spend" | "pipeline") =>
    moneyAt(ends, "cost", `${labels.source(source)}, ${column}`, (document) => {
      const found = row(document, source);
      return found ? wholeMoney(found[column]) : null;
    });
  const { currency } = last.document;
  return {
    key: "cost",
    title: "Cost per pipeline dollar, by source",
    note: `spend ÷ first stage-3 pipeline, 90 days, ${currency}; line ${last.document.cost.line}`,
    columns: [
      { key: "spend", label: "Spend" },
      { key: "pipeline", label: "Pipeline" },
      { key: "ratio", label: `Cost per ${currency === "USD" ? "$1" : `1 ${currency}`}` },
    ],
    rows: both(names(last.document.cost.rows), names(first.document.cost.rows)).map((source) => ({
      key: source,
      label: labels.source(source),
      cells: [money(source, "spend"), money(source, "pipeline"), heldAt(`cost:${source}`, last, first)],
    })),
  };
}

function influence(ends: Ends, labels: Labels): HeldTable {
  const { first, last } = ends;
  const credit = (source: string) =>
    moneyAt(ends, "influence", `${labels.source(source)}, credit`, ({ influence: { rows } }) => {
      const found = rows.find((each) => each.source === source);
      return found ? exactMoney(found.credit) : null;
    });
  return {
    key: "influence",
    title: "Closed-won influence, by source",
    note: `W-shaped ${last.document.influence.weights.join(" / ")}, deals won in 90 days, ${last.document.currency}`,
    columns: [
      { key: "credit", label: "Credit" },
      { key: "share", label: "Share" },
    ],
    rows: both(names(last.document.influence.rows), names(first.document.influence.rows)).map((source) => ({
      key: source,
      label: labels.source(source),
      cells: [credit(source), heldAt(`influence:${source}`, last, first)],
    })),
  };
}

function pipelineRate({ first, last }: Ends, labels: Labels): HeldTable {
  const segments = [...last.document.pipeline_rate, ...first.document.pipeline_rate].map(({ segment }) => segment);
  return {
    key: "pipeline",
    title: "MQL → pipeline, by segment",
    note: `hand-overs of 90 to 180 days before, partner lane apart; floor ${last.document.pipeline_rate[0]?.floor ?? "—"} %`,
    columns: [{ key: "rate", label: "Reached pipeline" }],
    rows: [...new Set(segments)].map((segment) => ({
      key: segment,
      label: labels.segment(segment),
      cells: [heldAt(`pipeline_rate:${segment}`, last, first)],
    })),
  };
}

/** The three tables and the pipeline rate at the first and the last frozen Monday of a quarter. */
export function quarterTables(sheets: readonly Sheet[], labels: Labels): HeldTable[] {
  const [first, last] = [sheets[0], sheets.at(-1)];
  if (!first || !last) return [];
  return [acceptance, cost, influence, pipelineRate].map((table) => table({ first, last }, labels));
}

/** "v2" or "v2 until 26 Oct, then v3": the agreements under which the Mondays were judged. */
export function versionsText(sheets: readonly Sheet[]): string {
  const versions = [...new Set(sheets.map(({ document }) => document.agreement_version))];
  const last = (version: number) =>
    sheets.findLast(({ document }) => document.agreement_version === version)?.asOf ?? "";
  const words = versions.map((version, index) =>
    index < versions.length - 1 ? `v${version} until ${shortDate(last(version))}` : `v${version}`,
  );
  return `Agreement ${words.join(", then ")}`;
}
