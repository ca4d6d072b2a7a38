import { withClient } from "@/lib/cli/client";
import { env } from "@/lib/env";

/** Rows of the database of the app under browser test, to see what a form really wrote. */
export async function appRows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  const url = env().ACCORD_TEST_DATABASE;
  if (!url) throw new Error("the test server has not said where its database is");
  return withClient(url, async (client) => (await client.query(sql, values)).rows as T[]);
}
