import { type Dispatch, useEffect, useRef } from "react";
import type { DeskEvent, DeskState } from "@/lib/view/desk";

/** The address of the queue with a lead in it; `filters` as in the address, without "?". */
export function queueHref(filters: string, id: string | null): string {
  const query = new URLSearchParams(filters);
  if (id !== null) query.set("lead", id);
  return query.size > 0 ? `/queue?${query}` : "/queue";
}

/**
 * Keeps the selected lead in the address and follows back and forward. Opening a lead from the list is a step that "back"
 * undoes, which a phone needs; moving from lead to lead is none. Nothing is fetched for it.
 */
export function useAddress(
  { current, isOpen }: Pick<DeskState, "current" | "isOpen">,
  dispatch: Dispatch<DeskEvent>,
  filters: string,
): void {
  const shown = useRef({ isOpen, id: isOpen ? current : null });
  useEffect(() => {
    const id = isOpen ? current : null;
    const before = shown.current;
    if (before.isOpen === isOpen && before.id === id) return;
    shown.current = { isOpen, id };
    const href = queueHref(filters, id);
    if (`${location.pathname}${location.search}` === href) return;
    if (before.isOpen === isOpen) history.replaceState(null, "", href);
    else history.pushState(null, "", href);
  }, [current, isOpen, filters]);
  useEffect(() => {
    const follow = () => {
      if (location.pathname !== "/queue") return;
      const id = new URLSearchParams(location.search).get("lead");
      shown.current = { isOpen: id !== null, id };
      dispatch(id === null ? { type: "close" } : { type: "select", id });
    };
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, [dispatch]);
}
