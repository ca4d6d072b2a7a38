import type { Viewport } from "next";
import type { ReactNode } from "react";

/** A sheet of paper has one width: a phone shows all of it and lets the reader zoom, as it does with a PDF. */
export const viewport: Viewport = { width: 820 };

/** Pages that are paper: no navigation, nothing of the frame. */
export default function PrintLayout({ children }: { children: ReactNode }) {
  return (
    <main
      id="content"
      className="min-h-screen overflow-x-auto print:min-h-0 bg-sunken px-4 pt-4 pb-16 print:bg-transparent print:p-0"
    >
      {children}
    </main>
  );
}
