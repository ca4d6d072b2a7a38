import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { latestDueMonday } from "@/lib/domain/as-of";
import { addDays, diffDays, type IsoDate } from "@/lib/domain/dates";
import { childEnv } from "@/lib/env";
import { takeSnapshot } from "@/lib/services/snapshots";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest } from "@/tests/support/ingest";
import { randomCompany } from "@/tests/support/random-company";
import { differences } from "@/tests/support/verify";

const ZONE = "America/New_York";
const PATIENCE = { timeout: 40_000, interval: 100 };

let database: FreshDatabase;
let children: ChildProcess[] = [];
/** The Monday that is current when the test starts, by the machine's clock as in the product. */
let current: IsoDate;

beforeEach(async () => {
  database = await freshDatabase();
  current = latestDueMonday(new Date(), ZONE);
  const company = randomCompany(3, { round: 0, asOf: current, leads: 60, opportunities: 20 });
  await ingest(database.pool, company);
  // The last one was frozen before the server was down for three weeks.
  await takeSnapshot(database.prisma, systemActor("test"), addDays(current, -21), new Date());
}, 60_000);

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await database.drop();
});

/** A process that takes part, from when it says so. */
async function join(): Promise<ChildProcess> {
  const script = ["--conditions=react-server", "--import", "tsx", "tests/support/jobs-process.ts"];
  const env = childEnv({ DATABASE_URL: database.url });
  const child = spawn(process.execPath, script, { env, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout ?? child, "data");
  return child;
}

const frozen = async (): Promise<IsoDate[]> => {
  const { rows } = await database.pool.query<{ asOf: IsoDate }>(`
    SELECT substr(object, 10) AS "asOf" FROM audit_log WHERE action = 'snapshot.take' ORDER BY seq`);
  return rows.map(({ asOf }) => asOf);
};
/** Transactions that have written a snapshot and wait. */
const halfWay = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ n: number }>(`
    SELECT count(*)::int AS n FROM pg_locks w WHERE w.relation = 'snapshots'::regclass AND w.mode = 'RowExclusiveLock'
      AND EXISTS (SELECT FROM pg_locks k WHERE k.pid = w.pid AND NOT k.granted)`);
  return rows[0]?.n ?? 0;
};
/** Up to the one that is current by now: the processes go by the machine's clock. */
function missed(): IsoDate[] {
  const weeks = diffDays(current, latestDueMonday(new Date(), ZONE)) / 7;
  return Array.from({ length: 4 + weeks }, (_, week) => addDays(current, 7 * (week - 3)));
}

describe("scheduled work beside one database", () => {
  it("is shared by two processes that start at once on a database without pg-boss: each Monday is frozen once, in order", async () => {
    const pair = await Promise.all([join(), join()]);
    await expect.poll(frozen, PATIENCE).toEqual(missed());
    const count = (await frozen()).length;
    expect(await database.prisma.snapshot.count()).toBe(count);
    expect(await database.prisma.snapshot.count({ where: { judges: true } })).toBe(count);
    expect(await differences(database)).toEqual([]);
    const since = performance.now();
    const exits = pair.map((child) => once(child, "exit"));
    for (const child of pair) child.kill("SIGTERM");
    expect((await Promise.all(exits)).map(([code]) => code)).toEqual([0, 0]);
    expect(performance.now() - since).toBeLessThan(20_000);
  }, 90_000);

  it("goes on where a killed process stopped: what it had half written is gone, its job is taken up, nothing is there twice", async () => {
    const holder = await database.pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT audit_append(NULL, 'test', 'test.hold', 'test', NULL, NULL, 1)");
    const first = await join();
    // Inside its transaction: the snapshot is inserted, and the head of the audit chain is the test's.
    await expect.poll(halfWay, PATIENCE).toBe(1);
    const exit = once(first, "exit");
    first.kill("SIGKILL");
    await exit;
    await holder.query("COMMIT");
    holder.release();
    expect(await frozen()).toEqual([addDays(current, -21)]);
    // Its job still counts as running, for two minutes; they pass.
    const late = await withClient(database.url, (owner) =>
      owner.query(
        "UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE name = 'monday' AND state = 'active' RETURNING id",
      ),
    );
    expect(late.rows).toHaveLength(1);
    await join();
    await expect.poll(frozen, PATIENCE).toEqual(missed());
    expect(await database.prisma.snapshot.count()).toBe((await frozen()).length);
    expect(await differences(database)).toEqual([]);
    const { rows: jobs } = await withClient(database.url, (owner) =>
      owner.query("SELECT state <> 'active' OR retry_count = 1 AS is_given_back FROM pgboss.job WHERE id = $1", [
        late.rows[0]?.id,
      ]),
    );
    expect(jobs).toEqual([{ is_given_back: true }]);
  }, 90_000);
});
