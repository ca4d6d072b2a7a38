/** One line of the table: a figure of quality.md "Speed" beside what it is measured against in the same run. */
export interface Line {
  what: string;
  measured: string;
  against: string;
  /** Measured over against, or the figure itself where quality.md sets an absolute limit. */
  ratio: number;
  mustReach: string;
  isReached: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Compared {
  measured: number;
  against: number;
  /** Median of the ratios of the pairs: what slows the machine for a while slows both of a pair. */
  ratio: number;
}

/** Measures both in turn, `pairs` times, each first in every other pair. The first pair warms up and does not count. */
export async function compare(
  pairs: number,
  measure: () => Promise<number>,
  against: () => Promise<number>,
): Promise<Compared> {
  const found: { measured: number; against: number }[] = [];
  for (let pair = 0; pair <= pairs; pair += 1) {
    const other = pair % 2 === 0 ? await against() : undefined;
    const measured = await measure();
    const result = { measured, against: other ?? (await against()) };
    if (pair > 0) found.push(result);
  }
  return {
    measured: median(found.map((pair) => pair.measured)),
    against: median(found.map((pair) => pair.against)),
    ratio: median(found.map((pair) => pair.measured / pair.against)),
  };
}

/** Seconds that `work` takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

const HEAD = ["", "what", "measured", "against", "ratio", "must reach", "reached"];

/** The table as people read it in a terminal. */
export function table(lines: readonly (Line & { name: string })[]): string {
  const rows = lines.map(({ name, what, measured, against, ratio, mustReach, isReached }) => {
    return [name.toUpperCase(), what, measured, against, ratio.toFixed(2), mustReach, isReached ? "yes" : "NO"];
  });
  const widths = HEAD.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(HEAD), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

export const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
export const inSeconds = (value: number): string => `${value.toFixed(2)} s`;
