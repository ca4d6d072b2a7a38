import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { childEnv, env } from "@/lib/env";
import { isRoot } from "./binaries";
import { CliError, step } from "./progress";
import { run } from "./run";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const CURE =
  "Install Chromium (Debian: apt-get install chromium; elsewhere: npx playwright install chromium) or set CHROMIUM_PATH.";

function installed(): string | undefined {
  const folders = (childEnv({}).PATH ?? "").split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...MAC].find((file) =>
    existsSync(file),
  );
}

async function downloaded(): Promise<string | undefined> {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

/**
 * The browser for tests: CHROMIUM_PATH, else one installed on the system, else the one Playwright
 * downloaded; undefined if there is none. Throws CliError if CHROMIUM_PATH names no file.
 */
export async function findBrowser(): Promise<string | undefined> {
  const configured = env().CHROMIUM_PATH;
  if (!configured) return installed() ?? (await downloaded());
  if (existsSync(configured)) return configured;
  throw new CliError(`CHROMIUM_PATH names ${configured}, which is not there.`, CURE);
}

/** As `findBrowser`, but gets one if there is none: Playwright's download first, then apt-get. Throws CliError. */
export async function requireBrowser(signal?: AbortSignal): Promise<string> {
  const found = await findBrowser();
  if (found) return found;
  const cli = join("node_modules", "playwright", "cli.js");
  const download = childEnv({
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: undefined,
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000",
  });
  const first = await step("Downloading Chromium", () =>
    run(process.execPath, [cli, "install", "chromium"], { env: download, signal }),
  );
  const fetched = await findBrowser();
  if (fetched) return fetched;
  if (!isRoot()) throw new CliError(`There is no Chromium, and its download failed:\n${first.output}`, CURE);
  const quiet = childEnv({ DEBIAN_FRONTEND: "noninteractive" });
  const second = await step("Installing Chromium with apt-get", async () => {
    await run("apt-get", ["update"], { env: quiet, signal });
    return run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env: quiet, signal });
  });
  const packaged = await findBrowser();
  if (packaged) return packaged;
  throw new CliError(`There is no Chromium, and installing one failed:\n${first.output}${second.output}`, CURE);
}
