import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/lib/cli/client";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { diffToSchema } from "@/tests/support/schema-engine";

const schema = readFileSync("prisma/schema.prisma", "utf8");

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

describe("schema.prisma and the migrations", () => {
  test("agree on tables, columns, defaults, keys and plain indexes", async () => {
    expect((await diffToSchema(database.url, schema)).trim()).toBe("-- This is an empty migration.");
  });

  // The engine does not see these, so the schema names each of them in a /// comment.
  test("agree on checks, exclusions and partial indexes", async () => {
    const names = await withClient(database.url, async (client) => {
      const { rows } = await client.query<{ name: string }>(`
        SELECT conname AS name FROM pg_constraint WHERE contype IN ('c', 'x') AND connamespace = 'public'::regnamespace
        UNION
        SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = 'public'::regnamespace AND (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL)
        ORDER BY 1`);
      return rows.map((row) => row.name);
    });
    expect(names.length).toBeGreaterThan(10);
    const comments = schema
      .split("\n")
      .filter((line) => line.includes("///"))
      .join("\n");
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(comments))).toEqual([]);
  });
});

describe("the comparison itself", () => {
  test.each([
    ["a column more", "ALTER TABLE organisation ADD surplus integer", 'DROP COLUMN "surplus"'],
    ["a column less", "ALTER TABLE organisation DROP name", 'ADD COLUMN     "name"'],
    ["another nullability", "ALTER TABLE leads ALTER email SET NOT NULL", '"email" DROP NOT NULL'],
    ["another type", "ALTER TABLE lead_scores ALTER score TYPE numeric(9, 4)", '"score" SET DATA TYPE'],
    ["another default", "ALTER TABLE users ALTER active SET DEFAULT false", '"active" SET DEFAULT true'],
    ["a key less", "DROP INDEX leads_source_system_external_id_key", "CREATE UNIQUE INDEX"],
    ["a reference less", "ALTER TABLE cycles DROP CONSTRAINT cycles_lead_id_fkey", "ADD CONSTRAINT"],
  ])("sees %s", async (_what, change, repair) => {
    const changed = await freshDatabase();
    await withClient(changed.url, (client) => client.query(change));
    expect(await diffToSchema(changed.url, schema)).toContain(repair);
    await changed.drop();
  });
});
