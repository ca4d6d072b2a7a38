import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Binaries, type Identity, isRoot, postgresBinaries, postgresIdentity } from "./binaries";
import { withClient } from "./client";
import { isAlive, processCommand } from "./processes";
import { CliError } from "./progress";
import { run } from "./run";

/** One data directory and what is needed to run a server on it. */
export interface Cluster {
  dir: string;
  password: string;
  identity: Identity;
  binaries: Binaries;
  /** Server settings beyond the ones below, as `name=value` without spaces. */
  settings: readonly string[];
}

export interface RunningServer {
  pid: number;
  port: number;
}

const USER = "accord";
const DATABASE = "accord";
const MAJOR = "18";

/** Loopback only, no sockets in /tmp; just-in-time compilation costs more than our short queries take. */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "timezone=UTC",
  "jit=off",
  "shared_buffers=256MB",
  "work_mem=16MB",
  "maintenance_work_mem=128MB",
  "max_wal_size=4GB",
];

/** Finds the programs and the user for a cluster in `dir`. Throws CliError. */
export function describeCluster(dir: string, password: string, settings: readonly string[] = []): Cluster {
  const identity = postgresIdentity();
  return { dir, password, identity, binaries: postgresBinaries(identity), settings };
}

/** The owner's address of a database on a running server. */
export function serverUrl(cluster: Cluster, port: number, database = DATABASE): string {
  return `postgres://${USER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** The server on this directory, if one runs. A pid file that a crash left behind is seen through. */
export function runningServer(dir: string): RunningServer | undefined {
  const file = join(dir, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(pid > 0 && port > 0) || !isAlive(pid)) return undefined;
  // After a reboot the number may belong to somebody else.
  return /postgres/.test(processCommand(pid)) ? { pid, port } : undefined;
}

/** A port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Makes the data directory unless it is there; a run that was killed half-way leaves nothing that counts. */
export async function createCluster(cluster: Cluster): Promise<void> {
  const version = join(cluster.dir, "PG_VERSION");
  if (existsSync(version)) {
    const major = readFileSync(version, "utf8").trim();
    if (major === MAJOR) return;
    throw new CliError(
      `The data in ${cluster.dir} belong to PostgreSQL ${major}; this copy brings ${MAJOR}.`,
      `Move that folder away to start empty, or run a PostgreSQL ${major} on it and set DATABASE_URL.`,
    );
  }
  const fresh = `${cluster.dir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  const secrets = mkdtempSync(join(tmpdir(), "accord-"));
  const passwordFile = join(secrets, "password");
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  const { uid, gid } = cluster.identity;
  if (uid !== undefined && gid !== undefined) {
    for (const path of [fresh, secrets, passwordFile]) chownSync(path, uid, gid);
  }
  try {
    // Builtin C.UTF-8: the order of code points, the same on every machine, with Unicode upper and lower case.
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const access = [`--username=${USER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    const result = await asServer(cluster, cluster.binaries.initdb, [`--pgdata=${fresh}`, ...locale, ...access]);
    if (result.code !== 0) throw new CliError(`The database could not be created in ${fresh}:\n${result.output}`, CURE);
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
  renameSync(fresh, cluster.dir);
}

const CURE = "Set ACCORD_DATA_DIR to a folder on a local disk, or DATABASE_URL to a PostgreSQL 15 or later.";

function asServer(cluster: Cluster, program: string, args: readonly string[]) {
  return run(program, args, { ...cluster.identity, cwd: isRoot() ? "/" : tmpdir() });
}

const logFile = (cluster: Cluster) => join(cluster.dir, "server.log");

function recentLog(cluster: Cluster): string {
  const file = logFile(cluster);
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(-15).join("\n") : "";
}

/** Starts the server (crash recovery included) on `port`, or on a free one. Throws CliError. */
export async function startCluster(cluster: Cluster, port?: number): Promise<RunningServer> {
  const stale = join(cluster.dir, "postmaster.pid");
  let problem = "";
  for (let attempt = 0; attempt < 20; attempt++) {
    if (!runningServer(cluster.dir)) rmSync(stale, { force: true });
    const chosen = port ?? (await freePort());
    const options = [...SETTINGS, ...cluster.settings].map((setting) => `-c ${setting}`).join(" ");
    if (existsSync(logFile(cluster))) renameSync(logFile(cluster), `${logFile(cluster)}.previous`);
    const result = await asServer(cluster, cluster.binaries.pgCtl, [
      ...["start", "-D", cluster.dir, "-l", logFile(cluster), "-w", "-t", "300", "-s"],
      ...["-o", `-p ${chosen} ${options}`],
    ]);
    const server = runningServer(cluster.dir);
    if (result.code === 0 && server) return await ready(cluster, server);
    problem = `${result.output}${recentLog(cluster)}`;
    // The backends of a killed server need a moment to notice; a free port can be taken meanwhile.
    if (!/shared memory block|lock file .* already exists|in use|could not bind/i.test(problem)) break;
    await wait(500);
  }
  throw new CliError(`The embedded Postgres on ${cluster.dir} does not start:\n${problem}`, CURE);
}

async function ready(cluster: Cluster, server: RunningServer): Promise<RunningServer> {
  await withClient(serverUrl(cluster, server.port, "postgres"), async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
  return server;
}

/** Stops the server, ending its sessions. */
export async function stopCluster(cluster: Cluster): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    if (!runningServer(cluster.dir)) return;
    await asServer(cluster, cluster.binaries.pgCtl, ["stop", "-D", cluster.dir, "-m", mode, "-w", "-t", "60", "-s"]);
  }
}
