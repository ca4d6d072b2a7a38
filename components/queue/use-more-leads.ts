import { type Dispatch, useCallback, useEffect, useRef, useState } from "react";
import type { DeskEvent, DeskState } from "@/lib/view/desk";
import type { QueueItem, QueueLead } from "@/lib/view/queue";

/** So many leads ahead are known before they are needed, and so many are asked for at once. */
const AHEAD = 8;
const AT_ONCE = 20;

/** Ids without details: those of the next leads first, then what follows them. Empty while enough is known. */
function missing({ items, leads, current }: DeskState): string[] {
  const from = Math.max(
    0,
    items.findIndex(({ id }) => id === current),
  );
  const isUnknown = ({ id }: QueueItem) => !(id in leads);
  if (!items.slice(from, from + AHEAD).some(isUnknown)) return [];
  const ahead = [...items.slice(from), ...items.slice(0, from)].filter(isUnknown);
  return ahead.slice(0, AT_ONCE).map(({ id }) => id);
}

/** Fetches the details of the leads that come next, one request at a time, so that the next lead is there at once. */
export function useMoreLeads(state: DeskState, dispatch: Dispatch<DeskEvent>): { failed: boolean; retry: () => void } {
  const [failed, setFailed] = useState(false);
  const busy = useRef(false);
  const wanted = missing(state).join(",");
  useEffect(() => {
    if (wanted === "" || failed || busy.current) return;
    busy.current = true;
    const asked = wanted.split(",");
    fetchLeads(asked)
      .then(
        (found) => dispatch({ type: "load", asked, ...found }),
        () => setFailed(true),
      )
      .finally(() => {
        busy.current = false;
      });
  }, [wanted, failed, dispatch]);
  const retry = useCallback(() => setFailed(false), []);
  return { failed, retry };
}

/** Lines and details of leads by their ids; those that are not this person's to decide any more are left out. */
export async function fetchLeads(ids: readonly string[]): Promise<{ items: QueueItem[]; leads: QueueLead[] }> {
  const response = await fetch(`/api/queue?ids=${ids.join(",")}`);
  if (!response.ok) throw new Error(`queue answered ${response.status}`);
  return response.json();
}
