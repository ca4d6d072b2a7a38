import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/**
 * Opportunities whose derived facts may change, found set-based; nothing is asked while there are none at all.
 * @param query selects one column `id` of opportunities
 */
export async function affectedOpportunities(tx: Tx, query: Prisma.Sql): Promise<string[]> {
  const { present } = await onlyRow<{ present: boolean }>(
    tx,
    Prisma.sql`SELECT EXISTS (SELECT FROM opportunities) AS present`,
  );
  if (!present) return [];
  const rows = await tx.rows<{ id: string }>(Prisma.sql`SELECT DISTINCT x.id::text FROM (${query}) AS x`);
  return rows.map((row) => row.id);
}
