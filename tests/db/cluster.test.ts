import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withClient } from "@/lib/cli/client";
import {
  type Cluster,
  createCluster,
  describeCluster,
  runningServer,
  serverUrl,
  startCluster,
  stopCluster,
} from "@/lib/cli/cluster";

let home: string;
let cluster: Cluster;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "accord-cluster-"));
  chmodSync(home, 0o755);
  cluster = describeCluster(join(home, "pg"), "secret");
  await createCluster(cluster);
});
afterAll(async () => {
  await stopCluster(cluster);
  rmSync(home, { recursive: true, force: true });
});

const ask = async (port: number, sql: string) =>
  withClient(serverUrl(cluster, port), async (client) => (await client.query(sql)).rows);

test("sorts by code point, in UTF-8 and UTC, whatever this machine prefers", async () => {
  const { port } = await startCluster(cluster);
  expect(
    await ask(
      port,
      "SELECT upper('é'), array_agg(x ORDER BY x) AS sorted FROM (VALUES ('b'), ('B'), ('ä'), ('a')) v(x)",
    ),
  ).toEqual([{ upper: "É", sorted: ["B", "a", "b", "ä"] }]);
  expect(await ask(port, "SHOW server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
  await ask(port, "CREATE TABLE kept AS SELECT 1 AS n");
  await stopCluster(cluster);
  expect(runningServer(cluster.dir)).toBeUndefined();
});

test("survives kill -9 with its data", async () => {
  const first = await startCluster(cluster);
  await ask(first.port, "INSERT INTO kept VALUES (2)");
  process.kill(first.pid, "SIGKILL");
  await expect.poll(() => runningServer(cluster.dir)).toBeUndefined();
  const second = await startCluster(cluster, first.port);
  expect(second.port).toBe(first.port);
  expect(await ask(second.port, "SELECT n FROM kept ORDER BY n")).toEqual([{ n: 1 }, { n: 2 }]);
  await stopCluster(cluster);
});

test("sees through a pid file whose number belongs to another process by now", async () => {
  writeFileSync(join(cluster.dir, "postmaster.pid"), `${process.pid}\n${cluster.dir}\n1\n5432\n\n127.0.0.1\n\nready\n`);
  expect(runningServer(cluster.dir)).toBeUndefined();
  const { port } = await startCluster(cluster);
  expect(await ask(port, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 2 }]);
});

test("refuses the data of another major version", async () => {
  const old = describeCluster(mkdtempSync(join(tmpdir(), "accord-cluster-")), "secret");
  writeFileSync(join(old.dir, "PG_VERSION"), "14\n");
  await expect(createCluster(old)).rejects.toThrow(/belong to PostgreSQL 14/);
  rmSync(old.dir, { recursive: true });
});
