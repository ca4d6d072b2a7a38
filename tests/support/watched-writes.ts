import { expect } from "vitest";
import { withClient } from "@/lib/cli/client";

/** What is no fact of the business: attempts, limits, who looks at a page just now, and the log itself. */
const NO_FACTS = ["denials", "rate_limits", "review_presence", "audit_log", "audit_head", "_prisma_migrations"];

/** Notes beside every changed table the transaction that did it, and beside every link of the chain too. */
export async function watchWrites(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`
      CREATE SCHEMA watch;
      CREATE TABLE watch.writes (tx xid8, name text, UNIQUE (tx, name));
      CREATE FUNCTION watch.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO watch.writes VALUES (pg_current_xact_id(), TG_TABLE_NAME) ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$`);
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1)",
      [NO_FACTS.filter((name) => name !== "audit_log")],
    );
    expect(rows.length).toBeGreaterThan(50);
    for (const { name } of rows) {
      // By row: a statement that changes nothing is no write.
      await client.query(
        `CREATE TRIGGER watch AFTER INSERT OR UPDATE OR DELETE ON "${name}" FOR EACH ROW EXECUTE FUNCTION watch.note()`,
      );
    }
  });
}

/** Tables that a transaction changed without a link of the chain. */
export async function unlinkedWrites(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT DISTINCT name FROM watch.writes w
      WHERE NOT EXISTS (SELECT FROM watch.writes l WHERE l.tx = w.tx AND l.name = 'audit_log') ORDER BY name`);
    return rows.map(({ name }) => name);
  });
}
