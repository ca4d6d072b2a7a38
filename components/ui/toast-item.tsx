import { useEffect, useRef } from "react";
import { Kbd } from "./kbd";
import type { Toast } from "./toast";
import { useHeld } from "./use-held";

const SHOWN_MS = 10_000;

type Props = { toast: Toast; onDismiss: (id: number) => void };

/** One message. Its time runs only while neither pointer nor focus is on it. */
export function ToastItem({ toast, onDismiss }: Props) {
  const { id, message, kind = "done", undo } = toast;
  const box = useRef<HTMLDivElement>(null);
  const held = useHeld(box);

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onDismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, id, onDismiss]);

  const leave = () => {
    // Focus must not fall to the top of the page when its button goes.
    if (box.current?.contains(document.activeElement)) document.getElementById("content")?.focus();
    onDismiss(id);
  };
  return (
    <div
      ref={box}
      className="pointer-events-auto flex max-w-full flex-wrap items-center gap-x-4 gap-y-1 rounded-lg bg-ink px-4 py-2 text-paper text-s"
    >
      <span role={kind === "error" ? "alert" : undefined}>
        {kind === "error" && <span aria-hidden="true">▲ </span>}
        {message}
      </span>
      {undo && (
        <button
          type="button"
          className="inline-flex min-h-6 items-center gap-2 font-semibold underline underline-offset-2 outline-paper touch:min-h-11"
          onClick={() => {
            undo.run();
            leave();
          }}
        >
          {undo.label ?? "Undo"}
          {undo.keyHint && <Kbd inherit>{undo.keyHint}</Kbd>}
        </button>
      )}
      <button
        type="button"
        aria-label="Dismiss"
        className="min-h-6 min-w-6 outline-paper touch:min-h-11 touch:min-w-11"
        onClick={leave}
      >
        ×
      </button>
    </div>
  );
}
