import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { confirmed, type Person } from "@/lib/auth/actor";
import { fetchDocument, readVersion, readVersions } from "@/lib/data/agreement-versions";
import { readAgreement } from "@/lib/data/agreements";
import { currentMonday } from "@/lib/data/monday";
import { addDays, dateIn } from "@/lib/domain/dates";
import { exampleDefinition } from "@/lib/domain/definition";
import { frozenUntil } from "@/lib/domain/fiscal";
import { ROLES, type Role } from "@/lib/domain/roles";
import { startCorrection, startDraft } from "@/lib/services/agreement/drafts";
import { activateDue } from "@/lib/services/agreement/in-force";
import { propose, sendBack } from "@/lib/services/agreement/propose";
import { sign } from "@/lib/services/agreement/sign";
import { define } from "@/lib/services/agreements";
import { addSigners, proposeAndSign, type Signers, standing, withoutGuards } from "@/tests/support/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
let signers: Signers;
const now = () => new Date();

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  signers = await addSigners(database().pool, "second");
});

const open = async () => {
  const found = (await standing(database().pool)).open;
  if (!found) throw new Error("nothing is being written");
  return found;
};
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const signAs = async (person: Person, version: number, hash: string) =>
  sign(confirmed(person, "password"), { version, hash }, now());

describe("from the provisional terms to an agreement in force", () => {
  test("a draft is a copy with the tables as they stand", async () => {
    expect((await standing(database().pool)).judging).toMatchObject({ version: 1, status: "provisional" });
    expect(await startDraft(people.vp_revops)).toBe(2);
    expect(await startDraft(people.vp_revops)).toBe(2);
    const rows = async <T>(sql: { text: string; values: unknown[] }) =>
      (await database().pool.query(sql.text, sql.values)).rows as T[];
    const [first, second] = [await fetchDocument(rows, 1), await fetchDocument(rows, 2)];
    expect({ ...second, version: 1 }).toEqual(first);
    expect(second.translation).toHaveLength(6);
    expect(second.spendPolicy).toMatchObject({ webinar: "program" });
  });

  test("an edit goes into the draft, and the provisional terms still judge", async () => {
    const { seen } = await readAgreement(people.vp_revops, "edited");
    const definition = { ...exampleDefinition, score_above: 80 };
    await define(people.vp_revops, { version: 2, seen, definition });
    expect((await readAgreement(people.cro)).definition.score_above).toBe(70);
    expect((await readAgreement(people.cro, "edited")).definition.score_above).toBe(80);
  });

  test("an edit of the version that was on the screen before is refused", async () => {
    const edit = { version: 1, seen: 0n, definition: { ...exampleDefinition, score_above: 81 } };
    await refused(() => define(people.vp_revops, edit), { code: "NOT_FOUND" });
  });

  test("proposed, it has one text and one hash; nobody can sign another", async () => {
    await propose(people.vp_revops, { version: 2, effectiveFrom: "" }, now());
    const { hash, status } = await open();
    expect(status).toBe("proposed");
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await refused(() => signAs(people.cro, 2, "0".repeat(64)), { code: "CONFLICT" });
    await refused(() => propose(people.vp_revops, { version: 2, effectiveFrom: "" }, now()), { code: "CONFLICT" });
  });

  test.each(ROLES.filter((role) => !["cro", "cmo", "vp_revops"].includes(role)))("%s is no signer", async (role) => {
    await refused(async () => signAs(people[role], 2, (await open()).hash ?? ""), {
      code: "NOT_A_SIGNER",
      status: 403,
    });
  });

  test("one person signs once, and one role", async () => {
    const hash = (await open()).hash ?? "";
    expect(await signAs(people.cro, 2, hash)).toEqual({ status: "proposed" });
    await refused(() => signAs(people.cro, 2, hash), { code: "ALREADY_SIGNED" });
    await refused(() => signAs(signers.cro, 2, hash), { code: "ALREADY_SIGNED" });
  });

  test("nor does somebody who changed the role", async () => {
    const hash = (await open()).hash ?? "";
    await database().pool.query("UPDATE users SET role = 'cmo' WHERE id = $1", [people.cro.id]);
    const turned = { ...people.cro, role: "cmo" } as Person;
    await refused(() => signAs(turned, 2, hash), { code: "ALREADY_SIGNED" });
    await database().pool.query("UPDATE users SET role = 'cro' WHERE id = $1", [people.cro.id]);
  });

  test("an edit voids the signatures; so does sending it back, with a reason", async () => {
    const { seen } = await readAgreement(people.vp_revops, "edited");
    await define(people.vp_revops, { version: 2, seen, definition: { ...exampleDefinition, score_above: 75 } });
    expect(await open()).toMatchObject({ status: "draft", signatures: [], hash: null });
    await proposeAndSign(database().pool, signers, { by: ["cmo"] });
    await refused(() => sendBack(people.cro, { version: 2, reason: " " }), { code: "CHANGE_REASON_REQUIRED" });
    await refused(() => sendBack(people.head_sdr, { version: 2, reason: "Not yet" }), { code: "NOT_A_SIGNER" });
    await sendBack(people.cro, { version: 2, reason: "The AEs have not read it" });
    expect(await open()).toMatchObject({ status: "draft", signatures: [] });
    const entry = await auditTail(database().pool);
    expect(entry).toMatchObject({ action: "agreement.send_back", after: { reason: "The AEs have not read it" } });
    const { rows } = await database().pool.query("SELECT role FROM agreement_signatures WHERE voided_at IS NOT NULL");
    expect(rows).toEqual([{ role: "cro" }, { role: "cmo" }]);
  });

  test("the third signature puts it in force and freezes it to the fiscal boundary", async () => {
    expect(await proposeAndSign(database().pool, people)).toEqual({ status: "in_force" });
    const { judging, open: none } = await standing(database().pool);
    const day = dateIn(judging.signedAt ?? new Date(0), "America/New_York");
    expect(none).toBeNull();
    expect(judging).toMatchObject({ version: 2, status: "in_force", frozenUntil: frozenUntil(day, 1) });
    expect(judging.signatures.map(({ role }) => role)).toEqual(["cro", "cmo", "vp_revops"]);
    expect((await readAgreement(people.bdr)).definition.score_above).toBe(75);
    expect((await readVersions(people.bdr)).map(({ status }) => status)).toEqual(["in_force", "superseded"]);
    await expect(readVersion(people.cfo, 2)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await currentMonday(now());
  });

  test("the next edit opens the draft of version 3; what is in force stays", async () => {
    const { seen } = await readAgreement(people.vp_revops, "edited");
    await define(people.vp_revops, { version: 2, seen, definition: { ...exampleDefinition, score_above: 90 } });
    expect(await open()).toMatchObject({ version: 3, status: "draft" });
    expect((await readAgreement(people.bdr)).definition.score_above).toBe(75);
  });

  test("it comes into force on the boundary, not before and on no other day", async () => {
    const until = (await standing(database().pool)).judging.frozenUntil ?? "";
    const on = (effectiveFrom: string) => () => propose(people.vp_revops, { version: 3, effectiveFrom }, now());
    await refused(on("2026-01-01"), { code: "FROZEN_UNTIL", field: "effective_from" });
    await refused(on(until.replace("-01-01", "-07-01")), { code: "NOT_FISCAL_BOUNDARY" });
    await refused(on("never"), { code: "NOT_FISCAL_BOUNDARY" });
    expect(await proposeAndSign(database().pool, people)).toEqual({ status: "signed" });
    expect(await open()).toMatchObject({ effectiveFrom: until, status: "signed" });
    const { seen } = await readAgreement(people.vp_revops, "edited");
    const edit = { version: 3, seen, definition: exampleDefinition };
    await refused(() => define(people.vp_revops, edit), { code: "ALREADY_SIGNED" });
  });
});

describe("a slip of the pen", () => {
  beforeEach(async () => {
    await withoutGuards(database().url, (client) =>
      client.query(
        "UPDATE agreements SET status = 'superseded', superseded_at = now() WHERE status IN ('draft', 'proposed', 'signed')",
      ),
    );
  });

  test("is mended within 24 hours by three new signatures, with the same boundary", async () => {
    const before = (await standing(database().pool)).judging;
    const version = await startCorrection(people.vp_revops, now());
    expect(await proposeAndSign(database().pool, people)).toEqual({ status: "in_force" });
    expect((await standing(database().pool)).judging).toMatchObject({
      version,
      corrects: before.version,
      frozenUntil: before.frozenUntil,
    });
  });

  test("is refused once they are over; a draft that was begun becomes the next version", async () => {
    const version = await startCorrection(people.vp_revops, now());
    await withoutGuards(database().url, (client) =>
      client.query("UPDATE agreements SET signed_at = signed_at - interval '25 hours' WHERE status = 'in_force'"),
    );
    expect(await proposeAndSign(database().pool, people)).toEqual({ status: "signed" });
    expect(await open()).toMatchObject({ version, corrects: null });
    await sendBack(people.cmo, { version, reason: "Not needed" });
    await refused(() => startCorrection(people.vp_revops, now()), { code: "CONFLICT" });
  });

  test("cannot be begun later", async () => {
    await refused(() => startCorrection(people.vp_revops, now()), { code: "FROZEN_UNTIL" });
  });
});

describe("on its day the next version takes over", () => {
  const yesterday = addDays(dateIn(new Date(), "America/New_York"), -1);

  test("not before", async () => {
    await withoutGuards(database().url, (client) =>
      client.query("UPDATE agreements SET frozen_until = '2026-01-01' WHERE status = 'in_force'"),
    );
    await startDraft(people.vp_revops);
    expect(await proposeAndSign(database().pool, people)).toEqual({ status: "signed" });
    expect(await activateDue(now())).toBeNull();
    const early = database().pool.query("UPDATE agreements SET status = 'superseded' WHERE status = 'in_force'");
    await expect(early).rejects.toMatchObject({ code: "AC002" });
  });

  test("once, whoever runs the job, with the tables that it agreed on", async () => {
    const { version } = await open();
    await withoutGuards(database().url, (client) =>
      client.query(
        `UPDATE agreements SET effective_from = $2, working_time = '{"days": [1, 2, 3], "start_minute": 480, "end_minute": 960}',
           segments = jsonb_set(jsonb_set(segments, '{0,max_employees}', '299'), '{1,min_employees}', '300'),
           translation = translation - 0 || '[{"key": "legal", "name": "Legal", "stage": "pipeline", "ordinal": 5, "is_won": false, "crm_value": null}]'
         WHERE version = $1`,
        [version, yesterday],
      ),
    );
    const gone = (await database().pool.query("SELECT key FROM stage_names ORDER BY key LIMIT 1")).rows[0]?.key;
    expect(await Promise.all([activateDue(now()), activateDue(now())])).toEqual(
      expect.arrayContaining([version, null]),
    );
    expect((await standing(database().pool)).judging).toMatchObject({ version, status: "in_force" });
    const { rows: names } = await database().pool.query("SELECT key FROM stage_names");
    expect(names.map(({ key }) => key)).toContain("legal");
    expect(names.map(({ key }) => key)).not.toContain(gone);
    const { rows } = await database().pool.query(
      "SELECT working_days, (SELECT max_employees FROM segments WHERE code = 'SMB') AS smb FROM organisation",
    );
    expect(rows).toEqual([{ working_days: [1, 2, 3], smb: 299 }]);
  });
});

test("what comes in late points to the version of its day", async () => {
  await withoutGuards(database().url, (client) =>
    client.query("UPDATE agreements SET in_force_at = '2026-03-02T12:00:00Z' WHERE status = 'in_force'"),
  );
  const { version } = (await standing(database().pool)).judging;
  const created_at = "2026-02-01";
  const leads = [
    { external_id: "before", source: "webinar", created_at, handed_over_at: "2026-03-02T11:59:59Z" },
    { external_id: "after", source: "webinar", created_at, handed_over_at: "2026-03-02T12:00:00Z" },
  ];
  const decisions = [
    {
      lead_external_id: "before",
      decided_at: "2026-03-02T12:30:00Z",
      verdict: "accept",
      touched_at: "2026-03-02T12:20:00Z",
    },
  ];
  expect(await ingest(database().pool, { leads, decisions }, new Date("2026-03-09T12:00:00Z"))).toEqual([]);
  const { rows } = await database().pool.query(`
    SELECT l.external_id AS lead, c.agreement_version AS cycle, d.agreement_version AS decision,
      array_agg(e.agreement_version ORDER BY e.at) AS events
    FROM cycles c JOIN leads l ON l.id = c.lead_id JOIN lifecycle_events e ON e.cycle_id = c.id LEFT JOIN decisions d ON d.cycle_id = c.id
    GROUP BY 1, 2, 3 ORDER BY 1`);
  const earlier = rows[1]?.cycle;
  expect(earlier).not.toBe(version);
  expect(rows).toEqual([
    { lead: "after", cycle: version, decision: null, events: [version] },
    { lead: "before", cycle: earlier, decision: version, events: [earlier, version] },
  ]);
});
