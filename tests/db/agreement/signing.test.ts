import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { confirmed, type Person } from "@/lib/auth/actor";
import { fetchDocument, readVersion, readVersions } from "@/lib/data/agreement-versions";
import { readAgreement } from "@/lib/data/agreements";
import { currentMonday } from "@/lib/data/monday";
import { dateIn } from "@/lib/domain/dates";
import { exampleDefinition } from "@/lib/domain/definition";
import { frozenUntil } from "@/lib/domain/fiscal";
import { ROLES, type Role } from "@/lib/domain/roles";
import { startCorrection, startDraft } from "@/lib/services/agreement/drafts";
import { propose, sendBack } from "@/lib/services/agreement/propose";
import { sign } from "@/lib/services/agreement/sign";
import { define } from "@/lib/services/agreements";
import { addSigners, proposeAndSign, type Signers, standing, withoutGuards } from "@/tests/support/agreements";
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

  test("somebody who changed the role counts once, in the new one", async () => {
    const hash = (await open()).hash ?? "";
    await database().pool.query("UPDATE users SET role = 'cmo' WHERE id = $1", [people.cro.id]);
    expect(await signAs({ ...people.cro, role: "cmo" } as Person, 2, hash)).toEqual({ status: "proposed" });
    expect((await open()).signatures.map(({ role, userId }) => [role, userId])).toEqual([
      ["cmo", String(people.cro.id)],
    ]);
    await database().pool.query("UPDATE users SET role = 'cro' WHERE id = $1", [people.cro.id]);
  });

  test("who has left since does not count at the third signature: a successor signs", async () => {
    const hash = (await open()).hash ?? "";
    expect(await signAs(people.cmo, 2, hash)).toEqual({ status: "proposed" });
    await database().pool.query("UPDATE users SET active = false WHERE id = $1", [people.cmo.id]);
    expect(await signAs(people.cro, 2, hash)).toEqual({ status: "proposed" });
    expect(await signAs(people.vp_revops, 2, hash)).toEqual({ status: "proposed" });
    expect((await open()).signatures.map(({ role }) => role)).toEqual(["cro", "vp_revops"]);
    await database().pool.query("UPDATE users SET active = true WHERE id = $1", [people.cmo.id]);
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
    const { rows } = await database().pool.query(
      "SELECT count(*)::int AS standing FROM agreement_signatures WHERE voided_at IS NULL",
    );
    expect(rows).toEqual([{ standing: 0 }]);
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
      client.query("UPDATE agreements SET signed_at = signed_at - interval '25 hours'"),
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
