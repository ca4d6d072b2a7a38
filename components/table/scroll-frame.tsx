"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useSoftLinks } from "./use-soft-links";

type Props = { label: string; children: ReactNode };

/**
 * A table scrolls inside its own frame, never the page. The frame joins the tab order only while there is something
 * to scroll, so that a keyboard can reach the hidden columns.
 */
export function ScrollFrame({ label, children }: Props) {
  const frame = useRef<HTMLElement>(null);
  const [overflows, setOverflows] = useState(false);
  useSoftLinks(frame);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={frame}
      aria-label={overflows ? label : undefined}
      tabIndex={overflows ? 0 : undefined}
      // relative: words for screen readers stay inside the frame, else they would widen the page
      className="-mx-4 relative overflow-x-auto px-4 focus-visible:-outline-offset-2 md:-mx-1.5 md:px-1.5 print:overflow-visible"
    >
      {children}
    </section>
  );
}
