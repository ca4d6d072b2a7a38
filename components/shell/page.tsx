import type { ReactNode } from "react";

/** The measure of a page: 1,120 px of text and tables with air around it. Pages that fill the screen (the queue) do without. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="max-w-measure px-4 pt-4 pb-20 md:px-10 md:pt-6 print:max-w-none print:p-0">{children}</div>;
}
