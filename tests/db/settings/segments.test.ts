import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readSegments } from "@/lib/data/segments";
import { ROLES, type Role } from "@/lib/domain/roles";
import type { BoundsText } from "@/lib/domain/segment-bounds";
import { setSegments } from "@/lib/services/segments";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";
import { differences } from "@/tests/support/verify";

const NOW = new Date("2027-07-05T16:00:00Z");
const LABELS = { SMB: "SMB", MM: "Mid-market", ENT: "Enterprise", Unknown: "Unknown" };
const database = processDatabase();
let people: Record<Role, Person>;

const lead = (external_id: string, more: object) => ({
  external_id,
  source: "webinar",
  company: external_id,
  created_at: "2027-06-01",
  ...more,
});

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  const leads = [
    lead("small", { employees: 150, handed_over_at: "2027-06-02T12:00:00Z" }),
    lead("named", { employees: 150, segment: "ENT" }),
    lead("waiting", { employees: 150 }),
    lead("sizeless", {}),
  ];
  expect(await ingest(database().pool, { leads }, NOW)).toEqual([]);
});

const bounds = (smb: [string, string], mm: [string, string], ent: [string, string]): BoundsText => ({
  SMB: { from: smb[0], to: smb[1] },
  MM: { from: mm[0], to: mm[1] },
  ENT: { from: ent[0], to: ent[1] },
});
const seen = async () => (await readSegments(people.vp_revops)).seen;
const segmentsOf = async (table: "leads" | "cycles") => {
  const join = table === "cycles" ? "cycles t JOIN leads l ON l.id = t.lead_id" : "leads t JOIN leads l ON l.id = t.id";
  const { rows } = await database().pool.query<{ id: string; code: string }>(
    `SELECT l.external_id AS id, t.segment_code::text AS code FROM ${join}`,
  );
  return Object.fromEntries(rows.map(({ id, code }) => [id, code]));
};

test("other bounds hold for later hand-overs; cycles keep theirs, and so do leads whose record named a segment", async () => {
  expect(await segmentsOf("leads")).toEqual({ small: "SMB", named: "ENT", waiting: "SMB", sizeless: "Unknown" });
  const edit = { bounds: bounds(["0", "99"], ["100", "1,499"], ["1500", ""]), labels: { ...LABELS, MM: "Middle" } };
  await setSegments(people.vp_revops, { ...edit, seen: await seen() });
  const { segments } = await readSegments(people.vp_revops);
  expect(segments).toEqual([
    { code: "SMB", label: "SMB", minEmployees: 0, maxEmployees: 99 },
    { code: "MM", label: "Middle", minEmployees: 100, maxEmployees: 1499 },
    { code: "ENT", label: "Enterprise", minEmployees: 1500, maxEmployees: null },
    { code: "Unknown", label: "Unknown", minEmployees: null, maxEmployees: null },
  ]);
  expect(await segmentsOf("leads")).toEqual({ small: "MM", named: "ENT", waiting: "MM", sizeless: "Unknown" });
  expect(await segmentsOf("cycles")).toEqual({ small: "SMB" });
  expect(await differences(database())).toEqual([]);
  expect(await auditTail(database().pool)).toMatchObject({
    action: "segments.set",
    object: "segments",
    before: { MM: { label: "Mid-market", from: 200, to: 1999 } },
    after: { MM: { label: "Middle", from: 100, to: 1499 } },
  });
});

test("later records are read with them", async () => {
  await ingest(
    database().pool,
    { leads: [lead("later", { employees: 1_499, handed_over_at: "2027-07-02T12:00:00Z" })] },
    NOW,
  );
  expect((await segmentsOf("cycles")).later).toBe("MM");
});

describe("refused, and no table changes:", () => {
  const refused = async (edit: { bounds?: BoundsText; labels?: typeof LABELS }, refusal: object) => {
    const whole = {
      bounds: bounds(["1", "10"], ["11", "20"], ["21", ""]),
      labels: LABELS,
      ...edit,
      seen: await seen(),
    };
    await expectRefused(database().pool, () => setSegments(people.vp_revops, whole), refusal);
  };

  test.each([
    ["a gap", bounds(["1", "199"], ["201", "1999"], ["2000", ""]), "SEGMENT_GAP", "MM.from"],
    ["an overlap", bounds(["1", "199"], ["200", "2000"], ["2000", ""]), "SEGMENT_OVERLAP", "ENT.from"],
    ["nothing below", bounds(["5", "199"], ["200", "1999"], ["2000", ""]), "SEGMENT_GAP", "SMB.from"],
    ["an end at the top", bounds(["1", "199"], ["200", "1999"], ["2000", "9999"]), "SEGMENT_GAP", "ENT.to"],
    ["words", bounds(["1", "few"], ["200", "1999"], ["2000", ""]), "SEGMENT_BOUND", "SMB.to"],
    ["a blank", bounds(["1", "199"], ["", "1999"], ["2000", ""]), "SEGMENT_BOUND", "MM.from"],
    ["backwards", bounds(["1", "199"], ["1999", "200"], ["2000", ""]), "SEGMENT_BOUND", "MM.to"],
  ])("%s", async (_, edit, code, field) => {
    await refused({ bounds: edit }, { code, field });
  });

  test("a name twice, or none", async () => {
    await refused({ labels: { ...LABELS, MM: "smb" } }, { code: "NAME_REQUIRED", field: "MM.label" });
    await refused({ labels: { ...LABELS, ENT: " " } }, { code: "NAME_REQUIRED", field: "ENT.label" });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    const edit = { bounds: bounds(["1", "10"], ["11", "20"], ["21", ""]), labels: LABELS, seen: await seen() };
    await expectRefused(database().pool, () => setSegments(people[role], edit), { code: "FORBIDDEN" });
    await expect(readSegments(people[role])).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("what somebody else has changed meanwhile", async () => {
    const opened = await seen();
    const edit = { bounds: bounds(["1", "10"], ["11", "20"], ["21", ""]), labels: LABELS, seen: opened };
    await setSegments(people.vp_revops, edit);
    await expectRefused(database().pool, () => setSegments(people.vp_revops, edit), { code: "CONFLICT" });
  });
});
