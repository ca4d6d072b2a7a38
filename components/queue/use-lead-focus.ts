import { type RefObject, useEffect, useRef, useState } from "react";
import type { QueueItem } from "@/lib/view/queue";

/**
 * When another lead comes up: the page goes to its top, and who listens hears its name. The focus moves to its heading
 * only where it would be lost with the form of the lead before.
 * @returns words for a live region
 */
export function useLeadFocus(
  current: string | null,
  items: readonly QueueItem[],
  panel: RefObject<HTMLElement | null>,
): string {
  const [words, setWords] = useState("");
  const shown = useRef(current);
  useEffect(() => {
    if (shown.current === current) return;
    shown.current = current;
    window.scrollTo({ top: 0, behavior: "instant" });
    const isLost = document.activeElement === document.body || document.activeElement === null;
    const heading = panel.current?.querySelector<HTMLElement>("#lead-heading");
    if (isLost && heading) return heading.focus({ preventScroll: true });
    const index = items.findIndex(({ id }) => id === current);
    const item = items[index];
    setWords(item ? `${item.name}, ${index + 1} of ${items.length}` : "No lead is left to decide.");
  }, [current, items, panel]);
  return words;
}
