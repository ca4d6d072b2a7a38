import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readStack, readStackForm, retrainFlags } from "@/lib/data/stack";
import { addDays, dateIn } from "@/lib/domain/dates";
import { ROLES, type Role } from "@/lib/domain/roles";
import { addTool, changeTool, enterRetrain, setToolActive, type ToolText } from "@/lib/services/stack";
import { agreementInForce, withoutGuards } from "@/tests/support/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const ZONE = "America/New_York";
const database = processDatabase();
let people: Record<Role, Person>;
const now = new Date();
const today = dateIn(now, ZONE);

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const text = (changes: Partial<ToolText> = {}): ToolText => ({
  name: "6sense",
  vendor: "6sense Insights",
  yearlyCost: "165,000",
  currency: "usd",
  renewsOn: addDays(today, 200),
  ...changes,
});
const page = () => readStack(people.ae, ZONE, now);
const seen = async () => (await readStackForm(people.vp_revops)).seen;
const add = async (
  layer: string,
  changes: Partial<ToolText> = {},
  { actor = people.vp_revops, owner = people.cmo.id as bigint | null } = {},
) => addTool(actor, { layer, ownerId: owner, text: text(changes), seen: await seen() });
const change = async (id: string, changes: Partial<ToolText>, owner = people.cmo.id) =>
  changeTool(people.vp_revops, { id: BigInt(id), ownerId: owner, text: text(changes), seen: await seen() });
const setActive = async (id: string, active: boolean) =>
  setToolActive(people.vp_revops, { id: BigInt(id), active, seen: await seen() });
const retrain = async (modelVersion: string, retrainedOn: string) =>
  enterRetrain(people.vp_revops, { modelVersion, retrainedOn, seen: await seen() }, now);
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const idOf = async (name: string) => (await page()).tools.find((tool) => tool.name === name)?.id ?? "";
const sql = (query: string) => database().pool.query(query);

const score = (external_id: string, changes: object = {}) => ({
  external_id,
  source: "webinar",
  created_at: "2026-06-01",
  score: "80",
  score_vendor: "6sense",
  score_model_version: "m1",
  ...changes,
});
const send = (...leads: object[]) => ingest(database().pool, { leads: leads as never }, now);

describe("the registry", () => {
  test("tools by layer, with cost, renewal and owner", async () => {
    await add("scoring");
    await add("attribution", { name: "Dreamdata", vendor: "Dreamdata", yearlyCost: "48000.5" });
    await add("crm", { name: "Salesforce", vendor: "Salesforce" });
    await add("crm", { name: "HubSpot", vendor: "HubSpot" });
    const { tools, lockedUntil, flags } = await page();
    expect(
      tools.map(({ layer, name, yearlyCost, currency, owner, active }) => [
        layer,
        name,
        yearlyCost,
        currency,
        owner.name,
        active,
      ]),
    ).toEqual([
      ["scoring", "6sense", "165000.00", "USD", people.cmo.name, true],
      ["attribution", "Dreamdata", "48000.50", "USD", people.cmo.name, true],
      ["crm", "Salesforce", "165000.00", "USD", people.cmo.name, true],
      ["crm", "HubSpot", "165000.00", "USD", people.cmo.name, true],
    ]);
    expect([lockedUntil, flags]).toEqual([null, []]);
    expect(await auditTail(database().pool)).toMatchObject({
      action: "stack.add",
      object: "stack",
      after: { name: "HubSpot" },
    });
  });

  test("while nothing is in force the attribution tool may change and go", async () => {
    const id = await idOf("Dreamdata");
    await change(id, { name: "HockeyStack", vendor: "HockeyStack" });
    await setActive(id, false);
    await add("attribution", { name: "Marketo Measure", vendor: "Adobe" });
    await refused(() => setActive(id, true), { code: "LAYER_TAKEN", status: 409 });
    await setActive(await idOf("Marketo Measure"), false);
    await setActive(id, true);
  });
});

describe("refused, and no table changes:", () => {
  test.each([
    ["name", { name: "  " }, "NAME_MISSING"],
    ["vendor", { vendor: "" }, "VENDOR_MISSING"],
    ["yearlyCost", { yearlyCost: "-5" }, "COST_RANGE"],
    ["yearlyCost", { yearlyCost: "1e3" }, "COST_RANGE"],
    ["currency", { currency: "Dollar" }, "CURRENCY_UNKNOWN"],
    ["renewsOn", { renewsOn: "2027-13-01" }, "DATE_INVALID"],
  ])("%s %j", async (field, changes, code) => {
    await refused(() => add("warehouse", changes), { code, field });
    await refused(async () => change(await idOf("Salesforce"), changes), { code, field });
  });

  test("a second scoring tool, an unknown layer, an owner who cannot be", async () => {
    await refused(() => add("scoring", { name: "Other" }), { code: "LAYER_TAKEN", field: "layer" });
    await refused(() => add("map"), { code: "LAYER_UNKNOWN", field: "layer" });
    await sql(`UPDATE users SET active = false WHERE id = ${people.ceo.id}`);
    for (const owner of [people.cfo.id, people.ceo.id, 999_999n, null]) {
      await refused(() => add("warehouse", {}, { owner }), { code: "OWNER_NOT_PERSON", field: "owner" });
    }
    await sql(`UPDATE users SET active = true WHERE id = ${people.ceo.id}`);
  });

  test("nothing to change, a tool that is not there, what somebody else changed", async () => {
    await refused(async () => change(await idOf("Salesforce"), { name: "Salesforce", vendor: "Salesforce" }), {
      code: "UNCHANGED",
    });
    await refused(() => change("999999", {}), { code: "NOT_FOUND" });
    await refused(async () => setActive(await idOf("Salesforce"), true), { code: "UNCHANGED" });
    const stale = { layer: "warehouse", ownerId: people.cmo.id, text: text(), seen: 0n };
    await refused(() => addTool(people.vp_revops, stale), { code: "CONFLICT" });
  });

  test("a retrain of tomorrow, without a name, or known", async () => {
    await refused(() => retrain("m9", addDays(today, 1)), { code: "DATE_INVALID", field: "retrainedOn" });
    await refused(() => retrain(" ", today), { code: "MODEL_MISSING", field: "modelVersion" });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    const [actor, id] = [people[role], BigInt(await idOf("Salesforce"))];
    await refused(() => add("warehouse", {}, { actor }), { code: "FORBIDDEN" });
    await refused(() => changeTool(actor, { id, ownerId: null, text: text(), seen: 0n }), { code: "FORBIDDEN" });
    await refused(() => setToolActive(actor, { id, active: false, seen: 0n }), { code: "FORBIDDEN" });
    await refused(() => enterRetrain(actor, { modelVersion: "m", retrainedOn: today, seen: 0n }, now), {
      code: "FORBIDDEN",
    });
    await expect(readStackForm(actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
    if (role === "cfo") await expect(readStack(actor, ZONE, now)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("with an agreement in force", () => {
  beforeAll(async () => {
    expect(await send(score("S-1"))).toEqual([]);
    await agreementInForce(database(), { signedAt: new Date(now.getTime() - 30 * 86_400_000) });
  });

  test("the attribution tool is locked, for SQL as well; what it costs and who answers for it is not", async () => {
    const id = await idOf("HockeyStack");
    const { lockedUntil } = await page();
    const locked = { code: "FROZEN_UNTIL", details: { frozen_until: lockedUntil } };
    expect(lockedUntil).toMatch(/^\d{4}-\d\d-01$/);
    await refused(() => change(id, { name: "Dreamdata", vendor: "HockeyStack" }), locked);
    await refused(() => change(id, { name: "HockeyStack", vendor: "Other" }), locked);
    await refused(() => setActive(id, false), locked);
    for (const set of ["name = 'X'", "vendor = 'X'", "active = false"]) {
      await expect(sql(`UPDATE stack_tools SET ${set} WHERE id = ${id}`), set).rejects.toMatchObject({ code: "AC001" });
    }
    await expect(sql(`DELETE FROM stack_tools WHERE id = ${id}`)).rejects.toMatchObject({ code: "42501" });
    await expect(
      sql(`INSERT INTO stack_tools (layer, name, vendor, yearly_cost, currency, renews_on, owner_id)
        SELECT layer, 'Y', 'Y', 1, 'USD', renews_on, owner_id FROM stack_tools WHERE id = ${id}`),
    ).rejects.toMatchObject({ code: "23505" });
    await change(id, { name: "HockeyStack", vendor: "HockeyStack", yearlyCost: "35000" }, people.cro.id);
    await change(await idOf("Salesforce"), { name: "Salesforce Sales Cloud", vendor: "Salesforce" });
  });

  test("a model that comes in now, or a retrain with a day inside, is flagged and stays so", async () => {
    expect(await retrainFlags()).toEqual([]);
    expect(
      await send(score("M-1", { score_model_version: "m2" }), score("M-2", { score_model_version: "m2" })),
    ).toEqual([]);
    const [flag] = await retrainFlags();
    expect(flag).toMatchObject({ tool: "6sense", modelVersion: "m2", on: today, how: "seen", agreementVersion: 2 });
    await retrain("m2", addDays(today, -60));
    await retrain("m1", addDays(today, -90));
    expect(await retrainFlags()).toEqual([flag]);
    await retrain("m3", addDays(today, -5));
    expect((await retrainFlags()).map(({ modelVersion, on, how }) => [modelVersion, on, how])).toEqual([
      ["m3", addDays(today, -5), "entered"],
      ["m2", today, "seen"],
    ]);
    await refused(() => retrain("m3", addDays(today, -5)), { code: "UNCHANGED" });
    expect((await page()).flags).toHaveLength(2);
  });

  test("a refused row brings no model", async () => {
    const bad = score("M-3", { score_model_version: "m4", handed_over_at: "yesterday" });
    expect(await send(bad, score("M-4", { score_vendor: "MadKudu", score_model_version: "m5" }))).toHaveLength(2);
    const { rows } = await sql("SELECT model_version FROM score_models WHERE model_version IN ('m4', 'm5')");
    expect(rows).toEqual([]);
  });

  test("the lock ends with the freeze", async () => {
    await withoutGuards(database().url, (client) =>
      client.query("UPDATE agreements SET frozen_until = current_date - 1 WHERE status = 'in_force'"),
    );
    await setActive(await idOf("HockeyStack"), false);
    expect((await page()).lockedUntil).toBeNull();
  });
});
