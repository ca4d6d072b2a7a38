import type { SearchHit } from "@/components/ui/search-list";

/** One place to go to. `/api/search?q=…` answers `{ "hits": PaletteHit[] }`, best first. */
export type PaletteHit = SearchHit & { href: string };
