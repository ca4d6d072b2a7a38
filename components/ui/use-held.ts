import { type RefObject, useEffect, useState } from "react";

/** Whether pointer or focus is on an element or inside it. */
export function useHeld(ref: RefObject<HTMLElement | null>): boolean {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener("pointerenter", () => setHovered(true), { signal });
    element.addEventListener("pointerleave", () => setHovered(false), { signal });
    element.addEventListener("focusin", () => setFocused(true), { signal });
    element.addEventListener(
      "focusout",
      ({ relatedTarget }) => setFocused(element.contains(relatedTarget as Node | null)),
      {
        signal,
      },
    );
    return () => listening.abort();
  }, [ref]);
  return hovered || focused;
}
