import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { withClient } from "@/lib/cli/client";
import { createCluster, describeCluster, serverUrl, startCluster, stopCluster } from "@/lib/cli/cluster";
import { prepareDatabase } from "@/lib/cli/prepare";
import { withDatabaseName } from "@/lib/database-url";

export interface BenchServer {
  /** A migrated database with the default settings; its owner's address. */
  database(): Promise<string>;
  /** A copy of a database that nobody is connected to. */
  copy(url: string): Promise<string>;
  drop(url: string): Promise<void>;
  stop(): Promise<void>;
}

/** An embedded Postgres in a temporary folder with the product's own settings: what is committed is on disk. */
export async function startBenchServer(): Promise<BenchServer> {
  const home = mkdtempSync(join(tmpdir(), "accord-bench-"));
  chmodSync(home, 0o755);
  const cluster = describeCluster(join(home, "pg"), "accord-bench");
  await createCluster(cluster);
  const { port } = await startCluster(cluster);
  const server = serverUrl(cluster, port);
  const owner = (text: string) => withClient(server, (client) => client.query(text));
  const create = async (template: string): Promise<string> => {
    const name = `bench_${randomUUID().replaceAll("-", "")}`;
    await owner(`CREATE DATABASE ${name}${template}`);
    return withDatabaseName(server, name);
  };
  const nameOf = (url: string) => pg.escapeIdentifier(new URL(url).pathname.slice(1));
  return {
    async database() {
      const url = await create("");
      await prepareDatabase(url);
      return url;
    },
    copy: (url) => create(` TEMPLATE ${nameOf(url)}`),
    async drop(url) {
      await owner(`DROP DATABASE ${nameOf(url)} WITH (FORCE)`);
    },
    async stop() {
      await stopCluster(cluster);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
