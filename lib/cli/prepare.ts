import { systemActor } from "@/lib/auth/actor";
import { catchUpClocks } from "@/lib/services/clocks";
import { seedDefaults } from "@/lib/services/defaults";
import { pgTx } from "@/lib/services/sql";
import { withClient } from "./client";
import { applyMigrations, pendingMigrations } from "./migrations";
import { CliError } from "./progress";

/** Applies what is pending and returns the names; a database without settings gets the defaults, one with snapshots and no clocks its clocks. Throws CliError. */
export async function prepareDatabase(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const applied = await applyMigrations(client);
    await client.query("BEGIN");
    await seedDefaults(client);
    await catchUpClocks(pgTx(client), systemActor("migrate"));
    await client.query("COMMIT");
    return applied;
  });
}

/** Throws CliError unless every migration of this copy is applied. */
export async function requirePrepared(url: string): Promise<void> {
  const pending = await withClient(url, (client) => pendingMigrations(client));
  if (pending.length === 0) return;
  throw new CliError(
    `${pending.length === 1 ? "A migration is" : `${pending.length} migrations are`} pending: ${pending.join(", ")}.`,
    "Run npm run migrate first.",
  );
}
