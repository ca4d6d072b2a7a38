import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { accountKey } from "@/lib/domain/accounts";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const MIGRATION = "prisma/migrations/20261128010300_case_folding/migration.sql";
/** The keys of before. */
const lowered = (name: string) => name.normalize("NFKC").toLowerCase().normalize("NFKC").replace(/\s+/gu, " ").trim();

test("a touch of STRASSE AG is of the account Straße AG", async () => {
  const deal = { created_at: "2027-05-01", amount: "100", outcome: "won", closed_at: "2027-06-01" };
  await ingest(database().pool, {
    opportunities: [{ ...deal, external_id: "fold", account: "Straße AG" }],
    touches: [
      { external_id: "fold", account: "STRASSE  AG", source: "intent", kind: "form", touched_at: "2027-05-01" },
    ],
  });
  const credits = await database().prisma.dealCredit.findMany({ where: { opportunity: { externalId: "fold" } } });
  expect(new Set(credits.map(({ source }) => source))).toEqual(new Set(["intent"]));
});

test("the migration gives stored keys what the code gives new ones, for every letter", async () => {
  const letters: string[] = [];
  for (let code = 0xa1; code <= 0x1ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const name = `a${String.fromCodePoint(code)}b`;
    if (lowered(name) !== accountKey(name)) letters.push(name);
  }
  expect(letters.length).toBeGreaterThan(49);
  const names = [...letters, "Straße ΟΔΟΣ", "plain", "Café"];
  await database().pool.query(
    `INSERT INTO touches (source_system, external_id, account, account_key, source_code, kind, touched_at, touched_on)
     SELECT 'fold', n, n, k, 'intent', 'impression', now(), current_date FROM unnest($1::text[], $2::text[]) AS t (n, k)`,
    [names, names.map(lowered)],
  );
  await database().pool.query(
    "INSERT INTO stage_names (key, name, stage, ordinal) VALUES ('straße', 'Straße', 'pipeline', 4), ('größe', 'Größe', 'pipeline', 5), ('grösse', 'GRÖSSE', 'pipeline', 3)",
  );
  await database().pool.query(readFileSync(MIGRATION, "utf8"));
  const { rows } = await database().pool.query<{ account: string; key: string }>(
    "SELECT account, account_key AS key FROM touches WHERE source_system = 'fold'",
  );
  expect(rows.filter(({ account, key }) => key !== accountKey(account))).toEqual([]);
  expect(rows).toHaveLength(names.length);
  const stages = await database().pool.query(
    "SELECT key, name, ordinal FROM stage_names WHERE key LIKE 'stra%' OR key LIKE 'gr%' ORDER BY key",
  );
  expect(stages.rows).toEqual([
    { key: "grösse", name: "GRÖSSE", ordinal: 3 },
    { key: "strasse", name: "Straße", ordinal: 4 },
  ]);
  expect(await differences(database())).toEqual([]);
});
