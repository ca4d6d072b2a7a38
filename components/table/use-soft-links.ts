import { useRouter } from "next/navigation";
import { type RefObject, useEffect } from "react";

/**
 * Links marked `data-soft` inside an element open without loading the whole page anew. One listener for all figures of a
 * table: a link component in each of its hundred cells costs the server about a millisecond a page.
 */
export function useSoftLinks(element: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  useEffect(() => {
    const frame = element.current;
    if (!frame) return;
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-soft]") : null;
      if (!link || !isPlain(event) || link.origin !== location.origin || link.target) return;
      event.preventDefault();
      router.push(link.href);
    };
    frame.addEventListener("click", follow);
    return () => frame.removeEventListener("click", follow);
  }, [element, router]);
}

/** A click that asks for this tab. */
function isPlain(event: MouseEvent): boolean {
  const isModified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return event.button === 0 && !isModified && !event.defaultPrevented;
}
