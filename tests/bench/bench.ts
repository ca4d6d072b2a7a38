import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { step } from "@/lib/cli/progress";
import { fillCompany, type Size } from "./company";
import { buildCopy } from "./copy";
import { type BenchServer, startBenchServer } from "./server";

export interface Bench {
  /** Folder of a built copy of the app; built on first use. */
  app(): Promise<string>;
  /** A filled database, made on first use. Its tables are the caller's to change if no later figure needs them. */
  database(size: "small" | "large"): Promise<string>;
  server(): Promise<BenchServer>;
  /** A folder for files of one run. */
  home: string;
  /** Pairs of measurements behind every ratio. */
  pairs: number;
  /** Rows of the file that is imported. */
  importRows: number;
  large: Size;
}

const SMALL: Size = { cycles: 10_000, touches: 50_000, opportunities: 3_000 };
const LARGE: Size = { cycles: 1_000_000, touches: 5_000_000, opportunities: 300_000 };
/** For `--small`: says whether the benchmarks run, not what quality.md asks. */
const QUICK: Size = { cycles: 50_000, touches: 250_000, opportunities: 15_000 };

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const counted = (count: number): string => count.toLocaleString("en-US");

/** What the benchmarks share. `defer` is told how to take each part down again. */
export function openBench(isQuick: boolean, signal: AbortSignal, defer: (cleanup: () => Promise<void>) => void): Bench {
  const home = mkdtempSync(join(tmpdir(), "accord-bench-"));
  defer(async () => rmSync(home, { recursive: true, force: true }));
  const large = isQuick ? QUICK : LARGE;
  const server = once(async () => {
    const opened = await startBenchServer();
    defer(() => opened.stop());
    return opened;
  });
  const filled = (size: Size) =>
    once(async () => {
      const url = await (await server()).database();
      await step(`Filling a company of ${counted(size.cycles)} cycles`, () => fillCompany(url, size));
      return url;
    });
  const databases = { small: filled(SMALL), large: filled(large) };
  return {
    app: once(async () => {
      const dir = join(home, "app");
      await step("Building a copy of the app", () => buildCopy(dir, signal));
      return dir;
    }),
    database: (size) => databases[size](),
    server,
    home,
    pairs: isQuick ? 3 : 9,
    importRows: isQuick ? 50_000 : 1_000_000,
    large,
  };
}
