import { beforeAll, describe, expect, test } from "vitest";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { readBrief } from "@/lib/data/briefs";
import { addDays } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { editBrief, writeBrief } from "@/lib/services/briefs";
import { addPerson } from "@/tests/support/actors";
import { agreementInForce, withoutGuards } from "@/tests/support/agreements";
import { briefText, boughtLead as lead, signAs, signedBrief, today } from "@/tests/support/briefs";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
const now = new Date();

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const page = async (id: bigint) => {
  const brief = await readBrief(people.ae, String(id), now);
  if (!brief) throw new Error("no brief");
  return brief;
};
const write = (vendor: string, changes = {}) => writeBrief(people.vp_revops, briefText({ vendor, ...changes }), now);
const refused = (work: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, work, refusal);
const sql = (text: string, values: unknown[] = []) => database().pool.query(text, values);
const INSERT = `INSERT INTO brief_signatures (brief_id, user_id, role, content_hash)
  SELECT id, $2, $3::user_role, content_hash FROM buying_briefs WHERE id = $1`;
const denied = (code: string) => ({ code: "AC002", message: expect.stringContaining(code) });
async function newPerson(role: Role, tag: string): Promise<Person> {
  const { id } = await addPerson(database().pool, role, { tag });
  const person = await personOfSession(id, 1);
  if (!person) throw new Error("must be signed in");
  return person;
}

describe("criteria that are in force", () => {
  let early: bigint;
  test("nothing is signed while provisional terms judge", async () => {
    early = await write("Early");
    await refused(() => signAs(people.cmo, early), {
      code: "AGREEMENT_UNSIGNED",
      message: expect.stringContaining("provisional"),
    });
    await expect(sql(INSERT, [early, people.cmo.id, "cmo"])).rejects.toMatchObject(denied("AGREEMENT_UNSIGNED"));
  });

  test("nor what was built from another version; saved again it is, and what delivers stays", async () => {
    const { version } = await agreementInForce(database());
    await refused(() => signAs(people.cmo, early), {
      code: "BRIEF_OUTDATED",
      status: 409,
      message: expect.stringContaining(`under version ${version}`),
    });
    await expect(sql(INSERT, [early, people.cmo.id, "cmo"])).rejects.toMatchObject(denied("BRIEF_OUTDATED"));
    const { seen } = await page(early);
    await editBrief(people.vp_revops, { id: early, seen, text: briefText({ vendor: "Early" }) }, now);
    await signAs(people.cmo, early);
    await signAs(people.cro, early);
    expect(await page(early)).toMatchObject({ state: "delivering", agreementVersion: version });
    await withoutGuards(database().url, async (client) => {
      await client.query("UPDATE agreements SET frozen_until = current_date - 1 WHERE status = 'in_force'");
    });
    await agreementInForce(database());
    expect(await ingest(database().pool, { leads: [lead("later", { bought_from: "early" })] }, now)).toEqual([]);
  });
});

describe("signers who still hold their role", () => {
  test("the signature of one who lost it is void, and the successor signs", async () => {
    const id = await write("Successor");
    const first = await newPerson("cmo", "first");
    await signAs(first, id);
    await sql("UPDATE users SET role = 'ae' WHERE id = $1", [first.id]);
    expect(await page(id)).toMatchObject({ state: "draft", signatures: [] });
    await signAs(people.cro, id);
    expect(await page(id)).toMatchObject({ state: "waiting", signedAt: null, signatures: [{ role: "cro" }] });
    expect(await auditTail(database().pool)).toMatchObject({
      action: "brief.sign",
      after: { signatures: 1, voided: 1 },
    });
    await signAs(people.cmo, id);
    expect((await page(id)).state).toBe("delivering");
    // Once both sides have signed, what becomes of the signers changes nothing.
    await sql("UPDATE users SET active = false WHERE id = $1", [people.cmo.id]);
    expect(await page(id)).toMatchObject({ state: "delivering", signatures: [{ role: "cro" }, { role: "cmo" }] });
    await sql("UPDATE users SET active = true WHERE id = $1", [people.cmo.id]);
  });

  test("one who is no longer active does not count in the database either", async () => {
    const id = await write("Inactive");
    const first = await newPerson("cro", "inactive");
    await sql(INSERT, [id, first.id, "cro"]);
    await sql("UPDATE users SET active = false WHERE id = $1", [first.id]);
    await expect(sql(INSERT, [id, people.cmo.id, "cmo"])).rejects.toMatchObject(denied("NOT_A_SIGNER"));
    await signAs(people.cmo, id);
    expect(await page(id)).toMatchObject({ signedAt: null, signatures: [{ role: "cmo" }] });
  });
});

describe("the next period", () => {
  test("is signed in advance; one that overlaps is not", async () => {
    const vendor = "Periods";
    await signedBrief(people, { vendor, deliveryTo: addDays(today(), 30) });
    const next = await signedBrief(people, {
      vendor: "PERIODS",
      deliveryFrom: addDays(today(), 31),
      deliveryTo: addDays(today(), 60),
    });
    expect(await page(next)).toMatchObject({ state: "upcoming" });
    const over = await write(vendor, { deliveryFrom: addDays(today(), 60), deliveryTo: addDays(today(), 90) });
    await signAs(people.cro, over);
    await refused(() => signAs(people.cmo, over), { code: "BRIEF_IN_FORCE", status: 409 });
    await expect(sql(INSERT, [over, people.cmo.id, "cmo"])).rejects.toMatchObject({
      code: "23P01",
      constraint: "buying_briefs_one_signed",
    });
    expect(await ingest(database().pool, { leads: [lead("period", { bought_from: vendor })] }, now)).toEqual([]);
  });
});
