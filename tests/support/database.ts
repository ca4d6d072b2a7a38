import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { withClient } from "@/lib/cli/client";
import { withDatabaseName } from "@/lib/database-url";
import { connect, type Database } from "@/lib/db";

declare module "vitest" {
  interface ProvidedContext {
    /** Owner's address of the test server, and the migrated database to copy from (database-setup.ts). */
    testServer: { url: string; template: string };
  }
}

export interface FreshDatabase extends Database {
  /** The owner's address: for `withClient` and for processes under test. */
  url: string;
  /** Closes it and removes the database. */
  drop(): Promise<void>;
}

async function dropDatabase(server: string, name: string): Promise<void> {
  await withClient(server, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/**
 * A database of one's own with the schema and the default settings in it, as a copy of the template.
 * `prisma` and `pool` work as the app's role, as in the product. Make one per test file:
 *
 *   let database: FreshDatabase;
 *   beforeAll(async () => void (database = await freshDatabase()));
 *   afterAll(() => database.drop());
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { url: server, template } = inject("testServer");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withClient(server, (client) =>
    client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`),
  );
  const url = withDatabaseName(server, name);
  const database = connect(url);
  const drop = async () => {
    await database.close();
    await dropDatabase(server, name);
  };
  return { ...database, url, drop };
}

/** A database with nothing in it, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { url: server } = inject("testServer");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withClient(server, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`));
  return { url: withDatabaseName(server, name), drop: () => dropDatabase(server, name) };
}
