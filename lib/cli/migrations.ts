import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Client } from "pg";
import { CliError } from "./progress";

/**
 * Applies prisma/migrations as `prisma migrate deploy` does, without its engine: the same table, the same
 * checksums, the same advisory lock, so that either tool can go on where the other stopped. Unlike it, each
 * file and its row are one transaction: a file that fails leaves nothing behind.
 */

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

/** The number that Prisma's own migrate locks. */
const LOCK = 72707369;
const OLDEST = 150000;

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** The migrations of this copy, in order. */
export function readMigrations(folder = resolve("prisma/migrations")): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name, "migration.sql"));
      return { name, sql: bytes.toString("utf8"), checksum: createHash("sha256").update(bytes).digest("hex") };
    });
}

async function hasHistory(client: Client): Promise<boolean> {
  const found = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there");
  return found.rows[0]?.there === true;
}

async function requireServer(client: Client): Promise<void> {
  const { rows } = await client.query("SHOW server_version_num");
  if (Number(rows[0]?.server_version_num) >= OLDEST) return;
  const version = (await client.query("SHOW server_version")).rows[0]?.server_version;
  throw new CliError(`This database is PostgreSQL ${version}.`, "Accord needs PostgreSQL 15 or later.");
}

/** Our tables among somebody else's would be a mess for both. */
async function requireOwnDatabase(client: Client): Promise<void> {
  const { rows } = await client.query(
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1 LIMIT 3",
  );
  if (rows.length === 0) return;
  const names = rows.map((row) => row.tablename).join(", ");
  throw new CliError(`This database holds other tables already (${names} …).`, "Give Accord a database of its own.");
}

/** Compares history and files: what is still to apply. Throws CliError if they contradict each other. */
function pending(migrations: Migration[], history: Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const live = history.filter((row) => row.rolled_back_at === null);
  for (const row of live) {
    const file = known.get(row.migration_name);
    if (!file) {
      throw new CliError(
        `The database has the migration ${row.migration_name}, which this copy does not know: it is older than its database.`,
        "Update this copy of Accord.",
      );
    }
    if (row.finished_at === null) {
      throw new CliError(
        `The migration ${row.migration_name} failed half-way under another tool.`,
        "Repair the database and settle it with `prisma migrate resolve`, or restore a backup.",
      );
    }
    if (row.checksum !== file.checksum) {
      throw new CliError(
        `prisma/migrations/${row.migration_name}/migration.sql was changed after it was applied.`,
        "Restore the file as it was (git checkout) and put the change into a new migration.",
      );
    }
  }
  const done = new Set(live.map((row) => row.migration_name));
  return migrations.filter((migration) => !done.has(migration.name));
}

async function readHistory(client: Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    "SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at",
  );
  return rows;
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    const started = (await client.query("SELECT clock_timestamp() AS now")).rows[0]?.now;
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), $3, NULL, NULL, $4, 1)`,
      [randomUUID(), migration.checksum, migration.name, started],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    const { message, code } = error as Error & { code?: string };
    const cure =
      code === "42501"
        ? "The user of DATABASE_URL must own the database, and may create roles (ALTER USER … CREATEROLE) or, where the role accord_app exists, be granted it WITH ADMIN OPTION."
        : "Nothing of this file was kept. Correct it and run npm run migrate again.";
    throw new CliError(`The migration ${migration.name} failed: ${message}`, cure);
  }
}

/** The names of migrations that are not applied yet. Throws CliError as `applyMigrations` does. */
export async function pendingMigrations(client: Client, folder?: string): Promise<string[]> {
  await requireServer(client);
  const history = (await hasHistory(client)) ? await readHistory(client) : [];
  return pending(readMigrations(folder), history).map((migration) => migration.name);
}

/**
 * Applies what is pending, under an advisory lock, and returns the names. Throws CliError on a server older
 * than 15, a file changed after it was applied, a history this copy does not know, and a failing file.
 */
export async function applyMigrations(client: Client, folder?: string): Promise<string[]> {
  await requireServer(client);
  await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
  try {
    if (!(await hasHistory(client))) {
      await requireOwnDatabase(client);
      await client.query(TABLE);
    }
    const todo = pending(readMigrations(folder), await readHistory(client));
    for (const migration of todo) await apply(client, migration);
    return todo.map((migration) => migration.name);
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [LOCK]);
  }
}
