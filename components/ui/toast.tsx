"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { ToastItem } from "./toast-item";

export type ToastInput = {
  /** What happened: "Rejected: 4 Bad data. Harbor Freight Analytics." */
  message: ReactNode;
  /** A failure is read out at once and keeps its red sign. */
  kind?: "done" | "error";
  /** Taking it back. `keyHint` only prints the key; the page owns the shortcut. */
  undo?: { label?: string; keyHint?: string; run: () => void };
};

export type Toast = ToastInput & { id: number };

type Toasts = {
  /** Shows a message for 10 seconds (longer while hovered or focused) and returns its id. */
  show: (toast: ToastInput) => number;
  dismiss: (id: number) => void;
};

const ToastContext = createContext<Toasts | null>(null);

/** More than three would cover the page; the oldest gives way. */
const MOST = 3;

/** Holds the live region; put it once round the pages that use `useToast`. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const last = useRef(0);
  const dismiss = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  const show = useCallback((toast: ToastInput) => {
    last.current += 1;
    const id = last.current;
    setToasts((shown) => [...shown, { ...toast, id }].slice(-MOST));
    return id;
  }, []);
  const value = useMemo(() => ({ show, dismiss }), [show, dismiss]);
  return (
    <ToastContext value={value}>
      {children}
      <section
        aria-label="Messages"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-0 bottom-6 z-20 grid justify-items-center gap-2 px-4 print:hidden"
      >
        {toasts.map((toast) => (
          <ToastItem key={toast.id} toast={toast} onDismiss={dismiss} />
        ))}
      </section>
    </ToastContext>
  );
}

/** The page's messages; throws outside a `ToastProvider`. */
export function useToast(): Toasts {
  const toasts = useContext(ToastContext);
  if (!toasts) throw new Error("useToast needs a ToastProvider above it");
  return toasts;
}
