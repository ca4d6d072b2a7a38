import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NEXT } from "@/lib/cli/build";
import { CliError } from "@/lib/cli/progress";
import { run } from "@/lib/cli/run";
import { childEnv } from "@/lib/env";

/** What the app is built from, and what its command line reads. */
const SOURCES = ["app", "components", "lib", "prisma", "public"];
const FILES = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "postcss.config.mjs",
  "proxy.ts",
  "next.config.ts",
];

/** Pages and an action that exist in the copy alone: what the app's own are measured against. */
const YARDSTICKS: Record<string, string> = {
  "app/(app)/empty/page.tsx": `
    import { requireActor } from "@/lib/auth/gate";
    export default async function Empty() {
      await requireActor("metrics.read");
      return <p>Empty</p>;
    }`,
  "lib/actions/empty.ts": `
    "use server";
    import { action } from "./action";
    export const nothing = action("leads.decide", () => null, async () => null);`,
  "components/queue/yardstick.tsx": `
    "use client";
    import { decide } from "@/lib/actions/decisions";
    import { nothing } from "@/lib/actions/empty";
    export function Yardstick() {
      const send = () => Promise.all([decide(null, new FormData()), nothing(null, new FormData())]);
      return <button type="button" onClick={() => void send()}>Send</button>;
    }`,
  "app/(app)/actions/page.tsx": `
    import { Yardstick } from "@/components/queue/yardstick";
    import { requireActor } from "@/lib/auth/gate";
    export default async function Actions() {
      await requireActor("queue.work");
      return <Yardstick />;
    }`,
};

/** Next of the copy: types are checked by npm test. */
const CONFIG = `
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import own from "./next.own";
export default { ...own, typescript: { ignoreBuildErrors: true }, turbopack: { root: dirname(fileURLToPath(import.meta.url)) } };
`;

/** Hard links, because Turbopack refuses packages that a symbolic link leads to. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
    else link(source, target);
  }
}

function link(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    cpSync(source, target);
  }
}

/**
 * Copies the tree to `dir`, adds the yardsticks and builds it there, so that the build of the tree itself
 * stays as it is. Throws CliError with the output of a failing build.
 */
export async function buildCopy(dir: string, signal: AbortSignal): Promise<void> {
  for (const name of SOURCES) cpSync(name, join(dir, name), { recursive: true });
  for (const name of FILES) cpSync(name, join(dir, name));
  cpSync("next.config.ts", join(dir, "next.own.ts"));
  writeFileSync(join(dir, "next.config.ts"), CONFIG);
  for (const [name, text] of Object.entries(YARDSTICKS)) {
    mkdirSync(join(dir, name, ".."), { recursive: true });
    writeFileSync(join(dir, name), text.trim());
  }
  linkTree("node_modules", join(dir, "node_modules"));
  const env = childEnv({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ACCORD_DEMO: undefined });
  const { code, output } = await run(process.execPath, [NEXT, "build"], { cwd: dir, env, signal });
  if (code !== 0 && !signal.aborted) throw new CliError(`The copy in ${dir} could not be built:\n${output}`);
}

/** The number under which a build answers a server action. */
export function actionId(dir: string, name: string): string {
  const file = join(dir, ".next", "server", "server-reference-manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { node: Record<string, { exportedName?: string }> };
  const found = Object.entries(manifest.node).find(([, entry]) => entry.exportedName === name);
  if (!found) throw new CliError(`The build knows no action ${name}.`);
  return found[0];
}
