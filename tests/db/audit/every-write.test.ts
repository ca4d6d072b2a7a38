import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { WORDINGS } from "@/lib/view/settings/wordings";
import { loadDemo } from "@/prisma/seed/demo";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { unlinkedWrites, watchWrites } from "@/tests/support/watched-writes";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await watchWrites(database.url);
  await loadDemo(database.url, "2026-11-16", { actor: systemActor("demo"), today: "2026-11-18" });
}, 300_000);
afterAll(() => database.drop());

test("no transaction of the sample company changes a table without an entry in the trail", async () => {
  expect(await unlinkedWrites(database.url)).toEqual([]);
});

test("a write without an entry would be seen", async () => {
  await database.pool.query("UPDATE users SET name = name || ' ' WHERE role = 'cfo'");
  expect(await unlinkedWrites(database.url)).toEqual(["users"]);
});

test("everything that was done in it has words, and no entry holds a secret", async () => {
  const { rows } = await database.pool.query<{ action: string }>("SELECT DISTINCT action FROM audit_log ORDER BY 1");
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.map(({ action }) => action).filter((action) => !(action in WORDINGS))).toEqual([]);
  const { rows: secret } = await database.pool.query(`
    SELECT seq, action FROM audit_log
    WHERE concat(before::text, after::text) ~* '"[^"]*(password|secret|token|session|key_?hash)[^"]*" *:|accord_[A-Za-z0-9_-]{43}|\\$scrypt|\\$2[aby]\\$'`);
  expect(secret).toEqual([]);
});
