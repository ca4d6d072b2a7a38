import type { Client } from "pg";
import { withClient } from "@/lib/cli/client";

/**
 * Writes the past of a scenario as the owner of the database with triggers off: an agreement that was signed last year
 * cannot be signed today, because the database itself keeps the clock.
 */
export async function withoutGuards(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("SET session_replication_role = replica");
    await work(client);
  });
}
