import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnv } from "@/lib/env";
import { withLock } from "./leases";
import { dataDir } from "./postgres";
import { CliError, step } from "./progress";
import { run } from "./run";

export const NEXT = join("node_modules", "next", "dist", "bin", "next");

/** What a build is made of. lib/cli and the tests are not part of the app. */
const SOURCES = ["app", "components", "lib", "public", "prisma/schema.prisma"];
const FILES = [
  "package-lock.json",
  "tsconfig.json",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
];
const STAMP = join(".next", "accord-build");

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join("lib", "cli")))
    .sort();
}

/** A hash over names and contents: checkouts and copies change dates, not what is built. */
export function hashSources(): string {
  const hash = createHash("sha256").update(process.versions.node);
  const roots = SOURCES.flatMap((path) => (path.includes(".") ? [path] : filesUnder(path)));
  for (const file of [...roots, ...FILES.filter((name) => existsSync(name))]) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function isFresh(hash: string): boolean {
  return existsSync(join(".next", "BUILD_ID")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash;
}

/** Builds the app unless the build in .next is of these very sources. Throws CliError with the output. */
export async function ensureBuild(signal?: AbortSignal): Promise<void> {
  await withLock(join(dataDir(), "build.lock"), () => build(signal), 600_000);
}

async function build(signal?: AbortSignal): Promise<void> {
  const hash = hashSources();
  if (isFresh(hash)) return;
  await step("Building the app", async () => {
    const env = childEnv({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ACCORD_DEMO: undefined });
    const result = await run(process.execPath, [NEXT, "build"], { env, signal });
    if (result.code !== 0 && !signal?.aborted) {
      throw new CliError(
        `The app could not be built:\n${result.output}`,
        "Correct what the lines above name. If the sources are as you got them: delete node_modules and .next, try again.",
      );
    }
  });
  if (signal?.aborted) return;
  mkdirSync(".next", { recursive: true });
  writeFileSync(STAMP, hash);
}
