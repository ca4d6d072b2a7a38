import { defineConfig } from "@playwright/test";
import { env } from "./lib/env";
import { launchOptions } from "./tests/support/browser";

// The server finds its own port and prints it; Playwright hands what the pattern names to the workers.
const READY = /port=(?<accord_test_port>\d+) database=(?<accord_test_database>\S+)/;

/** Its lead is assigned to nobody and stands in every desk meanwhile, so that it waits for all other journeys. */
const ALONE = "contested-lead.spec.ts";

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: ".test/browser",
  reporter: [["list"], ["json", { outputFile: ".test/playwright.json" }]],
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  projects: [
    { name: "journeys", testIgnore: ALONE },
    { name: "alone", testMatch: ALONE, dependencies: ["journeys"] },
  ],
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: `http://localhost:${env().ACCORD_TEST_PORT}`,
    launchOptions: await launchOptions(),
    locale: "en-US",
    timezoneId: "America/New_York",
    screenshot: "only-on-failure",
  },
  webServer: {
    command: "node --conditions=react-server --import tsx tests/support/server.ts",
    wait: { stdout: READY },
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stderr: "pipe",
  },
});
