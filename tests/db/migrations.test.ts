import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withClient } from "@/lib/cli/client";
import { applyMigrations, pendingMigrations, readMigrations } from "@/lib/cli/migrations";
import { prepareDatabase } from "@/lib/cli/prepare";
import { emptyDatabase } from "@/tests/support/database";
import { diagnoseHistory } from "@/tests/support/schema-engine";

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let folder: string;

beforeEach(async () => {
  database = await emptyDatabase();
  folder = mkdtempSync(join(tmpdir(), "accord-migrations-"));
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function writeMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

const apply = () => withClient(database.url, (client) => applyMigrations(client, folder));
const query = (sql: string) => withClient(database.url, async (client) => (await client.query(sql)).rows);

describe("applyMigrations", () => {
  test("applies in order, once, and writes the rows as Prisma does", async () => {
    writeMigration(
      "2_second",
      "INSERT INTO pets VALUES (1); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;",
    );
    writeMigration("1_first", "CREATE TABLE pets (id int);");
    expect(await withClient(database.url, (client) => pendingMigrations(client, folder))).toEqual([
      "1_first",
      "2_second",
    ]);
    expect(await apply()).toEqual(["1_first", "2_second"]);
    expect(await apply()).toEqual([]);
    const rows = await query(`
      SELECT migration_name, checksum, id ~ '^[0-9a-f-]{36}$' AS uuid, finished_at >= started_at AS finished, logs,
             rolled_back_at, applied_steps_count FROM _prisma_migrations ORDER BY started_at`);
    const same = { uuid: true, finished: true, logs: null, rolled_back_at: null, applied_steps_count: 1 };
    expect(rows).toEqual(
      readMigrations(folder).map(({ name, checksum }) => ({ migration_name: name, checksum, ...same })),
    );
  });

  test("keeps nothing of a file that fails, and goes on from there when it is corrected", async () => {
    writeMigration("1_first", "CREATE TABLE pets (id int);");
    writeMigration("2_second", "CREATE TABLE toys (id int); SELECT 1 / 0;");
    await expect(apply()).rejects.toThrow(/2_second failed: division by zero/);
    expect(await query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).toEqual([
      { tablename: "_prisma_migrations" },
      { tablename: "pets" },
    ]);
    writeMigration("2_second", "CREATE TABLE toys (id int);");
    expect(await apply()).toEqual(["2_second"]);
  });

  test("refuses a file that was changed after it was applied", async () => {
    writeMigration("1_first", "CREATE TABLE pets (id int);");
    await apply();
    appendFileSync(join(folder, "1_first", "migration.sql"), "\n");
    await expect(apply()).rejects.toThrow(/1_first\/migration\.sql was changed/);
  });

  test("refuses a database that is newer than this copy", async () => {
    writeMigration("1_first", "CREATE TABLE pets (id int);");
    await apply();
    rmSync(join(folder, "1_first"), { recursive: true });
    await expect(apply()).rejects.toThrow(/does not know/);
  });

  test("refuses a history that another tool left half-way", async () => {
    writeMigration("1_first", "CREATE TABLE pets (id int);");
    await apply();
    await query("UPDATE _prisma_migrations SET finished_at = NULL");
    await expect(apply()).rejects.toThrow(/failed half-way/);
  });

  test("refuses a database that holds somebody else's tables", async () => {
    await query("CREATE TABLE customers (id int)");
    writeMigration("1_first", "CREATE TABLE pets (id int);");
    await expect(apply()).rejects.toThrow(/holds other tables already \(customers/);
  });

  test("runs once when several commands migrate at the same time", async () => {
    writeMigration("1_first", "CREATE TABLE pets (id int); SELECT pg_sleep(0.2);");
    const applied = await Promise.all([apply(), apply(), apply(), apply()]);
    expect(applied.flat()).toEqual(["1_first"]);
  });
});

describe("the real migrations", () => {
  test("leave a history that Prisma's own engine finds in order", async () => {
    await prepareDatabase(database.url);
    cpSync("prisma/migrations", folder, { recursive: true });
    expect(await diagnoseHistory(database.url, readMigrations(folder))).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
  });

  test("and the defaults can be applied again without a change", async () => {
    await prepareDatabase(database.url);
    const before = await query(
      "SELECT (SELECT count(*) FROM sources) AS sources, (SELECT count(*) FROM floors) AS floors",
    );
    expect(await prepareDatabase(database.url)).toEqual([]);
    expect(
      await query("SELECT (SELECT count(*) FROM sources) AS sources, (SELECT count(*) FROM floors) AS floors"),
    ).toEqual(before);
  });
});
