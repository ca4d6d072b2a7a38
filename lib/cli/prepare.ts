import { withClient } from "./client";
import { applyMigrations, pendingMigrations } from "./migrations";
import { CliError } from "./progress";

/** Applies what is pending and returns the names; a database without settings gets the defaults. Throws CliError. */
export async function prepareDatabase(url: string): Promise<string[]> {
  return withClient(url, (client) => applyMigrations(client));
}

/** Throws CliError unless every migration of this copy is applied. */
export async function requirePrepared(url: string): Promise<void> {
  const pending = await withClient(url, (client) => pendingMigrations(client));
  if (pending.length === 0) return;
  throw new CliError(`${pending.length} migrations are pending (${pending.join(", ")}).`, "Run npm run migrate first.");
}
