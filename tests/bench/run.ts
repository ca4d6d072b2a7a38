import { runCommand } from "@/lib/cli/command";
import { CliError } from "@/lib/cli/progress";
import { type Bench, openBench } from "./bench";
import { type Line, table } from "./measure";
import { monday } from "./p1-monday";
import { growth } from "./p2-growth";
import { decision } from "./p3-decision";
import { fileImport } from "./p4-import";
import { influence } from "./p5-influence";
import { bytes } from "./p6-bytes";

/** By their numbers in quality.md, "Speed". P4 first: its process has the machine to itself, nothing is cached yet. */
const BENCHMARKS: Record<string, (bench: Bench) => Promise<Line[]>> = {
  p4: fileImport,
  p6: bytes,
  p1: monday,
  p3: decision,
  p5: influence,
  p2: growth,
};

function chosen(args: readonly string[]): string[] {
  const names = args.filter((arg) => arg !== "--small").map((arg) => arg.toLowerCase());
  const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
  if (unknown.length > 0) {
    const known = Object.keys(BENCHMARKS).sort().join(", ");
    throw new CliError(
      `There is no benchmark ${unknown.join(", ")}.`,
      `Choose of ${known}, or name none for all; --small is a quick run.`,
    );
  }
  return Object.keys(BENCHMARKS).filter((name) => names.length === 0 || names.includes(name));
}

// npm run bench: one table on standard output; what is going on goes to standard error.
await runCommand(async ({ args, signal, defer }) => {
  const names = chosen(args);
  const bench = openBench(args.includes("--small"), signal, defer);
  const lines: (Line & { name: string })[] = [];
  for (const name of names) {
    for (const line of (await BENCHMARKS[name]?.(bench)) ?? []) lines.push({ name, ...line });
  }
  lines.sort((a, b) => a.name.localeCompare(b.name));
  process.stdout.write(`${table(lines)}\n`);
  return lines.every((line) => line.isReached) ? 0 : 1;
});
