import type { ClientBase, Pool } from "pg";

/**
 * What a refused request may leave behind (quality.md, I10): its row in the denial log, and the counts of the limiter, which
 * are there for refusals: an attempt that was not counted could be repeated without end. The counts hold hashes and expire.
 */
export const TRACES = ["denials", "rate_limits"];

/**
 * A digest of every row of every table but those named, in one statement. Equal digests are equal tables, byte by byte.
 * Connections of the app's role may read all of them.
 */
export async function tableDigests(
  client: Pick<ClientBase | Pool, "query">,
  without: readonly string[] = TRACES,
): Promise<Record<string, string>> {
  const tables = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1) ORDER BY 1",
    [without],
  );
  const parts = tables.rows.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS digest FROM "${name}" t`,
  );
  const { rows } = await client.query<{ name: string; digest: string }>(parts.join(" UNION ALL "));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
