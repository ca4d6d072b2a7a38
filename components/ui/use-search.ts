import { useEffect, useState } from "react";

/** Asks the server for what matches; throws when it does not answer. */
export type Search<Hit> = (query: string, signal: AbortSignal) => Promise<Hit[]>;

export type Found<Hit> = { status: "idle" | "busy" | "done" | "failed"; hits: Hit[] };

const QUIET_MS = 300;
const SHORTEST = 2;

/**
 * Searches once the typing has paused for 300 ms. Hits always belong to the present query: an answer to an older one
 * is dropped. `search` must be stable (module scope or `useCallback`).
 */
export function useSearch<Hit>(query: string, search: Search<Hit>): Found<Hit> {
  const [found, setFound] = useState<Found<Hit> & { query: string }>({ query: "", status: "idle", hits: [] });
  const wanted = query.trim();
  useEffect(() => {
    if (wanted.length < SHORTEST) return;
    const abort = new AbortController();
    const settle = (status: "done" | "failed", hits: Hit[]) => {
      if (!abort.signal.aborted) setFound({ query: wanted, status, hits });
    };
    const timer = setTimeout(() => {
      search(wanted, abort.signal).then(
        (hits) => settle("done", hits),
        () => settle("failed", []),
      );
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted, search]);
  if (wanted.length < SHORTEST) return { status: "idle", hits: [] };
  return found.query === wanted ? found : { status: "busy", hits: [] };
}
