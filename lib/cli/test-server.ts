import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "@/lib/env";
import { createCluster, describeCluster, serverUrl, startCluster, stopCluster } from "./cluster";

export interface TestServer {
  /** The address of a user who may create databases; the database it names is not used. */
  url: string;
  stop(): Promise<void>;
}

/** Nothing here outlives a run, so nothing needs to reach the disk. */
const SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];

/** A killed test run cannot tidy up; this small process outlives it, stops the server and removes its files. */
const UNDERTAKER = `
  while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done
  [ -f "$2/pg/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$2/pg/postmaster.pid")" && sleep 1
  rm -rf "$2"`;

/** A Postgres for tests: TEST_DATABASE_URL, else an embedded one in a temporary folder. Never the dev database. */
export async function startTestServer(): Promise<TestServer> {
  const given = env().TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const home = mkdtempSync(join(tmpdir(), "accord-test-"));
  chmodSync(home, 0o755);
  const cluster = describeCluster(join(home, "pg"), "accord-test", SETTINGS);
  await createCluster(cluster);
  const { port } = await startCluster(cluster);
  const watch = ["-c", UNDERTAKER, "undertaker", String(process.pid), home];
  if (process.platform !== "win32") spawn("/bin/sh", watch, { cwd: "/", detached: true, stdio: "ignore" }).unref();
  const stop = async () => {
    await stopCluster(cluster);
    rmSync(home, { recursive: true, force: true });
  };
  return { url: serverUrl(cluster, port), stop };
}
