"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { SearchList } from "@/components/ui/search-list";
import { useModal } from "@/components/ui/use-modal";
import { type Found, type Search, useSearch } from "@/components/ui/use-search";
import type { PaletteHit } from "./palette-hit";

type Props = {
  open: boolean;
  onClose: () => void;
  pages: PaletteHit[];
  search?: Search<PaletteHit>;
};

/** Go anywhere by typing: pages at once, leads and deals from the server. Esc gives the focus back. */
export function CommandPalette({ open, onClose, pages, search = searchApi }: Props) {
  const modal = useModal(open, onClose);
  return (
    <dialog
      {...modal}
      aria-label="Find a page, lead or deal"
      className="mx-auto mt-[12vh] mb-auto w-[min(34rem,calc(100vw-2rem))] max-w-none rounded-lg border border-line-strong bg-paper text-ink print:hidden"
    >
      {open && <Finder pages={pages} search={search} onClose={onClose} />}
    </dialog>
  );
}

type FinderProps = { pages: PaletteHit[]; search: Search<PaletteHit>; onClose: () => void };

function Finder({ pages, search, onClose }: FinderProps) {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const found = useSearch(query, search);
  const hits = [...matching(pages, query), ...found.hits];
  return (
    <SearchList
      label="Find a page, lead or deal"
      placeholder="Page, lead, company, deal"
      query={query}
      onQuery={setQuery}
      hits={hits}
      onPick={(hit) => {
        onClose();
        router.push(hit.href);
      }}
      words={statusWords(found, hits.length)}
    />
  );
}

function statusWords({ status }: Found<PaletteHit>, count: number): string {
  if (status === "busy") return "Searching…";
  if (status === "failed") return "The search did not answer; pages can still be found.";
  if (count === 0) return "Nothing found.";
  return `${count} ${count === 1 ? "place" : "places"} · ↑ ↓ to choose, Enter to go, Esc to close`;
}

/** Pages whose name holds every word typed. */
export function matching(pages: PaletteHit[], query: string): PaletteHit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return pages
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .map((page) => ({ hint: "Page", ...page }));
}

/** The product's own search route. */
async function searchApi(query: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const response = await fetch(`/api/search?q=${encodeURIComponent(query)}`, { signal });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  const body: { hits: PaletteHit[] } = await response.json();
  return body.hits;
}
