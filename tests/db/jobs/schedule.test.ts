import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { withClient } from "@/lib/cli/client";
import { createCluster, describeCluster, runningServer, serverUrl, startCluster, stopCluster } from "@/lib/cli/cluster";
import { JOBS, type Job } from "@/lib/jobs/kinds";
import { startJobs } from "@/lib/jobs/schedule";
import { emptyDatabase } from "@/tests/support/database";

const PATIENCE = { timeout: 25_000, interval: 50 };
const stops: (() => Promise<void>)[] = [];

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0)) await stop();
}

afterEach(async () => {
  vi.restoreAllMocks();
  await stopAll();
});

const job = (name: string, run: Job["run"]): Job => ({ name, cron: "0 0 1 1 *", run });

/** Joins the scheduled work with jobs of the test's own; nothing of the company is needed. */
async function joined(url: string, ...jobs: Job[]): Promise<void> {
  stops.push(await startJobs(url, { jobs, maintenanceSeconds: 1 }));
}

async function database(): Promise<string> {
  const { url, drop } = await emptyDatabase();
  onTestFinished(drop);
  return url;
}

const ask = async (url: string, sql: string) => withClient(url, async (client) => (await client.query(sql)).rows);
const statesOf = (url: string, name: string) =>
  ask(url, `SELECT state::text, retry_count AS retries FROM pgboss.job WHERE name = '${name}' ORDER BY created_on`);

describe("the table of jobs", () => {
  it("names every kind of work once", () => {
    expect(JOBS.map(({ name }) => name)).toEqual([...new Set(JOBS.map(({ name }) => name))]);
    expect(JOBS.map(({ name }) => name)).toEqual(expect.arrayContaining(["monday", "agreement", "expiry"]));
  });

  it("is what stands in pg-boss, in a schema of the owner into which the app cannot see", async () => {
    const url = await database();
    const nothing = JOBS.map(({ name, cron }) => ({ name, cron, run: async () => undefined }));
    await joined(url, ...nothing);
    const rows = await ask(url, "SELECT name, cron FROM pgboss.schedule ORDER BY name");
    expect(rows).toEqual(JOBS.map(({ name, cron }) => ({ name, cron })).sort((a, b) => (a.name < b.name ? -1 : 1)));
    const app = ask(url, "SET ROLE accord_app; SELECT count(*) FROM pgboss.job");
    await expect(app).rejects.toThrow("permission denied for schema pgboss");
  });
});

describe("a job", () => {
  it("runs at the start, and in one of two that share the work at a time", async () => {
    const url = await database();
    let [running, most, runs] = [0, 0, 0];
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = job("slow", async () => {
      running += 1;
      runs += 1;
      most = Math.max(most, running);
      await held;
      running -= 1;
    });
    await Promise.all([joined(url, slow), joined(url, slow)]);
    await expect.poll(() => runs, PATIENCE).toBe(1);
    // The other one asks for work again and again and gets none while this one runs.
    await ask(url, "INSERT INTO pgboss.job (name, policy) VALUES ('slow', 'stately') ON CONFLICT DO NOTHING");
    const polls = () => ask(url, "SELECT state::text FROM pgboss.job WHERE name = 'slow' ORDER BY 1");
    await expect.poll(polls, PATIENCE).toEqual([{ state: "active" }, { state: "created" }]);
    release();
    await expect.poll(() => runs, PATIENCE).toBe(2);
    expect(most).toBe(1);
  });

  it("that fails is logged and tried again later, and the others go on", async () => {
    const url = await database();
    const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    let [tries, others] = [0, 0];
    const failing = job("failing", async () => {
      tries += 1;
      if (tries === 1) throw new Error("no such luck");
    });
    await joined(
      url,
      failing,
      job("other", async () => {
        others += 1;
      }),
    );
    await expect.poll(() => statesOf(url, "failing"), PATIENCE).toEqual([{ state: "retry", retries: 0 }]);
    await expect.poll(() => others, PATIENCE).toBe(1);
    const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)));
    expect(lines).toEqual([
      expect.objectContaining({
        what: "job failed",
        job: "failing",
        error: expect.objectContaining({ message: "no such luck" }),
      }),
    ]);
    // Not at once: a quarter of a minute at least. It passes.
    const rows = await ask(
      url,
      "SELECT start_after - now() > interval '10 s' AS later, output FROM pgboss.job WHERE name = 'failing'",
    );
    expect(rows).toEqual([
      { later: true, output: expect.objectContaining({ message: "The log of the process says why." }) },
    ]);
    await ask(url, "UPDATE pgboss.job SET start_after = now() - interval '1 s' WHERE name = 'failing'");
    await expect.poll(() => statesOf(url, "failing"), PATIENCE).toEqual([{ state: "completed", retries: 1 }]);
  });

  it("that hangs holds up no stop for long, and is given back", async () => {
    const url = await database();
    let runs = 0;
    const hanging = job("hanging", () => {
      runs += 1;
      return new Promise(() => {});
    });
    await joined(url, hanging);
    await expect.poll(() => runs, PATIENCE).toBe(1);
    const since = performance.now();
    await stopAll();
    expect(performance.now() - since).toBeLessThan(15_000);
    expect(await statesOf(url, "hanging")).toEqual([{ state: "retry", retries: 0 }]);
  });
});

it("goes on after Postgres was killed and started again", async () => {
  const home = mkdtempSync(join(tmpdir(), "accord-jobs-"));
  chmodSync(home, 0o755);
  const cluster = describeCluster(join(home, "pg"), "secret");
  onTestFinished(async () => {
    await stopAll();
    await stopCluster(cluster);
    rmSync(home, { recursive: true, force: true });
  });
  await createCluster(cluster);
  const { pid, port } = await startCluster(cluster);
  const url = serverUrl(cluster, port);
  let runs = 0;
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The server dies while the job runs: its end cannot be written down until the server is back.
  await joined(
    url,
    job("count", () => {
      runs += 1;
      return runs === 1 ? held : Promise.resolve();
    }),
  );
  await expect.poll(() => runs, PATIENCE).toBe(1);
  process.kill(pid, "SIGKILL");
  await expect.poll(() => runningServer(cluster.dir)).toBeUndefined();
  release();
  await startCluster(cluster, port);
  await expect.poll(() => statesOf(url, "count"), PATIENCE).toEqual([{ state: "completed", retries: 0 }]);
  await ask(url, "INSERT INTO pgboss.job (name, policy) VALUES ('count', 'stately')");
  await expect.poll(() => runs, PATIENCE).toBe(2);
}, 60_000);
