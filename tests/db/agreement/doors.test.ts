import { beforeAll, describe, expect, test } from "vitest";
import { confirmed, type Person } from "@/lib/auth/actor";
import { fetchDocument, rowsOf } from "@/lib/data/agreement-versions";
import { readStageNames } from "@/lib/data/stage-names";
import type { Role } from "@/lib/domain/roles";
import { startCorrection, startDraft } from "@/lib/services/agreement/drafts";
import { sendBack } from "@/lib/services/agreement/propose";
import { type Signed, sign } from "@/lib/services/agreement/sign";
import { setOrganisation } from "@/lib/services/organisation";
import { mapStageName } from "@/lib/services/stage-names";
import { proposeAndSign, standing, withoutGuards } from "@/tests/support/agreements";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused, signedInPeople } from "@/tests/support/settings";

/** Doors into the freeze that stood open once; told in order on one database. */
const database = processDatabase();
let people: Record<Role, Person>;
const now = () => new Date();
const document = (version: number) => fetchDocument(rowsOf(database().prisma), version);

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

describe("while the first agreement is being signed", () => {
  test("zone, currency and fiscal year are part of what is proposed", async () => {
    await startDraft(people.vp_revops);
    await proposeAndSign(database().pool, people, { by: ["cro", "cmo"] });
    for (const change of [{ currency: "JPY" }, { timeZone: "Asia/Tokyo" }, { fiscalYearStartMonth: 7 }]) {
      const write = () => setOrganisation(people.vp_revops, change, now());
      await expectRefused(database().pool, write, { code: "CONFLICT", status: 409 });
    }
    const sql = database().pool.query("UPDATE organisation SET fiscal_year_start_month = 7");
    await expect(sql).rejects.toMatchObject({ code: "AC002" });
  });

  test("a stage name that is added meanwhile stays when it comes into force; the provisional terms keep what they said", async () => {
    const { seen } = await readStageNames(people.vp_revops);
    const line = { name: "Brand new", stage: "sql", ordinal: "2", won: false, crmValue: "" };
    await mapStageName(people.vp_revops, { line, seen });
    const before = await document(1);
    await sendBack(people.cro, { version: 2, reason: "Once more" });
    expect(await proposeAndSign(database().pool, people)).toEqual({ status: "in_force" });
    const { rows } = await database().pool.query("SELECT 1 FROM stage_names WHERE key = 'brand new'");
    expect(rows).toHaveLength(1);
    expect(await document(1)).toEqual(before);
    expect(before.translation.map(({ key }) => key)).not.toContain("brand new");
  });
});

describe("SQL as the app's role", () => {
  const denied = { code: "42501" };
  test.each([
    "DELETE FROM organisation",
    "INSERT INTO organisation (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET fiscal_year_start_month = 7",
  ])("%s", async (sql) => {
    await expect(database().pool.query(sql)).rejects.toMatchObject(denied);
  });

  test("a draft never enters the history of what judged", async () => {
    const draft = `INSERT INTO agreements SELECT (jsonb_populate_record(a, jsonb_build_object('version', 99, 'status', 'draft',
      'document', NULL, 'content_hash', NULL, 'signed_at', NULL, 'frozen_until', NULL, 'in_force_at', '2026-01-01'))).*
      FROM agreements a WHERE status = 'in_force'`;
    await expect(database().pool.query(draft)).rejects.toMatchObject({ code: "23514" });
  });

  test.each([
    ["the place of an agreed name with another end", "('extra', 'Extra', 'pipeline', 3, true, NULL)"],
    ["an agreed name as its CRM value", "('extra', 'Extra', 'pipeline', 4, false, ' PROPOSAL')"],
  ])("a name with %s cannot be added", async (_, values) => {
    const insert = `INSERT INTO stage_names (key, name, stage, ordinal, is_won, crm_value) VALUES ${values}`;
    await expect(database().pool.query(insert)).rejects.toMatchObject({ code: "AC002" });
  });

  test("a floor of a draft that is changed in a transaction from before the proposal is in the proposal, or it is not changed", async () => {
    const version = await startDraft(people.vp_revops);
    const late = await database().pool.connect();
    await late.query("BEGIN");
    await late.query("UPDATE floors SET percent = 1 WHERE agreement_version = $1 AND source_code = 'webinar'", [
      version,
    ]);
    const proposal = proposeAndSign(database().pool, people, { by: [] });
    await late.query("COMMIT");
    late.release();
    await proposal;
    const { terms } = await document(version);
    const { open } = await standing(database().pool);
    const { rows } = await database().pool.query("SELECT document FROM agreements WHERE version = $1", [version]);
    expect(open?.status).toBe("proposed");
    expect(JSON.parse(rows[0].document).floors).toContainEqual({ percent: "1", segment: null, source: "webinar" });
    expect(terms.floors).toContainEqual({ percent: "1", segment: null, source: "webinar" });
  });
});

describe("a correction of a correction", () => {
  test("does not renew the 24 hours", async () => {
    await withoutGuards(database().url, async (client) => {
      await client.query(
        "UPDATE agreements SET status = 'superseded', superseded_at = now() WHERE status = 'proposed'",
      );
      await client.query(
        "UPDATE agreements SET signed_at = signed_at - interval '23 hours' WHERE signed_at IS NOT NULL",
      );
    });
    await startCorrection(people.vp_revops, now());
    expect(await proposeAndSign(database().pool, people)).toEqual({ status: "in_force" });
    await withoutGuards(database().url, (client) =>
      client.query("UPDATE agreements SET signed_at = signed_at - interval '23 hours' WHERE signed_at IS NOT NULL"),
    );
    const write = () => startCorrection(people.vp_revops, now());
    await expectRefused(database().pool, write, { code: "FROZEN_UNTIL" });
  });
});

test("the third signature waits for a running import before it takes the head of the audit chain", async () => {
  await withoutGuards(database().url, (client) =>
    client.query(
      "UPDATE agreements SET frozen_until = '2026-01-01', signed_at = signed_at - interval '5 days' WHERE status = 'in_force'",
    ),
  );
  const draft = await startDraft(people.vp_revops);
  await proposeAndSign(database().pool, people, { by: ["cro", "cmo"] });
  await withoutGuards(database().url, (client) =>
    client.query("UPDATE agreements SET effective_from = current_date - 3 WHERE version = $1", [draft]),
  );
  const importing = await database().pool.connect();
  await importing.query("BEGIN");
  await importing.query("SELECT pg_advisory_xact_lock(hashtext('accord.ingest'))");
  const third = signThird(draft);
  await waitsForIngest();
  await importing.query("SET LOCAL statement_timeout = '5s'");
  await importing.query("SELECT audit_append(NULL, 'x', 'import.finish', 'import:1', NULL, NULL, NULL)");
  await importing.query("COMMIT");
  importing.release();
  expect(await third).toEqual({ status: "in_force" });
});

async function signThird(version: number): Promise<Signed> {
  const hash = (await standing(database().pool)).open?.hash ?? "";
  return sign(confirmed(people.vp_revops, "password"), { version, hash }, now());
}

/** Until somebody waits for the lock of imports. */
async function waitsForIngest(): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const { rows } = await database().pool.query(`
      SELECT 1 FROM pg_locks k JOIN pg_database d ON d.oid = k.database
      WHERE k.locktype = 'advisory' AND NOT k.granted AND d.datname = current_database()`);
    if (rows.length > 0) return;
  }
  throw new Error("nobody waits");
}
