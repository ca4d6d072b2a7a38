import { parseAsOf } from "@/lib/domain/as-of";
import {
  ACCEPTANCE_STATES,
  type AcceptanceCell,
  type Cell,
  type CohortCell,
  type CostCell,
  type InfluenceCell,
  isDealCell,
  type ReachedCell,
  type RejectionCell,
  type SlaCell,
  SPANS,
} from "@/lib/domain/cells";
import { POSITIONS } from "@/lib/domain/credits";
import type { IsoDate } from "@/lib/domain/dates";
import { REASONS, type Reason } from "@/lib/domain/reasons";
import { SEGMENTS } from "@/lib/domain/segments";

/** The query of a page as Next hands it over. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** The query of an address as a page gets it: a list where a name stands more than once. */
export function searchParamsOf(url: string): SearchParams {
  const { searchParams } = new URL(url);
  const entries = [...new Set(searchParams.keys())].map((name) => {
    const [first, ...more] = searchParams.getAll(name);
    return [name, more.length === 0 ? first : [first, ...more]];
  });
  return Object.fromEntries(entries);
}

/** Thrown inside this file alone: the address names no cell. */
class NoCell extends Error {}

const MAX_SOURCE = 300;

function one(params: SearchParams, name: string): string | undefined {
  const value = params[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === "" ? undefined : text;
}

/** One of a list, or `fallback` where the parameter is missing. */
function choice<T extends string, F>(params: SearchParams, name: string, choices: readonly T[], fallback: F): T | F {
  const text = one(params, name);
  if (text === undefined) return fallback;
  const found = choices.find((item) => item === text);
  if (found === undefined) throw new NoCell();
  return found;
}

function sourceOf(params: SearchParams): string | null {
  const text = one(params, "source");
  if (text !== undefined && text.length > MAX_SOURCE) throw new NoCell();
  return text ?? null;
}

function asOfOf(params: SearchParams, current: IsoDate): IsoDate {
  const text = one(params, "as_of");
  if (text === undefined) return current;
  const parsed = parseAsOf(text);
  if (!parsed.ok) throw new NoCell();
  return parsed.asOf;
}

/** A reason means rejected cycles: it stands alone or with that state. */
function reasonOf(params: SearchParams): Reason | null {
  const reason = choice(params, "reason", REASONS, null);
  const state = one(params, "state");
  if (reason !== null && state !== undefined && state !== "rejected") throw new NoCell();
  return reason;
}

function acceptanceCell(params: SearchParams, asOf: IsoDate): AcceptanceCell {
  const reason = reasonOf(params);
  const state = choice(params, "state", ACCEPTANCE_STATES, reason === null ? "all" : "rejected");
  const segment = choice(params, "segment", SEGMENTS, null);
  return { kind: "acceptance", asOf, source: sourceOf(params), segment, state, reason };
}

function rejectionCell(params: SearchParams, asOf: IsoDate): RejectionCell {
  const state = choice(params, "state", ["all", "rejected"] as const, "rejected");
  return { kind: "rejection", asOf, state, reason: reasonOf(params) };
}

function slaCell(params: SearchParams, asOf: IsoDate): SlaCell {
  const clock = choice(params, "clock", ["touch", "decision"] as const, "touch");
  return { kind: "sla", asOf, clock, state: choice(params, "state", ["all", "met", "missed"] as const, "all") };
}

function pipelineRateCell(params: SearchParams, asOf: IsoDate): CohortCell | ReachedCell {
  const segment = choice(params, "segment", SEGMENTS, null);
  if (segment === null) throw new NoCell();
  return {
    kind: "pipeline_rate",
    asOf,
    segment,
    state: choice(params, "state", ["cohort", "reached"] as const, "cohort"),
  };
}

function costCell(params: SearchParams, asOf: IsoDate): CostCell {
  return { kind: "cost", asOf, source: sourceOf(params), span: choice(params, "window", SPANS, "trailing") };
}

function influenceCell(params: SearchParams, asOf: IsoDate): InfluenceCell {
  const span = choice(params, "window", SPANS, "trailing");
  const part = choice(params, "part", [...POSITIONS, "assists"] as const, null);
  return { kind: "influence", asOf, source: sourceOf(params), span, part };
}

const READERS: Readonly<Record<Cell["kind"], (params: SearchParams, asOf: IsoDate) => Cell>> = {
  acceptance: acceptanceCell,
  rejection: rejectionCell,
  volume: (_, asOf) => ({ kind: "volume", asOf }),
  sla: slaCell,
  pipeline_rate: pipelineRateCell,
  cost: costCell,
  influence: influenceCell,
};

/** Whether an address asks for a cell at all; without one a list page shows everything. */
export function namesCell(params: SearchParams): boolean {
  return one(params, "cell") !== undefined;
}

/**
 * The cell that an address names, or null when there is none such: an unknown cell, state, segment, reason or position, or
 * an `as_of` that is no Monday. Without `as_of` it is the cell of `current`. Whether a source exists only the data knows.
 */
export function parseCell(params: SearchParams, current: IsoDate): Cell | null {
  const kind = one(params, "cell");
  const read = kind !== undefined && Object.hasOwn(READERS, kind) ? READERS[kind as Cell["kind"]] : undefined;
  if (!read) return null;
  try {
    return read(params, asOfOf(params, current));
  } catch (error) {
    if (error instanceof NoCell) return null;
    throw error;
  }
}

/** The page number of an address, from 1; anything else is the first page. */
export function parsePage(params: SearchParams): number {
  const text = one(params, "page") ?? "";
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

/** What an address says of a cell beyond its kind and Monday; null is left out. */
function queryOf(cell: Cell): Record<string, string | null> {
  switch (cell.kind) {
    case "acceptance":
      return { source: cell.source, segment: cell.segment, state: cell.state, reason: cell.reason };
    case "rejection":
      return { state: cell.state, reason: cell.reason };
    case "volume":
      return {};
    case "sla":
      return { clock: cell.clock, state: cell.state };
    case "pipeline_rate":
      return { segment: cell.segment, state: cell.state };
    case "cost":
      return { source: cell.source, window: cell.span };
    case "influence":
      return { source: cell.source, part: cell.part, window: cell.span };
  }
}

/** The shareable address of what a cell counts; `parseCell` reads it back. */
export function cellHref(cell: Cell, page = 1): string {
  const query = new URLSearchParams({ cell: cell.kind, as_of: cell.asOf });
  for (const [name, value] of Object.entries(queryOf(cell))) if (value !== null) query.set(name, value);
  if (page > 1) query.set("page", String(page));
  return `${isDealCell(cell) ? "/deals" : "/leads"}?${query}`;
}
