import { createHash, randomBytes } from "node:crypto";
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { env } from "@/lib/env";
import { canReach, type Identity, publicDir } from "./binaries";
import {
  type Cluster,
  createCluster,
  describeCluster,
  runningServer,
  serverUrl,
  startCluster,
  stopCluster,
} from "./cluster";
import { returnLease, takeLease, withLock } from "./leases";
import { CliError, say, step } from "./progress";

/** The database a command works on. */
export interface OpenServer {
  /** The owner's address; the app itself connects as a lesser role (lib/db.ts). */
  url: string;
  embedded: boolean;
  /** False if the embedded server died. */
  isUp(): boolean;
  /** Starts the embedded server again, at the same address, if it died. */
  revive(): Promise<void>;
  /** Gives the server back; the last command that used the embedded one stops it. */
  release(): Promise<void>;
}

/** The folder of everything that this copy keeps (ACCORD_DATA_DIR), made if need be. Throws CliError. */
export function dataDir(): string {
  const dir = resolve(env().ACCORD_DATA_DIR);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    return dir;
  } catch {
    throw new CliError(
      `The folder ${dir} cannot be written by this user.`,
      "Run the command as the user who ran npm start first, or set ACCORD_DATA_DIR to a folder of your own.",
    );
  }
}

/** A random secret kept in the data directory with mode 0600, made on first use. */
export function storedSecret(name: string): string {
  const file = join(dataDir(), name);
  try {
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}

/** Where the data lie: in the data directory if the server's own user can get there, else outside. */
function clusterDir(dir: string, identity: Identity): string {
  const inside = join(dir, "pg");
  if (existsSync(join(inside, "PG_VERSION")) || canReach(identity, dir)) return inside;
  const outside = join(publicDir(), createHash("sha256").update(dir).digest("hex").slice(0, 12));
  mkdirSync(outside, { recursive: true });
  chmodSync(outside, 0o755);
  say(`Postgres' own user cannot enter ${dir}: the data are in ${outside}/pg.`);
  return join(outside, "pg");
}

function embeddedCluster(dir: string): Cluster {
  const cluster = describeCluster(join(dir, "pg"), storedSecret("pg-password"));
  return { ...cluster, dir: clusterDir(dir, cluster.identity) };
}

async function openEmbedded(): Promise<OpenServer> {
  const dir = dataDir();
  const cluster = embeddedCluster(dir);
  const start = async (port?: number) => {
    if (!existsSync(cluster.dir)) await step("Creating the database", () => createCluster(cluster));
    else await createCluster(cluster);
    return runningServer(cluster.dir) ?? (await step("Starting the database", () => startCluster(cluster, port)));
  };
  const lock = join(dir, "pg.lock");
  const server = await withLock(lock, async () => {
    takeLease(dir);
    return start();
  });
  return {
    url: serverUrl(cluster, server.port),
    embedded: true,
    isUp: () => runningServer(cluster.dir) !== undefined,
    revive: () => withLock(lock, async () => void (await start(server.port))),
    release: () =>
      withLock(lock, async () => {
        if (returnLease(dir)) await stopCluster(cluster);
      }),
  };
}

/**
 * The database of this copy: DATABASE_URL if it is set, else the embedded server, which is started unless
 * another command runs it already. Give it back with `release`. Throws CliError.
 */
export async function openServer(): Promise<OpenServer> {
  const url = env().DATABASE_URL;
  if (!url) return openEmbedded();
  return { url, embedded: false, isUp: () => true, revive: async () => {}, release: async () => {} };
}
