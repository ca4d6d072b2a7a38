import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { can } from "@/lib/auth/permissions";
import { readArguments } from "@/lib/data/arguments";
import { readSources } from "@/lib/data/sources";
import { ARGUMENT_KINDS, type ArgumentKind } from "@/lib/domain/arguments";
import { ROLES, type Role } from "@/lib/domain/roles";
import { logArgument } from "@/lib/services/arguments";
import { mapSource } from "@/lib/services/source-mappings";
import { fittingLead } from "@/tests/support/fitting-lead";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const ZONE = "America/New_York";
const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const TEXT = "Who pays for the webinar leads?";
const log = (kind: string, more: object = {}, now = NOW, actor = people.cro) =>
  logArgument(actor, { kind, text: TEXT, source: "", segment: "", ...more }, now);
const list = (kind: ArgumentKind | null = null, page = 1, now = NOW) =>
  readArguments(people.bdr, { kind, page }, { zone: ZONE, now });
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);

test("arguments are counted by what they are about, over 90 days, and listed latest first", async () => {
  expect(await list()).toEqual({
    rows: [],
    total: 0,
    counts: { cac: 0, attribution: 0, headcount: 0, definition: 0 },
  });
  // 90 days with today among them begin on 7 April at midnight in New York.
  await log("definition", {}, new Date("2027-04-07T03:59:59Z"));
  await log("attribution", { source: "webinar", segment: "MM" }, new Date("2027-04-07T04:00:00Z"));
  const id = await log("cac", { source: "webinar", text: ` ${TEXT}\n` });
  const { rows, total, counts } = await list();
  expect(counts).toEqual({ cac: 1, attribution: 1, headcount: 0, definition: 0 });
  expect(total).toBe(3);
  expect(rows.map(({ kind, source, segment }) => [kind, source, segment])).toEqual([
    ["cac", "webinar", null],
    ["attribution", "webinar", "MM"],
    ["definition", null, null],
  ]);
  expect(rows[0]).toMatchObject({ id, text: TEXT, by: people.cro.name, at: NOW });
  const only = await list("attribution");
  expect([only.total, only.rows.length, only.counts.cac]).toEqual([1, 1, 1]);
  expect(await list(null, 2)).toMatchObject({ rows: [], total: 3 });
  expect(await auditTail(database().pool)).toMatchObject({ action: "argument.log", object: `argument:${id}` });
});

describe("refused, and no table changes:", () => {
  test.each(["", "lead quality", "lead_quality", "CAC", "other", "constructor"])("tagged as “%s”", async (kind) => {
    await refused(() => log(kind), {
      code: "PROXY_ARGUMENT",
      field: "kind",
      message: expect.stringMatching(/CAC.*Attribution.*Headcount.*Definition/),
    });
  });

  test.each([
    ["no text", { text: " \n" }, "TEXT_REQUIRED", "text"],
    ["501 characters", { text: "x".repeat(501) }, "TEXT_TOO_LONG", "text"],
    ["an unknown source", { source: "fax" }, "SOURCE_UNKNOWN", "source"],
    ["an unknown segment", { source: "webinar", segment: "XL" }, "SEGMENT_UNKNOWN", "segment"],
    ["a segment without a source", { segment: "SMB" }, "SOURCE_REQUIRED", "source"],
  ])("%s", async (_, more, code, field) => {
    await refused(() => log("cac", more), { code, field });
  });

  test.each(ROLES.filter((role) => !can(role, "arguments.log")))("%s", async (role) => {
    await refused(() => log("cac", {}, NOW, people[role]), { code: "FORBIDDEN" });
  });
});

test("the database knows four kinds and no other", async () => {
  const { pool } = database();
  const { rows } = await pool.query<{ kind: string }>("SELECT unnest(enum_range(NULL::argument_kind))::text AS kind");
  expect(rows.map(({ kind }) => kind)).toEqual([...ARGUMENT_KINDS]);
  const insert = "INSERT INTO arguments (kind, text, logged_by_id) VALUES ($1, $2, $3)";
  await expect(pool.query(insert, ["lead_quality", TEXT, people.cro.id])).rejects.toMatchObject({ code: "22P02" });
  await expect(pool.query(insert, ["cac", "x".repeat(501), people.cro.id])).rejects.toMatchObject({ code: "23514" });
  await expect(readArguments(people.cfo, { kind: null, page: 1 }, { zone: ZONE, now: NOW })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});

test("an argument about a value that is mapped later stays as it was said, and the value can be mapped", async () => {
  await fittingLead(database().pool, { source: "Fairs" });
  await log("headcount", { source: "Unmapped: Fairs" });
  expect((await list()).rows[0]).toMatchObject({ source: "Unmapped: Fairs", isListed: true });
  const { seen } = await readSources(people.vp_revops);
  await mapSource(people.vp_revops, { from: "Unmapped: Fairs", to: "webinar", seen });
  expect((await list()).rows[0]).toMatchObject({ source: "Unmapped: Fairs", isListed: false });
});
