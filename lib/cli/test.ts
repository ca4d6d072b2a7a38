import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { childEnv } from "@/lib/env";
import { requireBrowser } from "./browser";
import { ensureBuild, NEXT } from "./build";
import { type CommandContext, type Outcome, runCommand } from "./command";
import { fail, say, step } from "./progress";
import { crashed, readPlaywright, readVitest, type Tally } from "./reports";
import { type RunOptions, run } from "./run";
import { startTestServer } from "./test-server";

const REPORTS = ".test";
const bin = (...path: string[]) => join("node_modules", ...path);

async function node(script: string, args: string[], options: RunOptions) {
  return run(process.execPath, [script, ...args], options);
}

/** A check without tests of its own counts as one. */
async function check(label: string, script: string, args: string[], options: RunOptions): Promise<Tally> {
  const { code, output } = await step(label, () => node(script, args, options));
  return code === 0
    ? { passed: 1, failed: 0, failures: [] }
    : { passed: 0, failed: 1, failures: [`${label}\n${output}`] };
}

async function checks(options: RunOptions): Promise<Tally[]> {
  const lint = check("Lint", bin("@biomejs", "biome", "bin", "biome"), ["check", "--error-on-warnings", "."], options);
  await node(NEXT, ["typegen"], options);
  return [await lint, await check("Types", bin("typescript", "bin", "tsc"), ["--noEmit", "-p", "."], options)];
}

async function unitAndDatabase(options: RunOptions): Promise<Tally> {
  const file = join(REPORTS, "vitest.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { output } = await step("Unit and database tests", () => node(bin("vitest", "vitest.mjs"), args, options));
  return readVitest(file, output);
}

async function browser(options: RunOptions): Promise<Tally> {
  try {
    const chromium = await requireBrowser(options.signal);
    await ensureBuild(options.signal);
    const file = join(REPORTS, "playwright.json"); // named in playwright.config.ts
    const env = childEnv({ ...options.env, CHROMIUM_PATH: chromium });
    // The condition under which server code may be imported: some tests make people and databases of their own.
    const args = ["--conditions=react-server", bin("@playwright", "test", "cli.js"), "test"];
    const { output } = await step("Browser tests", () => run(process.execPath, args, { ...options, env }));
    return readPlaywright(file, output);
  } catch (error) {
    return crashed("Browser tests", error instanceof Error ? error.message : String(error));
  }
}

/** The last line of every run; standard output holds nothing else. The exit code. */
function conclude(tallies: readonly Tally[]): number {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  const failed = sum((tally) => tally.failed);
  say("");
  process.stdout.write(`${sum((tally) => tally.passed)} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function runTests({ defer, signal }: CommandContext): Outcome {
  const server = await startTestServer();
  defer(() => server.stop());
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS);
  const env = childEnv({
    TEST_DATABASE_URL: server.url,
    DATABASE_URL: undefined,
    NEXT_TELEMETRY_DISABLED: "1",
    NO_COLOR: "1",
  });
  const options = { env, signal };
  // Types before the rest: the build writes type declarations into the folder that tsc reads.
  const tallies = await checks(options);
  tallies.push(...(await Promise.all([unitAndDatabase(options), browser(options)])));
  if (signal.aborted) return undefined;
  for (const failure of tallies.flatMap((tally) => tally.failures)) say(`\n✗ ${stripVTControlCharacters(failure)}`);
  return conclude(tallies);
}

// npm test
await runCommand(async (context) => {
  try {
    return await runTests(context);
  } catch (error) {
    if (context.signal.aborted) return undefined;
    fail(error);
    return conclude([{ passed: 0, failed: 1, failures: [] }]);
  }
});
