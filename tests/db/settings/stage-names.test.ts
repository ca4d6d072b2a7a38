import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readStageNames } from "@/lib/data/stage-names";
import { ROLES, type Role } from "@/lib/domain/roles";
import type { StageNameText } from "@/lib/domain/stage-names";
import { changeStageName, mapStageName, removeStageName } from "@/lib/services/stage-names";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

const deal = { external_id: "d1", account: "Acme", created_at: "2027-06-01", currency: "USD", amount: "50000" };
const step = { opportunity_external_id: "d1", stage: "Verbal  Agreement", entered_at: "2027-06-20T12:00:00Z" };

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await ingest(database().pool, { opportunities: [deal] }, NOW);
});

const page = () => readStageNames(people.vp_revops);
const seen = async () => (await page()).seen;
const line = (changes: Partial<StageNameText>): StageNameText => ({
  name: "Verbal agreement",
  stage: "pipeline",
  ordinal: "5",
  won: false,
  crmValue: "",
  ...changes,
});

test("an unmapped name is listed with its count, leaves the list once mapped, and comes in at the second try", async () => {
  const [refused] = await ingest(database().pool, { stage_history: [step] }, NOW);
  expect(refused?.code).toBe("STAGE_UNMAPPED");
  expect((await page()).unmapped).toMatchObject([{ key: "verbal agreement", seen: 1 }]);
  await mapStageName(people.vp_revops, { line: line({ crmValue: " Verbal " }), seen: await seen() });
  const { names, unmapped } = await page();
  expect(unmapped).toEqual([]);
  expect(names.find(({ key }) => key === "verbal agreement")).toMatchObject({
    stage: "pipeline",
    ordinal: 5,
    crmValue: "Verbal",
  });
  expect(await ingest(database().pool, { stage_history: [step] }, NOW)).toEqual([]);
  expect(await auditTail(database().pool)).toMatchObject({ action: "import.finish" });
});

test("two local names may lead to one stage; lifecycle names have no place", async () => {
  await mapStageName(people.vp_revops, { line: line({ name: "Contract sent" }), seen: await seen() });
  await mapStageName(people.vp_revops, {
    line: line({ name: "Hand-raiser", stage: "mql", ordinal: "" }),
    seen: await seen(),
  });
  expect((await page()).names.filter(({ ordinal }) => ordinal === 5)).toHaveLength(3);
  expect(await auditTail(database().pool)).toMatchObject({
    action: "stage.map",
    object: "stages",
    before: null,
    after: { name: "Hand-raiser", stage: "MQL", ordinal: null },
  });
});

test("a record may say what the CRM calls the stage, in any writing; mapping it clears the list", async () => {
  const entered = { ...step, stage: "FASE  3 – STRASSE", entered_at: "2027-06-21T12:00:00Z" };
  expect(await ingest(database().pool, { stage_history: [entered] }, NOW)).toMatchObject([{ code: "STAGE_UNMAPPED" }]);
  const mapped = line({ name: "Third phase", ordinal: "3", crmValue: "Fase 3 – Straße" });
  await mapStageName(people.vp_revops, { line: mapped, seen: await seen() });
  expect((await page()).unmapped).toEqual([]);
  expect(await ingest(database().pool, { stage_history: [entered] }, NOW)).toEqual([]);
  const { rows } = await database().pool.query("SELECT ordinal FROM stage_history WHERE stage LIKE 'FASE%'");
  expect(rows).toEqual([{ ordinal: 3 }]);
  await removeStageName(people.vp_revops, { key: "third phase", seen: await seen() });
  await database().pool.query("DELETE FROM stage_history WHERE stage LIKE 'FASE%'");
});

test("a line is changed, renamed and removed; imported history keeps its place", async () => {
  const history = () => database().pool.query("SELECT stage, ordinal FROM stage_history ORDER BY id");
  const before = (await history()).rows;
  const edit = { key: "verbal agreement", line: line({ name: "Verbal yes", ordinal: "4" }) };
  await changeStageName(people.vp_revops, { ...edit, seen: await seen() });
  const { names } = await page();
  expect(names.map(({ key }) => key)).toContain("verbal yes");
  expect(names.map(({ key }) => key)).not.toContain("verbal agreement");
  expect((await auditTail(database().pool)).before).toMatchObject({ name: "Verbal agreement", ordinal: 5 });
  expect((await history()).rows).toEqual(before);
  await removeStageName(people.vp_revops, { key: "verbal yes", seen: await seen() });
  expect((await page()).names.map(({ key }) => key)).not.toContain("verbal yes");
  expect(await auditTail(database().pool)).toMatchObject({ action: "stage.remove", after: null });
});

describe("refused, and no table changes:", () => {
  const refused = (write: () => Promise<void>, refusal: object) => expectRefused(database().pool, write, refusal);

  test.each(["Proposal", " pROPOSAL ", "closed  won"])("%j, which is mapped", async (name) => {
    const edit = { line: line({ name }), seen: await seen() };
    await refused(() => mapStageName(people.vp_revops, edit), {
      code: "NAME_ALREADY_MAPPED",
      field: "name",
      status: 409,
      message: expect.stringContaining("Pipeline"),
    });
  });

  test.each([
    [{ name: " " }, "NAME_REQUIRED", "name"],
    [{ stage: "expired" }, "STAGE_UNKNOWN", "stage"],
    [{ stage: "" }, "STAGE_UNKNOWN", "stage"],
    [{ ordinal: "0" }, "STAGE_ORDINAL", "ordinal"],
    [{ ordinal: "2" }, "STAGE_ORDINAL", "ordinal"],
    [{ stage: "sql", ordinal: "3" }, "STAGE_ORDINAL", "ordinal"],
    [{ stage: "sal", ordinal: "1" }, "STAGE_ORDINAL", "ordinal"],
    [{ stage: "sql", ordinal: "2", won: true }, "STAGE_WON", "won"],
    [{ ordinal: "", won: true }, "STAGE_WON", "won"],
    [{ crmValue: "x".repeat(81) }, "CRM_VALUE", "crm_value"],
  ])("%j", async (changes, code, field) => {
    const edit = { line: line({ name: "Something new", ...changes }), seen: await seen() };
    await refused(() => mapStageName(people.vp_revops, edit), { code, field });
  });

  test("a CRM value of another line, or its name; a name that is a CRM value", async () => {
    const value = line({ name: "Short list", crmValue: "Stage 04" });
    await mapStageName(people.vp_revops, { line: value, seen: await seen() });
    const opened = await seen();
    const map = (changes: Partial<StageNameText>) => () =>
      mapStageName(people.vp_revops, { line: line({ name: "Something new", ...changes }), seen: opened });
    const taken = { code: "NAME_ALREADY_MAPPED", message: expect.stringContaining("Short list") };
    await refused(map({ crmValue: "stage  04" }), { ...taken, field: "crm_value" });
    await refused(map({ crmValue: "SHORT list" }), { ...taken, field: "crm_value" });
    await refused(map({ name: "STAGE 04" }), { ...taken, field: "name" });
    const change = { key: "contract sent", line: line({ name: "Contract sent", crmValue: "stage 04" }), seen: opened };
    await refused(() => changeStageName(people.vp_revops, change), { ...taken, field: "crm_value" });
    await changeStageName(people.vp_revops, { key: "short list", line: { ...value, ordinal: "4" }, seen: opened });
  });

  test("a line renamed to another's name; a line that is gone", async () => {
    const opened = await seen();
    const taken = { key: "contract sent", line: line({ name: "Proposal" }), seen: opened };
    await refused(() => changeStageName(people.vp_revops, taken), { code: "NAME_ALREADY_MAPPED" });
    const gone = { key: "nothing", line: line({ name: "Nothing" }), seen: opened };
    await refused(() => changeStageName(people.vp_revops, gone), { code: "NOT_FOUND" });
    await refused(() => removeStageName(people.vp_revops, gone), { code: "NOT_FOUND" });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    const opened = await seen();
    const edit = { key: "proposal", line: line({ name: "New" }), seen: opened };
    await refused(() => mapStageName(people[role], edit), { code: "FORBIDDEN" });
    await refused(() => changeStageName(people[role], edit), { code: "FORBIDDEN" });
    await refused(() => removeStageName(people[role], edit), { code: "FORBIDDEN" });
    await expect(readStageNames(people[role])).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("what somebody else has changed meanwhile", async () => {
    const opened = await seen();
    await mapStageName(people.vp_revops, { line: line({ name: "Legal review" }), seen: opened });
    await refused(() => removeStageName(people.vp_revops, { key: "legal review", seen: opened }), { code: "CONFLICT" });
  });
});
