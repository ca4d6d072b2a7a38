import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCluster, describeCluster, serverUrl, startCluster, stopCluster } from "@/lib/cli/cluster";
import { env } from "@/lib/env";

export interface TestServer {
  /** An address whose user may create databases; its own database is not used by tests. */
  url: string;
  stop(): Promise<void>;
}

/** Nothing here outlives a run, so nothing needs to reach the disk. */
const SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];

/** The same server, another database. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}

/** A Postgres for tests: TEST_DATABASE_URL, else an embedded one in a temporary folder. Never the dev database. */
export async function startTestServer(): Promise<TestServer> {
  const given = env().TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const home = mkdtempSync(join(tmpdir(), "accord-test-"));
  chmodSync(home, 0o755);
  const cluster = describeCluster(join(home, "pg"), "accord-test", SETTINGS);
  await createCluster(cluster);
  const { port } = await startCluster(cluster);
  const stop = async () => {
    await stopCluster(cluster);
    rmSync(home, { recursive: true, force: true });
  };
  return { url: serverUrl(cluster, port), stop };
}
