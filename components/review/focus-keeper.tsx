"use client";

import { type ReactNode, useEffect, useRef } from "react";

type Props = { /** Id of what takes the focus. */ to: string; children: ReactNode };

/** Where a press takes away the button that was pressed, the focus goes to what it was about instead of the top of the page. */
export function FocusKeeper({ to, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    // Not by leaving it: an element that is taken away is left as well, in some browsers.
    const follow = ({ target, type }: Event) => {
      const isInside = target instanceof Element && frame.current?.contains(target);
      if (type === "focusin") last.current = isInside ? target : null;
      else if (!isInside) last.current = null;
    };
    document.addEventListener("focusin", follow);
    document.addEventListener("pointerdown", follow);
    return () => {
      document.removeEventListener("focusin", follow);
      document.removeEventListener("pointerdown", follow);
    };
  }, []);
  useEffect(() => {
    if (!frame.current) return;
    // By what is on the page, not by drawings of this component: the server may draw a part below it alone.
    const observer = new MutationObserver(() => {
      const element = last.current;
      if (element === null || isShown(element)) return;
      last.current = null;
      if (document.activeElement !== document.body && document.activeElement !== element) return;
      const target = document.getElementById(to);
      if (!target) return;
      target.tabIndex = -1;
      target.focus();
    });
    observer.observe(frame.current, { childList: true, subtree: true, attributeFilter: ["hidden"] });
    return () => observer.disconnect();
  }, [to]);
  return <div ref={frame}>{children}</div>;
}

const isShown = (element: Element): boolean => element.isConnected && element.getClientRects().length > 0;
