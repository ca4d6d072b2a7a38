import type { TrailCursor, TrailFilter } from "@/lib/domain/audit-trail";
import { parseIsoDate } from "@/lib/domain/dates";
import type { SearchParams } from "@/lib/view/cells";

export const TRAIL_PATH = "/audit";
const MAX_TEXT = 300;

function text(params: SearchParams, name: string): string | null {
  const value = params[name];
  const first = (Array.isArray(value) ? value[0] : value)?.trim() ?? "";
  return first === "" || first.length > MAX_TEXT || first.includes("\0") ? null : first;
}

function day(params: SearchParams, name: string): string | null {
  const date = parseIsoDate(text(params, name) ?? "");
  return date !== null && date >= "2000-01-01" && date <= "2199-12-30" ? date : null;
}

function sequence(params: SearchParams, name: string): bigint | null {
  const value = text(params, name);
  return value !== null && /^[1-9]\d{0,17}$/.test(value) ? BigInt(value) : null;
}

/** What an address asks of the trail; what makes no sense counts as not said. */
export function trailAddress(params: SearchParams): { filter: TrailFilter; cursor: TrailCursor } {
  const [before, after] = [sequence(params, "before"), sequence(params, "after")];
  return {
    filter: {
      actor: text(params, "actor"),
      action: text(params, "action"),
      object: text(params, "object"),
      from: day(params, "from"),
      to: day(params, "to"),
    },
    cursor: before !== null ? { before } : after !== null ? { after } : null,
  };
}

/** The first filter of an address that is given and cannot be read, so that `trailAddress` leaves it out; null: there is none. */
export function unreadableFilter(params: SearchParams): keyof TrailFilter | null {
  const { filter } = trailAddress(params);
  const names = Object.keys(filter) as (keyof TrailFilter)[];
  return names.find((name) => Array.isArray(params[name]) || (params[name] && filter[name] === null)) ?? null;
}

/** Where a list of refused attempts begins: before the one with this number; null for the last one. */
export const refusedBefore = (params: SearchParams): bigint | null => sequence(params, "before");

export const isNarrowed = (filter: TrailFilter): boolean => Object.values(filter).some((value) => value !== null);

/** The address of a filter and a place; `trailAddress` reads it back. */
export function trailHref(filter: TrailFilter, more: Readonly<Record<string, string>> = {}, path = TRAIL_PATH): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== null) query.set(name, value);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query.size > 0 ? `${path}?${query}` : path;
}
