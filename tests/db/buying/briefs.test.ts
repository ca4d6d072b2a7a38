import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { readAgreement } from "@/lib/data/agreements";
import { readBrief, readBriefs } from "@/lib/data/briefs";
import { addDays } from "@/lib/domain/dates";
import { exampleDefinition } from "@/lib/domain/definition";
import { ROLES, type Role } from "@/lib/domain/roles";
import { define } from "@/lib/services/agreements";
import { signBrief } from "@/lib/services/brief-signing";
import { editBrief, endBrief, writeBrief } from "@/lib/services/briefs";
import { addPerson } from "@/tests/support/actors";
import { agreementInForce } from "@/tests/support/agreements";
import { briefText, signAs, signedBrief, today } from "@/tests/support/briefs";
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
const seen = async (id: bigint) => (await page(id)).seen;
const edit = async (id: bigint, changes: Parameters<typeof briefText>[0], actor = people.vp_revops) =>
  editBrief(actor, { id, seen: await seen(id), text: briefText(changes) }, now);
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const documentOf = async (id: bigint): Promise<string> => {
  const { rows } = await database().pool.query("SELECT document FROM buying_briefs WHERE id = $1", [id]);
  return rows[0].document;
};

describe("writing", () => {
  test("it is built from the agreement that judges, and a later definition does not change it", async () => {
    const id = await writeBrief(people.head_demand_gen, briefText({ vendor: "  Inkwell   Leads " }), now);
    const written = await page(id);
    expect(written).toMatchObject({
      vendor: "Inkwell Leads",
      volume: 1_000,
      price: "42.50",
      currency: "USD",
      state: "draft",
      agreementVersion: 1,
      scoreAbove: 70,
    });
    expect(written.fields).toHaveLength(8);
    expect(written.fields[0]).toMatchObject({ words: expect.stringContaining("more than 50 employees") });
    const document = await documentOf(id);
    expect(createHash("sha256").update(document).digest("hex")).toBe(written.hash);
    expect(await auditTail(database().pool)).toMatchObject({
      action: "brief.write",
      object: `brief:${id}`,
      after: { vendor: "Inkwell Leads", agreement: 1 },
    });
    const agreement = await readAgreement(people.vp_revops);
    const definition = { ...exampleDefinition, score_above: 75, time_decay: { days: 60 } };
    await define(people.vp_revops, { version: 1, seen: agreement.seen, definition });
    expect(await documentOf(id)).toBe(document);
    // An edit takes over what judges by then.
    await edit(id, { vendor: "Inkwell Leads", volume: "900" });
    expect(await page(id)).toMatchObject({ scoreAbove: 75, volume: 900 });
  });
});

describe("signing", () => {
  beforeAll(async () => {
    await agreementInForce(database());
  });

  test("two sides sign; an edit in between voids the first signature", async () => {
    const id = await writeBrief(people.vp_revops, briefText({ vendor: "Two Sides" }), now);
    await signAs(people.cmo, id);
    expect(await page(id)).toMatchObject({ state: "waiting", signatures: [{ role: "cmo", name: people.cmo.name }] });
    await edit(id, { vendor: "Two Sides", price: "40" });
    expect(await page(id)).toMatchObject({ state: "draft", signatures: [] });
    await signAs(people.cro, id);
    await signAs(people.cmo, id);
    const signed = await page(id);
    expect(signed).toMatchObject({ state: "delivering", signatures: [{ role: "cro" }, { role: "cmo" }] });
    expect(signed.signedAt).not.toBeNull();
    const { rows } = await database().pool.query(
      "SELECT count(*)::int AS all, count(voided_at)::int AS voided FROM brief_signatures WHERE brief_id = $1",
      [id],
    );
    expect(rows[0]).toEqual({ all: 3, voided: 1 });
  });

  test("an ended one lets the next be signed", async () => {
    const first = await signedBrief(people, { vendor: "Once More" });
    const second = await writeBrief(people.vp_revops, briefText({ vendor: "once  MORE" }), now);
    await signAs(people.cro, second);
    await refused(() => signAs(people.cmo, second), { code: "BRIEF_IN_FORCE", status: 409 });
    await endBrief(people.head_demand_gen, { id: first, seen: await seen(first) });
    await signAs(people.cmo, second);
    const both = (await readBriefs(people.bdr, now)).briefs.filter(
      ({ vendor }) => vendor.toLowerCase() === "once more",
    );
    expect(both.map(({ id, state }) => [id, state])).toEqual([
      [String(second), "delivering"],
      [String(first), "ended"],
    ]);
  });
});

describe("refused, and no table changes:", () => {
  let draft: bigint;
  let signed: bigint;
  beforeAll(async () => {
    draft = await writeBrief(people.vp_revops, briefText({ vendor: "Draft House" }), now);
    signed = await signedBrief(people, { vendor: "Signed House" });
  });

  test.each([
    ["vendor", { vendor: " \u3000 " }, "VENDOR_MISSING"],
    ["volume", { volume: "0" }, "VOLUME_RANGE"],
    ["volume", { volume: "12.5" }, "VOLUME_RANGE"],
    ["price", { price: "-1" }, "PRICE_RANGE"],
    ["price", { price: "1.234" }, "PRICE_RANGE"],
    ["currency", { currency: "XXQ" }, "CURRENCY_UNKNOWN"],
    ["deliveryFrom", { deliveryFrom: "2027-02-31" }, "DATE_INVALID"],
    ["deliveryTo", { deliveryTo: addDays(today(), -1) }, "DELIVERY_OVER"],
    ["deliveryTo", { deliveryFrom: addDays(today(), 9), deliveryTo: addDays(today(), 8) }, "DELIVERY_RANGE"],
    ["creditTerms", { creditTerms: "none" }, "CREDIT_TERMS_MISSING"],
  ])("%s %j", async (field, changes, code) => {
    await refused(() => writeBrief(people.vp_revops, briefText(changes), now), { code, field });
    await refused(() => edit(draft, changes), { code, field });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops" && role !== "head_demand_gen"))(
    "written by %s",
    async (role) => {
      await refused(() => writeBrief(people[role], briefText(), now), { code: "FORBIDDEN" });
      await refused(() => endBrief(people[role], { id: draft, seen: 0n }), { code: "FORBIDDEN" });
    },
  );

  test.each(ROLES.filter((role) => role !== "cro" && role !== "cmo"))("signed by %s", async (role) => {
    const { hash, seen: read } = await page(draft);
    await refused(() => signBrief(people[role], { id: draft, seen: read, hash }, now), { code: "FORBIDDEN" });
  });

  test("a second signature of one person, or of one side", async () => {
    const id = await writeBrief(people.vp_revops, briefText({ vendor: "Same Hands" }), now);
    await signAs(people.cmo, id);
    await refused(() => signAs(people.cmo, id), { code: "ALREADY_SIGNED", status: 409 });
    const { pool } = database();
    const { id: other } = await addPerson(pool, "cmo", { tag: "second" });
    const colleague = await personOfSession(other, 1);
    if (!colleague) throw new Error("must be signed in");
    await refused(() => signAs(colleague, id), {
      code: "ALREADY_SIGNED",
      message: expect.stringContaining("for this side already"),
    });
    await pool.query("UPDATE users SET role = 'cro' WHERE id = $1", [people.cmo.id]);
    const turned = { ...people.cmo, role: "cro" as const };
    // What was signed as CMO is void; who signed it signs for the other side alone.
    await signAs(turned, id);
    expect(await page(id)).toMatchObject({ state: "waiting", signatures: [{ role: "cro" }] });
    await signAs(colleague, id);
    await pool.query("UPDATE users SET role = 'cmo' WHERE id = $1", [people.cmo.id]);
  });

  test("words that changed since they were read", async () => {
    const { seen: read } = await page(draft);
    const stale = { id: draft, seen: read, hash: "00".repeat(32) };
    await refused(() => signBrief(people.cro, stale, now), { code: "CONFLICT" });
    await refused(() => editBrief(people.vp_revops, { id: draft, seen: 0n, text: briefText() }, now), {
      code: "CONFLICT",
    });
  });

  test("nothing to change", async () => {
    await refused(() => edit(draft, { vendor: "Draft House" }), { code: "UNCHANGED" });
  });

  test("an edit of what both have signed", async () => {
    await refused(() => edit(signed, { vendor: "Signed House", price: "1" }), { code: "BRIEF_SIGNED", status: 409 });
  });

  test("a signature after the last day, and anything after the end", async () => {
    const late = new Date(now.getTime() + 400 * 86_400_000);
    const { hash, seen: read } = await page(draft);
    await refused(() => signBrief(people.cro, { id: draft, seen: read, hash }, late), { code: "BRIEF_EXPIRED" });
    const id = await writeBrief(people.vp_revops, briefText({ vendor: "Short Lived" }), now);
    await endBrief(people.vp_revops, { id, seen: await seen(id) });
    await refused(() => edit(id, { vendor: "Short Lived", price: "3" }), { code: "BRIEF_ENDED" });
    await refused(() => signAs(people.cro, id), { code: "BRIEF_ENDED" });
    await refused(async () => endBrief(people.vp_revops, { id, seen: await seen(id) }), { code: "BRIEF_ENDED" });
  });

  test("one that is not there", async () => {
    await refused(() => endBrief(people.vp_revops, { id: 999_999n, seen: 0n }), { code: "NOT_FOUND" });
    expect(await readBrief(people.cro, "999999", now)).toBeNull();
    expect(await readBrief(people.cro, "1 OR 1=1", now)).toBeNull();
    await expect(readBriefs(people.cfo, now)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(readBrief(people.cfo, "1", now)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
