import type { ImportProgress } from "@/lib/services/imports";

const WIDTH = 24;
const EVERY_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

export interface ProgressBar {
  show(progress: ImportProgress): void;
  /** Removes it, so that a line can be printed; the next `show` draws it again. */
  clear(): void;
}

/** One line of a bar, with share of the file, rows and rows per second. */
export function barText({ bytes, totalBytes, rows }: ImportProgress, seconds: number): string {
  const share = totalBytes === 0 ? 1 : Math.min(1, bytes / totalBytes);
  const filled = Math.round(share * WIDTH);
  const rate = seconds > 0 ? Math.round(rows / seconds) : 0;
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}] ${percent} %  ${rows.toLocaleString("en")} rows, ${rate.toLocaleString("en")}/s`;
}

/** A progress bar on standard error; silent where that is no terminal. */
export function progressBar(): ProgressBar {
  if (!process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  const start = performance.now();
  let drawn = 0;
  return {
    show(progress) {
      const now = performance.now();
      if (drawn > 0 && now - drawn < EVERY_MS && progress.bytes < progress.totalBytes) return;
      drawn = now;
      process.stderr.write(CLEAR_LINE + barText(progress, (now - start) / 1_000));
    },
    clear() {
      if (drawn > 0) process.stderr.write(CLEAR_LINE);
      drawn = 0;
    },
  };
}
