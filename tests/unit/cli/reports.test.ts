import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPlaywright, readVitest } from "@/lib/cli/reports";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "accord-reports-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function stored(report: unknown): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

const missing = () => join(folder, "missing.json");

describe("readVitest", () => {
  const passing = { name: "a.test.ts", status: "passed", assertionResults: [{ fullName: "one", status: "passed" }] };

  test("counts passed and failed tests", () => {
    const failing = {
      name: "b.test.ts",
      status: "failed",
      assertionResults: [{ fullName: "two", status: "failed", failureMessages: ["expected 1"] }],
    };
    const file = stored({ success: false, numPassedTests: 1, testResults: [passing, failing] });
    expect(readVitest(file, "")).toEqual({ passed: 1, failed: 1, failures: ["b.test.ts › two\nexpected 1"] });
  });

  test("counts a file that could not be loaded as a failure", () => {
    const broken = { name: "c.test.ts", status: "failed", message: "SyntaxError", assertionResults: [] };
    const file = stored({ success: false, numPassedTests: 1, testResults: [passing, broken] });
    expect(readVitest(file, "")).toMatchObject({ passed: 1, failed: 1 });
  });

  test("counts an error outside the tests as a failure", () => {
    const file = stored({ success: false, numPassedTests: 1, testResults: [passing] });
    expect(readVitest(file, "Unhandled rejection")).toMatchObject({ passed: 1, failed: 1 });
  });

  test("counts a runner that died as a failure and shows what it said", () => {
    const tally = readVitest(missing(), "out of memory");
    expect(tally).toMatchObject({ passed: 0, failed: 1 });
    expect(tally.failures[0]).toContain("out of memory");
  });
});

describe("readPlaywright", () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    tests: [{ status, results: [{ errors: message ? [{ message }] : [] }] }],
  });

  test("counts passed, failed and flaky tests of nested suites", () => {
    const inner = {
      title: "queue",
      file: "a.spec.ts",
      specs: [spec("two", "unexpected", "no row"), spec("three", "flaky")],
    };
    const suite = { title: "a.spec.ts", file: "a.spec.ts", specs: [spec("one", "expected")], suites: [inner] };
    const file = stored({ suites: [suite], errors: [], stats: { expected: 1 } });
    expect(readPlaywright(file, "")).toEqual({
      passed: 1,
      failed: 2,
      failures: ["a.spec.ts › queue › two\nno row", "a.spec.ts › queue › three\n"],
    });
  });

  test("counts a server that did not start as a failure", () => {
    const file = stored({ suites: [], errors: [{ message: "web server" }], stats: { expected: 0 } });
    expect(readPlaywright(file, "")).toEqual({ passed: 0, failed: 1, failures: ["web server"] });
  });

  test("counts a runner that died as a failure", () => {
    expect(readPlaywright(missing(), "killed")).toMatchObject({ passed: 0, failed: 1 });
  });
});
