import { useEffect, useLayoutEffect, useRef } from "react";
import { keepPreference, readPreference } from "./preference";
import { isTyping } from "./typing";

/** What a key does. */
export type Shortcut = {
  run: () => void;
  /** Lets a held key act again and again (moving through a list); acts that change something never repeat. */
  repeat?: boolean;
};

/** By `KeyboardEvent.key`: letters in lower case, digits, "?". */
export type ShortcutMap = Record<string, Shortcut>;

export const KEYS_COOKIE = "accord-keys";

/** Single-key shortcuts are on unless this reader turned them off (WCAG 2.1.4). */
export function shortcutsOn(): boolean {
  return readPreference(KEYS_COOKIE) !== "off";
}

/** Turns single-key shortcuts on or off for this reader, on every page. */
export function setShortcutsOn(on: boolean): Promise<void> {
  return keepPreference(KEYS_COOKIE, on ? "on" : "off");
}

/**
 * Single-key shortcuts of a page. They are silent while the reader types, with Ctrl, Alt or Cmd held, while a modal
 * dialog is open, and when turned off. Shift counts only for signs and digits, which some keyboards need it for.
 */
export function useShortcuts(map: ShortcutMap, { enabled = true }: { enabled?: boolean } = {}): void {
  const latest = useRef(map);
  // With the drawing itself: a key pressed before a later effect ran would act on what was shown before.
  useLayoutEffect(() => {
    latest.current = map;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      const shortcut = latest.current[event.key.toLowerCase()];
      if (!shortcut || !isPlain(event) || (event.repeat && !shortcut.repeat)) return;
      if (isTyping(event.target) || document.querySelector("dialog:modal") || !shortcutsOn()) return;
      event.preventDefault();
      shortcut.run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [enabled]);
}

function isPlain(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false;
  return !(event.shiftKey && /^[a-z]$/i.test(event.key));
}
