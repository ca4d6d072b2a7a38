import { cellAddress, figureAddress } from "@/lib/domain/document-figures";
import { SEGMENTS, type Segment } from "@/lib/domain/segments";
import { shortDate } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { type Held, heldAt, type Sheet } from "./sheet";

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
        cells: [
          ...segments.map((segment) => figureAddress("acceptance", source, segment)),
          figureAddress("acceptance_source", source),
        ].map((figure) => heldAt(cellAddress(figure, "acceptance"), last, first)),
      })),
    ],
  };
}

function cost({ first, last }: Ends, labels: Labels): HeldTable {
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
      cells: (["spend", "pipeline", "ratio"] as const).map((field) =>
        heldAt(cellAddress(figureAddress("cost", source), field), last, first),
      ),
    })),
  };
}

function influence({ first, last }: Ends, labels: Labels): HeldTable {
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
      cells: (["credit", "share"] as const).map((field) =>
        heldAt(cellAddress(figureAddress("influence", source), field), last, first),
      ),
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
      cells: [heldAt(cellAddress(figureAddress("pipeline_rate", segment), "rate"), last, first)],
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
