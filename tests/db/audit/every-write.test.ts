import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { hashPassword } from "@/lib/auth/passwords";
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
  expect(await secrets()).toEqual([]);
});

/** Entries that name a secret with more than a yes or no, or hold something that looks like one. */
async function secrets(): Promise<unknown[]> {
  const { rows } = await database.pool.query(`
    SELECT action FROM audit_log
    WHERE concat(before::text, after::text)
      ~* '"[^"]*(password|secret|token|session|key_?hash)[^"]*" *:(?! *(true|false))|accord_[A-Za-z0-9_-]{43}|\\$argon2|\\$scrypt|\\$2[aby]\\$'`);
  return rows;
}

test("a hash, a password and a key would be seen, a yes or no is none", async () => {
  const told = [
    ["argon", { kept: await hashPassword("a long enough password") }],
    ["password", { new_password: "x" }],
    ["key", { key: `accord_${"a".repeat(43)}` }],
    ["fine", { password: true }],
  ] as const;
  for (const [action, after] of told) {
    await database.pool.query("SELECT audit_append(NULL, 'test', $1, 'x', NULL, $2::jsonb, NULL)", [
      `secret.${action}`,
      JSON.stringify(after),
    ]);
  }
  expect(await secrets()).toEqual(["argon", "password", "key"].map((action) => ({ action: `secret.${action}` })));
});

test("an answer of the pulse or the diagnostic is told without what was answered", async () => {
  const { rows } = await database.pool.query<{ action: string; keys: string[] }>(`
    SELECT action, array_agg(DISTINCT key ORDER BY key) AS keys
    FROM audit_log, jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) AS key
    WHERE action ~ '^(pulse|diagnostic)[.]' GROUP BY action`);
  const keys: Record<string, string[]> = Object.fromEntries(rows.map((row) => [row.action, row.keys]));
  expect(keys["pulse.answer"]).toEqual(["answered"]);
  const known = new Set(["answered", "closed", "cro", "cmo", "called_off", "draft"]);
  expect(rows.filter((row) => row.keys.some((key) => !known.has(key)))).toEqual([]);
});
