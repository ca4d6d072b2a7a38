import { existsSync, readFileSync } from "node:fs";

/** What a test runner counted. */
export interface Tally {
  passed: number;
  failed: number;
  /** One entry per failure: its name and what was wrong. */
  failures: string[];
}

interface VitestReport {
  success: boolean;
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

interface PlaywrightSuite {
  title: string;
  file: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { status: string; results: { errors?: { message?: string }[] }[] }[] }[];
}

interface PlaywrightReport {
  suites: PlaywrightSuite[];
  errors: { message?: string }[];
  stats: { expected: number };
}

function readReport<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
}

function tally(passed: number, failures: string[]): Tally {
  return { passed, failed: failures.length, failures };
}

/** One failure for a runner that died without a report; its output is the explanation. */
export function crashed(name: string, output: string): Tally {
  return tally(0, [`${name} did not finish:\n${output.trim().split("\n").slice(-60).join("\n")}`]);
}

/** Reads vitest's JSON report; a file that could not be loaded counts as one failure. */
export function readVitest(file: string, output: string): Tally {
  const report = readReport<VitestReport>(file);
  if (!report) return crashed("vitest", output);
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === "failed");
    if (failed.length === 0 && status === "failed") return [`${name}\n${message ?? ""}`];
    return failed.map((result) => `${name} › ${result.fullName}\n${result.failureMessages?.join("\n") ?? ""}`);
  });
  if (failures.length === 0 && !report.success) return tally(report.numPassedTests, crashed("vitest", output).failures);
  return tally(report.numPassedTests, failures);
}

function playwrightFailures(suite: PlaywrightSuite, path: string): string[] {
  const here = [path, suite.title].filter(Boolean).join(" › ");
  const specs = (suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === "unexpected" || test.status === "flaky")
      .map((test) => {
        const messages = test.results.flatMap((result) => (result.errors ?? []).map((error) => error.message ?? ""));
        return `${here} › ${spec.title}\n${messages.join("\n")}`;
      }),
  );
  return [...specs, ...(suite.suites ?? []).flatMap((child) => playwrightFailures(child, here))];
}

/** Reads Playwright's JSON report; a test that passed only on a second try counts as failed. */
export function readPlaywright(file: string, output: string): Tally {
  const report = readReport<PlaywrightReport>(file);
  if (!report) return crashed("Playwright", output);
  const failures = report.suites.flatMap((suite) => playwrightFailures(suite, ""));
  const problems = report.errors.map((error) => error.message ?? "An error without a message.");
  return tally(report.stats.expected, [...problems, ...failures]);
}
