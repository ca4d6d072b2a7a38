import type { Pool } from "pg";
import { expect } from "vitest";
import { withClient } from "@/lib/cli/client";
import { runChecks, verifyAll } from "@/lib/data/verify/all";

/** What `npm run verify` would find: name and first row of each check that differs. */
export async function differences({ pool }: { pool: Pool }): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, differing, rows } of verifyAll(pool))
    if (differing > 0) found.push(`${name}: ${rows[0] ?? ""}`);
  return found;
}

/** What `npm run verify` would point out although nothing differs. */
export async function notes({ pool }: { pool: Pool }): Promise<string[]> {
  const found: string[] = [];
  for await (const result of verifyAll(pool)) found.push(...(result.notes ?? []));
  return found;
}

/** The checks that are red after a damage, which is then undone. */
export async function redAfter({ url }: { url: string }, damage: string): Promise<string[]> {
  return withClient(url, async (client) => {
    await client.query("BEGIN");
    await client.query("SET LOCAL jit = off");
    const { rowCount } = await client.query(damage);
    expect(rowCount, damage).not.toBe(0);
    const red: string[] = [];
    for await (const { name, differing, rows } of runChecks(client)) {
      if (differing === 0) continue;
      expect(rows.length).toBe(Math.min(differing, 20));
      red.push(name);
    }
    await client.query("ROLLBACK");
    return red;
  });
}

/** The guards would refuse it. */
export const forced = (damage: string) => `DO $$ BEGIN SET LOCAL session_replication_role = replica; ${damage}; END $$`;
