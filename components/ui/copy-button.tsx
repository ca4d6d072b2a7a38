"use client";

import { useEffect, useState } from "react";
import { Button } from "./button";

type Props = {
  /** The text that goes to the clipboard. */
  text: string;
  /** What is copied, for the button's name: "Copy lead id". */
  label?: string;
};

/** Copies a text and says so, or says that the browser refused. */
export function CopyButton({ text, label = "Copy" }: Props) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  return (
    <Button variant="quiet" size="s" onClick={copy}>
      <span aria-live="polite">
        {{ idle: label, copied: "Copied", refused: "Not allowed: select and copy" }[state]}
      </span>
    </Button>
  );
}
