"use client";

import { useEffect, useRef } from "react";

type Props = {
  /** Forces the state from outside, e.g. after a save that failed; without it the guard watches its form. */
  when?: boolean;
};

const QUESTION = "What you typed here is not saved. Leave this page?";

/**
 * Put inside a `<form>`: once something was typed, leaving the page by a link, the back button, a reload or closing
 * the tab asks first. Submitting or resetting the form clears it.
 */
export function UnsavedGuard({ when }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  const typed = useRef(false);

  useEffect(() => {
    const form = anchor.current?.closest("form");
    const dirty = () => {
      typed.current = true;
    };
    const clean = () => {
      typed.current = false;
    };
    form?.addEventListener("input", dirty);
    form?.addEventListener("submit", clean);
    form?.addEventListener("reset", clean);
    return () => {
      form?.removeEventListener("input", dirty);
      form?.removeEventListener("submit", clean);
      form?.removeEventListener("reset", clean);
    };
  }, []);

  useEffect(() => {
    const unsaved = () => when ?? typed.current;
    const stopUnload = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault();
    };
    // Capture phase on window: before the router's own click handler, which respects a prevented event.
    const stopLink = (event: MouseEvent) => {
      if (unsaved() && leavesPage(event) && !window.confirm(QUESTION)) event.preventDefault();
    };
    const stopBack = (event: NavigateEvent) => {
      const back = event.navigationType === "traverse" && event.cancelable;
      if (back && unsaved() && !window.confirm(QUESTION)) event.preventDefault();
    };
    const navigation = "navigation" in window ? window.navigation : null;
    window.addEventListener("beforeunload", stopUnload);
    window.addEventListener("click", stopLink, true);
    navigation?.addEventListener("navigate", stopBack);
    return () => {
      window.removeEventListener("beforeunload", stopUnload);
      window.removeEventListener("click", stopLink, true);
      navigation?.removeEventListener("navigate", stopBack);
    };
  }, [when]);

  return <span ref={anchor} hidden />;
}

/** A plain press on a link to another page of this site, in this tab. Other sites are covered by the unload question. */
function leavesPage(event: MouseEvent): boolean {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return false;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (
    !link ||
    link.origin !== location.origin ||
    (link.target && link.target !== "_self") ||
    link.hasAttribute("download")
  )
    return false;
  return link.pathname !== location.pathname || link.search !== location.search;
}
