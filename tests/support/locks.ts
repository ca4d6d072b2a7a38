import { setTimeout } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";

/** Resolves when so many connections of this database wait for a lock; throws when they do not within 20 seconds. */
export async function waiting(pool: Pool, count: number): Promise<void> {
  const end = performance.now() + 20_000;
  while (performance.now() < end) {
    const { rows } = await pool.query(`
      SELECT count(*)::int AS waiting FROM pg_locks k JOIN pg_stat_activity a USING (pid) WHERE NOT k.granted AND a.datname = current_database()`);
    if (rows[0]?.waiting >= count) return;
    await setTimeout(10);
  }
  throw new Error(`${count} connections were to wait for a lock`);
}

/** Runs `begin` in a transaction, starts `write`, and commits once that one waits for it (`waiters`: it and others); resolves to what `write` came to. */
export async function writtenMeanwhile<T>(
  pool: Pool,
  begin: (holder: PoolClient) => Promise<unknown>,
  write: () => Promise<T>,
  waiters = 1,
): Promise<PromiseSettledResult<T>> {
  const holder = await pool.connect();
  try {
    await holder.query("BEGIN");
    await begin(holder);
    const settled = Promise.allSettled([write()]);
    await waiting(pool, waiters);
    await holder.query("COMMIT");
    const [result] = await settled;
    return result;
  } finally {
    holder.release();
  }
}
