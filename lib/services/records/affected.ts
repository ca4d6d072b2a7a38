import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/**
 * Opportunities whose derived facts may change, found set-based; the query is not run while there are none at all.
 * @param query selects one column `id` of opportunities
 */
export async function affectedOpportunities(tx: Tx, query: Prisma.Sql): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    Prisma.sql`SELECT DISTINCT x.id::text FROM (${query}) AS x WHERE EXISTS (SELECT FROM opportunities)`,
  );
  return rows.map((row) => row.id);
}
