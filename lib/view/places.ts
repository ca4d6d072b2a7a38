import type { DuplicateHit } from "@/lib/domain/queue";
import { duplicateOption } from "./queue";

/** One place to go to, as the command palette lists it. */
export interface PlaceHit {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly href: string;
}

interface Places {
  readonly leads: readonly DuplicateHit[];
  readonly deals: readonly DuplicateHit[];
  readonly companies: readonly { readonly name: string; readonly leads: number; readonly isMore: boolean }[];
  readonly sources: readonly { readonly code: string; readonly label: string }[];
}

const address = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;

function recordHit(hit: DuplicateHit, path: string, kind: string): PlaceHit {
  const { key, label } = duplicateOption(hit);
  return { key, label, hint: `${kind} · ${hit.externalId}`, href: `${path}/${key.slice(key.indexOf(":") + 1)}` };
}

/** Sources first, they are few; then companies, leads, deals. */
export function placeHits({ leads, deals, companies, sources }: Places): PlaceHit[] {
  return [
    ...sources.map(({ code, label }) => ({
      key: `source:${code}`,
      label,
      hint: "Source",
      href: address("/leads", { source: code }),
    })),
    ...companies.map(({ name, leads: count, isMore }) => ({
      key: `company:${name}`,
      label: name,
      hint: `Company · ${count}${isMore ? "+" : ""} ${count === 1 ? "lead" : "leads"}`,
      href: address("/leads", { q: name }),
    })),
    ...leads.map((hit) => recordHit(hit, "/leads", "Lead")),
    ...deals.map((hit) => recordHit(hit, "/deals", "Deal")),
  ];
}
