import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readEditing } from "@/lib/data/agreed-tables";
import { readCalendar } from "@/lib/data/calendar";
import { readSegments } from "@/lib/data/segments";
import { readStageNames } from "@/lib/data/stage-names";
import type { TranslationLine } from "@/lib/domain/agreement-document";
import type { Role } from "@/lib/domain/roles";
import type { BoundsText } from "@/lib/domain/segment-bounds";
import type { StageNameText } from "@/lib/domain/stage-names";
import { sendBack } from "@/lib/services/agreement/propose";
import { setWorkingTime } from "@/lib/services/calendar";
import { setSegments } from "@/lib/services/segments";
import { changeStageName, mapStageName, removeStageName } from "@/lib/services/stage-names";
import { expectInDraft, inDraft } from "@/tests/support/agreed";
import { agreementInForce, proposeAndSign, type Signers, standing } from "@/tests/support/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
let signers: Signers;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  ({ signers } = await agreementInForce(database()));
});

const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const drafted = (edit: () => Promise<unknown>) => expectInDraft(database().pool, edit);
const stages = () => readStageNames(people.vp_revops);
const line = (changes: Partial<StageNameText>): StageNameText => ({
  name: "Verbal agreement",
  stage: "pipeline",
  ordinal: "5",
  won: false,
  crmValue: "",
  ...changes,
});
const map = async (changes: Partial<StageNameText>) =>
  mapStageName(people.vp_revops, { line: line(changes), seen: (await stages()).seen });
const change = async (key: string, changes: Partial<StageNameText>) =>
  changeStageName(people.vp_revops, { key, line: line(changes), seen: (await stages()).seen });
const remove = async (key: string) => removeStageName(people.vp_revops, { key, seen: (await stages()).seen });
const find = async (key: string) => (await stages()).names.find((one) => one.key === key);
const inUse = async () => {
  const { rows } = await database().pool.query<TranslationLine>("SELECT * FROM stage_names ORDER BY key");
  return rows;
};

describe("the translation table", () => {
  test("a name that is not in use is added at once, opens no draft, and its records come in", async () => {
    const deal = { external_id: "d1", account: "Acme", created_at: "2027-06-01", stage: "Verbal agreement" };
    expect(await ingest(database().pool, { opportunities: [deal] })).toMatchObject([{ code: "STAGE_UNMAPPED" }]);
    await map({});
    expect((await standing(database().pool)).open).toBeNull();
    expect(await ingest(database().pool, { opportunities: [deal] })).toEqual([]);
    expect(await auditTail(database().pool)).toMatchObject({ action: "import.finish" });
    await change("verbal agreement", { ordinal: "4" });
    expect(await auditTail(database().pool)).toMatchObject({ action: "stage.change", object: "stages" });
    expect((await standing(database().pool)).open).toBeNull();
  });

  test("a line that is agreed changes in the draft, and the page shows both", async () => {
    await drafted(() => change("proposal", { name: "Proposal", ordinal: "4", crmValue: "Offer out" }));
    expect(await auditTail(database().pool)).toMatchObject({
      action: "stage.change",
      object: "stages:3",
      before: { name: "Proposal", ordinal: 3, crm_value: null },
      after: { name: "Proposal", ordinal: 4, crm_value: "Offer out" },
    });
    expect(await find("proposal")).toMatchObject({ ordinal: 4, crmValue: "Offer out", live: { ordinal: 3 } });
    const lines = await inDraft<TranslationLine[]>(database().pool, "translation");
    expect(lines.map(({ key }) => key)).toEqual(lines.map(({ key }) => key).sort());
    expect(lines.find(({ key }) => key === "proposal")).toEqual({
      ...{ key: "proposal", name: "Proposal", stage: "pipeline", ordinal: 4 },
      ...{ is_won: false, crm_value: "Offer out" },
    });
  });

  test("another name for it and its removal too; put in again it is as agreed", async () => {
    await drafted(() => change("negotiation", { name: "Contract talks", ordinal: "4" }));
    expect(await find("contract talks")).toMatchObject({ live: null });
    expect((await stages()).removed.map(({ key }) => key)).toEqual(["negotiation"]);
    await drafted(() => remove("discovery"));
    expect((await stages()).removed.map(({ key }) => key)).toEqual(["discovery", "negotiation"]);
    const before = (await inUse()).find(({ key }) => key === "discovery");
    await drafted(() => map({ name: "Discovery", stage: "sql", ordinal: String(before?.ordinal) }));
    expect((await stages()).removed.map(({ key }) => key)).toEqual(["negotiation"]);
    expect(await find("discovery")).toMatchObject({ live: { key: "discovery" } });
  });

  test("a new name goes into both; one that takes what is in use into the draft alone", async () => {
    await map({ name: "Legal review" });
    expect(await find("legal review")).toMatchObject({ live: { ordinal: 5 } });
    const listed = async () => (await inDraft<TranslationLine[]>(database().pool, "translation")).map(({ key }) => key);
    expect(await listed()).toContain("legal review");
    await drafted(() => map({ name: "Final talks", crmValue: "Negotiation" }));
    expect(await find("final talks")).toMatchObject({ live: null });
    await remove("legal review");
    expect(await find("legal review")).toBeUndefined();
    expect(await listed()).not.toContain("legal review");
    expect((await inUse()).map(({ key }) => key)).not.toContain("legal review");
  });

  test("what the draft maps already cannot be mapped again, nor a name of today be lost to it", async () => {
    await refused(() => map({ name: "Contract talks" }), { code: "NAME_ALREADY_MAPPED", field: "name" });
    await refused(() => map({ name: "Offer out" }), { code: "NAME_ALREADY_MAPPED", field: "name" });
    const name = { code: "NAME_ALREADY_MAPPED", field: "crm_value" };
    await drafted(() => remove("qualification"));
    await refused(() => change("verbal agreement", { crmValue: "Qualification" }), name);
  });

  test("what somebody else changed in the draft meanwhile", async () => {
    const { seen } = await stages();
    await change("proposal", { name: "Proposal", ordinal: "3", crmValue: "Offer" });
    await refused(() => removeStageName(people.vp_revops, { key: "proposal", seen }), { code: "CONFLICT" });
  });
});

describe("segments and working time", () => {
  const LABELS = { SMB: "SMB", MM: "Mid-market", ENT: "Enterprise", Unknown: "Unknown" };
  const bounds = (smb: string, mm: string): BoundsText => ({
    SMB: { from: "1", to: smb },
    MM: { from: String(Number(smb) + 1), to: mm },
    ENT: { from: String(Number(mm) + 1), to: "" },
  });
  const set = async (edit: BoundsText, labels = LABELS) => {
    const { seen } = await readSegments(people.vp_revops);
    await setSegments(people.vp_revops, { bounds: edit, labels, seen });
  };

  test("bounds change in the draft; leads keep the segment of today", async () => {
    await ingest(database().pool, {
      leads: [{ external_id: "l1", source: "webinar", company: "x", employees: 150, created_at: "2027-06-01" }],
    });
    await drafted(() => set(bounds("99", "999")));
    expect(await auditTail(database().pool)).toMatchObject({ object: "segments:3", after: { MM: { from: 100 } } });
    const { segments, live } = await readSegments(people.vp_revops);
    expect(segments[1]).toEqual({ code: "MM", label: "Mid-market", minEmployees: 100, maxEmployees: 999 });
    expect(live).toMatchObject({ MM: { minEmployees: 200, maxEmployees: 1999 } });
    expect(Object.keys(live)).toEqual(["SMB", "MM", "ENT"]);
  });

  test("names are no part of it and change at once", async () => {
    await set(bounds("99", "999"), { ...LABELS, MM: "Middle" });
    const { rows } = await database().pool.query("SELECT label, min_employees FROM segments WHERE code = 'MM'");
    expect(rows).toEqual([{ label: "Middle", min_employees: 200 }]);
    expect(await auditTail(database().pool)).toMatchObject({ object: "segments" });
  });

  test("working time changes in the draft", async () => {
    const { seen } = await readCalendar(people.vp_revops);
    const time = { days: [1, 2, 3, 4], start: "08:00", end: "17:00" };
    await drafted(() => setWorkingTime(people.vp_revops, { time, seen }, new Date()));
    expect(await inDraft(database().pool, "working_time")).toEqual({
      days: [1, 2, 3, 4],
      start_minute: 480,
      end_minute: 1020,
    });
    expect(await auditTail(database().pool)).toMatchObject({ object: "calendar:3" });
    const page = await readCalendar(people.vp_revops);
    expect(page).toMatchObject({ workingDays: [1, 2, 3, 4], live: { workingDays: [1, 2, 3, 4, 5], startMinute: 540 } });
    const edit = { time, seen };
    await refused(() => setWorkingTime(people.vp_revops, edit, new Date()), { code: "CONFLICT" });
  });

  test("the same bounds and names again are no change", async () => {
    await refused(() => set(bounds("99", "999"), { ...LABELS, MM: "Middle" }), { code: "UNCHANGED" });
  });
});

describe("while the next version is proposed or signed", () => {
  const target = async () => (await readEditing(people.vp_revops, new Date())).target;

  test("an edit of what is agreed voids what was signed; a new name does not", async () => {
    await proposeAndSign(database().pool, signers, { by: ["cro", "cmo"] });
    expect(await target()).toMatchObject({ version: 3, status: "proposed", signatures: 2 });
    await map({ name: "Security check" });
    expect(await target()).toMatchObject({ status: "proposed", signatures: 2 });
    expect(await find("security check")).toMatchObject({ live: { ordinal: 5 } });
    await drafted(() => change("closed won", { name: "Closed Won", ordinal: "9", won: true }));
    expect(await target()).toMatchObject({ status: "draft", signatures: 0 });
  });

  test("what is signed is closed; a new name is still added", async () => {
    expect(await proposeAndSign(database().pool, signers)).toEqual({ status: "signed" });
    await refused(() => remove("proposal"), { code: "ALREADY_SIGNED" });
    const { seen } = await readCalendar(people.vp_revops);
    const time = { days: [1], start: "08:00", end: "17:00" };
    await refused(() => setWorkingTime(people.vp_revops, { time, seen }, new Date()), { code: "ALREADY_SIGNED" });
    await map({ name: "Board approval" });
    expect(await find("board approval")).toMatchObject({ isOpen: true, live: { ordinal: 5 } });
    expect(await find("proposal")).toMatchObject({ isOpen: false });
    await change("board approval", { name: "Board approval", ordinal: "4" });
    await sendBack(signers.cro, { version: 3, reason: "Not yet" });
    expect(await find("proposal")).toMatchObject({ isOpen: true });
  });
});
