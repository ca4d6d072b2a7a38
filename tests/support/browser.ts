import type { LaunchOptions } from "@playwright/test";
import { isRoot } from "@/lib/cli/binaries";
import { findBrowser } from "@/lib/cli/browser";

/** No calls home, no first-run pages; as root Chromium has no sandbox to work in. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** How the tests start their Chromium (lib/cli/browser.ts says which). */
export async function launchOptions(): Promise<LaunchOptions> {
  const executablePath = await findBrowser();
  return { executablePath, args: [...QUIET, ...(isRoot() ? ["--no-sandbox"] : [])] };
}
