import { type Cell, type CycleCell, isDealCell } from "@/lib/domain/cells";
import type { IsoDate } from "@/lib/domain/dates";
import type { LeadFilter } from "@/lib/domain/lead-list";
import { STAGES } from "@/lib/domain/lifecycle";
import { SEGMENTS } from "@/lib/domain/segments";
import { namesCell, parseCell, type SearchParams } from "@/lib/view/cells";

/** What an address of /leads asks for: the cycles of a cell, or leads under a filter. */
export type LeadsAddress =
  | { readonly kind: "cell"; readonly cell: CycleCell }
  | { readonly kind: "filter"; readonly filter: LeadFilter };

const MAX_TEXT = 300;

function text(params: SearchParams, name: string): string | null {
  const value = params[name];
  const first = (Array.isArray(value) ? value[0] : value)?.trim() ?? "";
  return first === "" || first.length > MAX_TEXT ? null : first;
}

const oneOf = <T extends string>(choices: readonly T[], value: string | null): T | null =>
  choices.find((choice) => choice === value) ?? null;

/** Reads an address. Null: it names a cell that does not exist; a filter that makes no sense counts as not said. */
export function parseLeadsAddress(params: SearchParams, current: IsoDate): LeadsAddress | null {
  if (namesCell(params)) {
    const cell: Cell | null = parseCell(params, current);
    return cell && !isDealCell(cell) ? { kind: "cell", cell } : null;
  }
  const filter = {
    stage: oneOf(STAGES, text(params, "stage")),
    source: text(params, "source"),
    segment: oneOf(SEGMENTS, text(params, "segment")),
    hasDeal: text(params, "deal") === "open",
    query: text(params, "q"),
  };
  return { kind: "filter", filter };
}

/** The address of a filter; `parseLeadsAddress` reads it back. */
export function filterHref({ stage, source, segment, hasDeal, query }: LeadFilter, page = 1, path = "/leads"): string {
  const search = new URLSearchParams();
  const named = { q: query, stage, deal: hasDeal ? "open" : null, source, segment };
  for (const [name, value] of Object.entries(named)) if (value !== null) search.set(name, value);
  if (page > 1) search.set("page", String(page));
  return search.size > 0 ? `${path}?${search}` : path;
}
