"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { isTyping } from "@/components/ui/typing";
import type { PaletteHit } from "./palette-hit";

const CommandPalette = lazy(() => import("./command-palette").then((module) => ({ default: module.CommandPalette })));

/** The button and the key (Ctrl or Cmd with K) that open the command palette; its code is fetched on first use. */
export function PaletteLauncher({ pages }: { pages: PaletteHit[] }) {
  const [open, setOpen] = useState(false);
  const [used, setUsed] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      if (isTyping(event.target) || document.querySelector("dialog:modal")) return;
      event.preventDefault();
      setUsed(true);
      setOpen(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="inline-flex min-h-6 items-center gap-1.5 text-xs hover:text-ink touch:min-h-11"
        onClick={() => {
          setUsed(true);
          setOpen(true);
        }}
      >
        Find{" "}
        <span className="pointer-coarse:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {used && (
        <Suspense>
          <CommandPalette open={open} onClose={() => setOpen(false)} pages={pages} />
        </Suspense>
      )}
    </>
  );
}
