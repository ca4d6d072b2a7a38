import { beforeAll, describe, expect, test } from "vitest";
import { dateIn } from "@/lib/domain/dates";
import { startDraft } from "@/lib/services/agreement/drafts";
import { sendBack } from "@/lib/services/agreement/propose";
import { addPerson } from "@/tests/support/actors";
import { agreementInForce, proposeAndSign, type Signers, withoutGuards } from "@/tests/support/agreements";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";

const database = processDatabase();
const today = dateIn(new Date(), "America/New_York");
let signers: Signers;

/** Version 2 in force; version 3 proposed with two signatures that stand and one that was voided. */
beforeAll(async () => {
  const { pool, url } = database();
  ({ signers } = await agreementInForce(database()));
  await startDraft(signers.vp_revops);
  await proposeAndSign(pool, signers, { by: ["cro"] });
  await sendBack(signers.cro, { version: 3, reason: "Once more" });
  await proposeAndSign(pool, signers, { by: ["cro", "cmo"] });
  await withoutGuards(url, (client) =>
    client.query("INSERT INTO holidays VALUES ($1, 'Today'), ('2026-01-01', 'Past'), ('2099-12-31', 'To come')", [
      today,
    ]),
  );
});

/** Runs a statement as the app's role and commits it. */
async function run(text: string): Promise<void> {
  const client = await database().pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(text);
    await client.query("COMMIT");
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

/** Our own refusal, no privilege, not the owner. */
const GUARD = "AC002";
const PRIVILEGE = "42501";

async function expectRefused(text: string, codes: readonly string[]): Promise<void> {
  const before = await tableDigests(database().pool, []);
  const error = await run(text).then(
    () => null,
    (thrown: { code?: string }) => thrown,
  );
  expect(error, text).not.toBeNull();
  expect(codes, `${text}: ${error}`).toContain(error?.code);
  expect(await tableDigests(database().pool, [])).toEqual(before);
}

test("the statements below run as the role of the app", async () => {
  const { rows } = await database().pool.query("SELECT current_user AS role");
  expect(rows).toEqual([{ role: "accord_app" }]);
});

/** Another value of any column, by its type. */
const OTHER: Readonly<Record<string, (column: string) => string>> = {
  integer: (column) => `coalesce(${column}, 0) + 1`,
  smallint: (column) => `coalesce(${column}, 0) + 1`,
  bigint: (column) => `coalesce(${column}, 0) + 1`,
  numeric: (column) => `${column} + 1`,
  jsonb: () => `'{"other": true}'`,
  ARRAY: (column) => `${column} || 'email'::text`,
  text: (column) => `coalesce(${column}, '') || ' '`,
  bytea: () => "sha256('other')",
  date: (column) => `coalesce(${column}, current_date) + 1`,
  "timestamp with time zone": (column) => `coalesce(${column}, now()) + interval '1 day'`,
  "USER-DEFINED": () => "'draft'",
};

describe("the version in force", () => {
  test("keeps every column", async () => {
    const { rows } = await database().pool.query<{ name: string; type: string }>(
      "SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = 'agreements' ORDER BY 1",
    );
    expect(rows.length).toBeGreaterThan(30);
    for (const { name, type } of rows) {
      const other = OTHER[type]?.(name);
      expect(other, `${name} is ${type}`).toBeDefined();
      await expectRefused(`UPDATE agreements SET ${name} = ${other} WHERE version = 2`, [GUARD]);
    }
  });

  test.each(["provisional", "draft", "proposed", "signed", "superseded"])("does not become %s", async (status) => {
    await expectRefused(`UPDATE agreements SET status = '${status}' WHERE version = 2`, [GUARD]);
  });

  test.each([
    "UPDATE agreements SET status = 'superseded', frozen_until = '2026-01-01', in_force_at = '2020-01-01' WHERE version = 2",
    "UPDATE agreements SET signed_at = signed_at - interval '2 years', frozen_until = '2026-01-01' WHERE version = 2",
    "UPDATE agreements SET document = document || ' ', content_hash = sha256(convert_to(document || ' ', 'UTF8')) WHERE version = 2",
    "UPDATE agreements SET status = 'in_force' WHERE version = 3",
    "UPDATE agreements SET status = 'signed' WHERE version = 3",
    "UPDATE agreements SET definition = '{}' WHERE version = 3",
    "UPDATE agreements SET corrects = 2 WHERE version = 3",
    "UPDATE agreements SET status = 'superseded' WHERE version = 3",
    // The old one goes so that the next may come, which lacks a signature.
    "UPDATE agreements SET status = 'superseded' WHERE version = 2; UPDATE agreements SET status = 'in_force' WHERE version = 3",
    "INSERT INTO agreements SELECT (jsonb_populate_record(a, '{\"version\": 9}')).* FROM agreements a WHERE version = 2",
    'INSERT INTO agreements SELECT (jsonb_populate_record(a, \'{"version": 9, "status": "signed"}\')).* FROM agreements a WHERE version = 2',
    'INSERT INTO agreements SELECT (jsonb_populate_record(a, \'{"version": 9, "status": "provisional"}\')).* FROM agreements a WHERE version = 1',
    "UPDATE agreements SET status = 'provisional' WHERE version = 1",
    "UPDATE agreements SET status = 'in_force' WHERE version = 1",
    "UPDATE agreements SET definition = '{}' WHERE version = 1",
  ])("%s", async (text) => {
    await expectRefused(text, [GUARD]);
  });

  test("cannot be deleted, nor any other", async () => {
    for (const version of [1, 2, 3])
      await expectRefused(`DELETE FROM agreements WHERE version = ${version}`, [PRIVILEGE]);
  });
});

describe("its signatures", () => {
  test.each([
    ["UPDATE agreement_signatures SET voided_at = now() WHERE agreement_version = 2", GUARD],
    ["UPDATE agreement_signatures SET signed_at = now() WHERE agreement_version = 2", PRIVILEGE],
    ["UPDATE agreement_signatures SET user_id = user_id + 1 WHERE agreement_version = 2", PRIVILEGE],
    ["UPDATE agreement_signatures SET agreement_version = 2 WHERE agreement_version = 3", PRIVILEGE],
    ["UPDATE agreement_signatures SET voided_at = NULL WHERE voided_at IS NOT NULL", GUARD],
    ["UPDATE agreement_signatures SET voided_at = now() WHERE voided_at IS NOT NULL", GUARD],
    ["DELETE FROM agreement_signatures", PRIVILEGE],
    ["DELETE FROM agreement_signatures WHERE agreement_version = 3", PRIVILEGE],
  ])("%s", async (text, code) => {
    await expectRefused(text, [code]);
  });

  test("no fourth, no second of a person or a role, none over another text, none of somebody else", async () => {
    const other = await addPerson(database().pool, "cro", { tag: "fourth" });
    const insert = (version: number, user: bigint, role: string, hash = "content_hash") =>
      `INSERT INTO agreement_signatures (agreement_version, user_id, role, content_hash, proof)
       SELECT ${version}, ${user}, '${role}', ${hash}, 'password' FROM agreements WHERE version = ${version}`;
    await expectRefused(insert(2, other.id, "cro"), [GUARD]);
    await expectRefused(insert(3, other.id, "cro"), ["23505"]);
    await expectRefused(insert(3, signers.cro.id, "cro"), ["23505"]);
    await expectRefused(insert(3, signers.cro.id, "vp_revops"), [GUARD]);
    await expectRefused(insert(3, other.id, "vp_revops"), [GUARD]);
    await expectRefused(insert(3, signers.vp_revops.id, "vp_revops", "sha256('other')"), [GUARD]);
    await expectRefused(`INSERT INTO agreement_signatures SELECT * FROM agreement_signatures`, ["23505", GUARD]);
  });
});

describe("what is read every day", () => {
  test.each([
    "UPDATE floors SET percent = 1 WHERE agreement_version = 2",
    "DELETE FROM floors WHERE agreement_version = 2",
    "UPDATE floors SET agreement_version = 3 WHERE agreement_version = 2",
    "INSERT INTO floors (agreement_version, source_code, segment_code, percent) VALUES (2, 'webinar', 'SMB', 1)",
    "UPDATE floors SET percent = 1 WHERE agreement_version = 3",
    "UPDATE floors SET percent = 1 WHERE agreement_version = 1",
    "UPDATE stage_names SET ordinal = 4 WHERE key = 'proposal'",
    "UPDATE stage_names SET is_won = true WHERE key = 'proposal'",
    "UPDATE stage_names SET crm_value = 'x' WHERE key = 'proposal'",
    "UPDATE stage_names SET name = 'PROPOSAL' WHERE key = 'proposal'",
    "UPDATE stage_names SET key = 'other' WHERE key = 'proposal'",
    "DELETE FROM stage_names WHERE key = 'proposal'",
    "DELETE FROM stage_names",
    "UPDATE segments SET max_employees = 100 WHERE code = 'SMB'",
    "UPDATE segments SET min_employees = NULL WHERE code = 'ENT'",
    "UPDATE segments SET min_employees = 5 WHERE code = 'Unknown'",
    "DELETE FROM segments WHERE code = 'Unknown'",
    "UPDATE organisation SET working_days = '{1,2}'",
    "UPDATE organisation SET work_start_minute = 0",
    "UPDATE organisation SET work_end_minute = 1440",
    "UPDATE organisation SET time_zone = 'UTC'",
    // So that the zone's today is the day after tomorrow.
    "UPDATE organisation SET time_zone = 'Pacific/Kiritimati'",
    "UPDATE organisation SET currency = 'EUR'",
    "UPDATE organisation SET fiscal_year_start_month = 12",
    `INSERT INTO holidays VALUES ('${today}'::date - 1, 'Yesterday')`,
    "INSERT INTO holidays VALUES ('2026-03-02', 'Long ago')",
    `DELETE FROM holidays WHERE day = '${today}'`,
    "DELETE FROM holidays WHERE day = '2026-01-01'",
    "UPDATE holidays SET day = '2026-02-02' WHERE day = '2099-12-31'",
    "UPDATE holidays SET day = '2099-12-30' WHERE day = '2026-01-01'",
  ])("%s", async (text) => {
    await expectRefused(text, [GUARD]);
  });
});

describe("the guards themselves", () => {
  const TABLES = [
    "agreements",
    "agreement_signatures",
    "floors",
    "stage_names",
    "segments",
    "organisation",
    "holidays",
  ];

  test.each(TABLES)("of %s stay", async (table) => {
    await expectRefused(`TRUNCATE ${table} CASCADE`, [PRIVILEGE]);
    await expectRefused(`ALTER TABLE ${table} DISABLE TRIGGER ALL`, [PRIVILEGE]);
    await expectRefused(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_guard`, [PRIVILEGE]);
    await expectRefused(`DROP TRIGGER ${table}_guard ON ${table}`, [PRIVILEGE]);
    await expectRefused(`DROP TABLE ${table} CASCADE`, [PRIVILEGE]);
  });

  test.each([
    "SET session_replication_role = replica",
    "SET LOCAL session_replication_role = replica",
    "ALTER ROLE accord_app SUPERUSER",
    "CREATE OR REPLACE FUNCTION agreements_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE OR REPLACE FUNCTION agreement_today() RETURNS date LANGUAGE sql AS 'SELECT current_date + 900'",
    "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''2040-01-01'''",
    "DROP FUNCTION agreement_frozen_until(date, int)",
    "GRANT DELETE ON agreements TO accord_app; DELETE FROM agreements WHERE version = 1",
    "ALTER TABLE agreements DROP CONSTRAINT agreements_document",
    "DROP INDEX agreements_in_use",
  ])("%s", async (text) => {
    await expectRefused(text, [PRIVILEGE]);
  });

  test("a temporary table of the same name does not stand in their way", async () => {
    await expectRefused(
      "CREATE TEMPORARY TABLE agreements (version int, status text, translation jsonb); SET search_path = pg_temp, public; DELETE FROM stage_names WHERE key = 'proposal'",
      [GUARD, PRIVILEGE],
    );
  });
});
