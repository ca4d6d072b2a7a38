import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readStackForm } from "@/lib/data/stack";
import { addDays, dateIn } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import type { JsonRecord } from "@/lib/services/parse/records";
import { addTool } from "@/lib/services/stack";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
const now = new Date();
const today = dateIn(now, "America/New_York");

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const sql = (query: string) => database().pool.query(query);
const send = (...leads: JsonRecord[]) => ingest(database().pool, { leads }, now);
const score = (external_id: string, changes: JsonRecord = {}) => ({
  external_id,
  source: "webinar",
  created_at: "2026-06-01",
  score: "80",
  score_vendor: "6sense",
  score_model_version: "m1",
  ...changes,
});

test("without a scoring tool every vendor's score comes in, and its models are noted", async () => {
  expect(await send(score("free", { score_vendor: "MadKudu" }))).toEqual([]);
  const { rows } = await sql("SELECT vendor, model_version, evidence::text FROM score_models");
  expect(rows).toEqual([{ vendor: "MadKudu", model_version: "m1", evidence: "import" }]);
});

test("the scoring tool is registered", async () => {
  const { seen } = await readStackForm(people.vp_revops);
  const text = {
    name: "6sense",
    vendor: "6sense Insights",
    yearlyCost: "165000",
    currency: "USD",
    renewsOn: addDays(today, 200),
  };
  await addTool(people.vp_revops, { layer: "scoring", ownerId: people.cmo.id, text, seen });
});

test("another vendor's, or nobody's, is refused where it is new or changed; rows without a score are not", async () => {
  const readOnly = { field: "score_vendor", code: "SCORE_READ_ONLY" };
  expect(
    await send(
      score("S-1"),
      score("S-2", { score_vendor: "MadKudu" }),
      score("S-3", { score_vendor: null, score_model_version: null }),
      score("S-4", { score: null, score_vendor: "MadKudu" }),
      score("S-5", { score_vendor: "6SENSE  insights" }),
    ),
  ).toMatchObject([
    { line: 1, ...readOnly, message: expect.stringContaining('scores come from 6sense alone, not from "MadKudu"') },
    { line: 2, ...readOnly, message: expect.stringContaining("names no vendor") },
  ]);
  const { rows } = await sql("SELECT external_id FROM leads WHERE external_id LIKE 'S-%' ORDER BY 1");
  expect(rows.map((row) => row.external_id)).toEqual(["S-1", "S-4", "S-5"]);
  // What came in before the tool was registered may be sent again as it is; another value may not.
  expect(await send(score("free", { score_vendor: "MadKudu" }))).toEqual([]);
  expect(await send(score("free", { score_vendor: "MadKudu", score: "81" }))).toMatchObject([readOnly]);
  expect(await send({ external_id: "free", source: "webinar", created_at: "2026-06-01", score: "80" })).toEqual([]);
  expect(await send({ external_id: "free", source: "webinar", created_at: "2026-06-01", score: "99" })).toMatchObject([
    readOnly,
  ]);
  const { rows: scores } = await sql(
    "SELECT s.score::text, s.vendor FROM lead_scores s JOIN leads l ON l.id = s.lead_id WHERE external_id = 'free'",
  );
  expect(scores).toEqual([{ score: "80.000", vendor: "MadKudu" }]);
});

const stored = async (external_id: string) => {
  const { rows } = await database().pool.query(
    `SELECT trim_scale(l.score)::text AS score, l.score_vendor AS vendor, l.score_model_version AS model, l.title,
       (SELECT json_agg(concat_ws(' ', trim_scale(s.score)::text, s.vendor, s.model_version) ORDER BY s.id) FROM lead_scores s WHERE s.lead_id = l.id) AS history
     FROM leads l WHERE external_id = $1`,
    [external_id],
  );
  return rows[0];
};
const KEPT = { score: "80", vendor: "6sense", model: "m1", history: ["80 6sense m1"] };
const bare = (external_id: string, changes: JsonRecord) => ({
  external_id,
  source: "webinar",
  created_at: "2026-06-01",
  ...changes,
});

test("a blank score leaves the stored one as it is, and the row may change the rest", async () => {
  expect(await send(score("B-1"))).toEqual([]);
  expect(
    await send(score("B-1", { score: null, score_vendor: null, score_model_version: null, title: "CFO" })),
  ).toEqual([]);
  expect(await stored("B-1")).toEqual({ ...KEPT, title: "CFO" });
  expect(await send(score("B-1", { score: "", title: "COO" }))).toEqual([]);
  expect(await stored("B-1")).toEqual({ ...KEPT, title: "COO" });
});

test("vendor and model of a stored score change with a score alone, whatever columns the file has", async () => {
  const readOnly = { line: 0, code: "SCORE_READ_ONLY" };
  const refused = [
    [bare("B-1", { score_vendor: "Marketing", score_model_version: "hand made", title: "X" }), "score_vendor"],
    [bare("B-1", { score_model_version: "hand made", title: "X" }), "score_model_version"],
    [score("B-1", { score: null, score_vendor: "Marketing", title: "X" }), "score_vendor"],
    [score("B-1", { score: null, score_model_version: "m2", title: "X" }), "score_model_version"],
  ] as const;
  for (const [row, field] of refused) {
    const [error, ...rest] = await send(row);
    expect([error, rest]).toMatchObject([
      { ...readOnly, field, message: expect.stringContaining("with its score") },
      [],
    ]);
  }
  expect(await send(bare("B-1", { score_vendor: "6sense", score_model_version: "m1", title: "CMO" }))).toEqual([]);
  expect(await stored("B-1")).toEqual({ ...KEPT, title: "CMO" });
  expect(await send(score("B-1", { score_vendor: "6sense Insights", score_model_version: "m2" }))).toEqual([]);
  expect(await stored("B-1")).toMatchObject({ model: "m2", history: ["80 6sense m1", "80 6sense Insights m2"] });
});

test("a lead without a score has no vendor of one", async () => {
  const unscored = bare("B-2", { score_vendor: "Marketing", score_model_version: "hand made" });
  expect(await send(unscored)).toEqual([]);
  expect(await send(unscored)).toEqual([]);
  expect(await stored("B-2")).toMatchObject({ score: null, vendor: null, model: null, history: null });
  expect(await send(score("B-2"))).toEqual([]);
  expect(await stored("B-2")).toMatchObject(KEPT);
});

test.each([
  "score = 99",
  "score = NULL",
  "score_vendor = 'Marketing'",
  "score_model_version = NULL",
  "score = NULL, score_vendor = NULL, score_model_version = NULL",
])("SQL as the app's role: %s only with its line in the history", async (set) => {
  await expectRefused(database().pool, () => sql(`UPDATE leads SET ${set} WHERE external_id = 'S-1'`), {
    code: "AC002",
    message: expect.stringContaining("SCORE_READ_ONLY"),
  });
  await expectRefused(database().pool, () => sql(`UPDATE leads SET ${set}`), { code: "AC002" });
});

test("SQL as the app's role with the line, and without a change", async () => {
  const insert = `INSERT INTO lead_scores (lead_id, score, vendor, model_version)
    SELECT id, 99, '6sense', 'm1' FROM leads WHERE external_id = 'S-1'`;
  await sql(insert);
  await sql(
    "UPDATE leads SET score = 99, score_vendor = '6sense', score_model_version = 'm1' WHERE external_id = 'S-1'",
  );
  await sql("UPDATE leads SET score = score, score_vendor = score_vendor, title = 'same score'");
  for (const write of [
    "UPDATE lead_scores SET score = 1",
    "DELETE FROM lead_scores",
    "UPDATE score_models SET model_version = 'x'",
    "DELETE FROM score_models",
  ]) {
    await expect(sql(write), write).rejects.toMatchObject({ code: "42501" });
  }
});
