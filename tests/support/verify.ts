import type { Pool } from "pg";
import { verifyAll } from "@/lib/data/verify/all";

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
