import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { reassign } from "@/lib/services/assignments";
import type { RejectedRow } from "@/lib/services/import-batches";
import { importFile } from "@/lib/services/imports";
import { cycleOf, cycleState, HANDED_OVER, signedIn } from "@/tests/support/cycles";
import { temporaryFolder } from "@/tests/support/files";
import { ingest, SOURCE_SYSTEM } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { TRACES, tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const folder = temporaryFolder();
/** An import that changes nothing else still says that it ran. */
const ITS_OWN = [...TRACES, "imports", "audit_log", "audit_head"];

let head: Person;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  const { pool } = database();
  head = await signedIn(pool, "head_sdr");
  ann = await signedIn(pool, "bdr", "ann");
  bob = await signedIn(pool, "bdr", "bob");
});

afterAll(() => folder.remove());

const rejected: RejectedRow[] = [];

/** Imports a CSV file of leads. */
async function leads(header: string, ...lines: string[]) {
  rejected.length = 0;
  const file = folder.write("leads.csv", `${[header, ...lines].join("\n")}\n`);
  return importFile(database().pool, {
    kind: "leads",
    file,
    sourceSystem: SOURCE_SYSTEM,
    via: "cli",
    actor: systemActor("test"),
    now: new Date("2027-07-05T12:00:00Z"),
    onRejected: (rows) => void rejected.push(...rows),
  });
}

const NOTHING = { inserted: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0 };
const assignedTo = async (externalId: string) =>
  (await cycleState(database().pool, await cycleOf(database().pool, externalId))).assignedId;

describe("the assignment of an open cycle", () => {
  const header = "external_id,source,created_at,handed_over_at,assigned_to,title";

  test("follows a file only where the file changes it: a reassignment in the app stays", async () => {
    const line = (email: string, title: string) => `A-1,webinar,2027-06-01,${HANDED_OVER},${email},${title}`;
    await leads(header, line(ann.email, "CFO"));
    const cycleId = await cycleOf(database().pool, "A-1");
    await reassign(head, { cycleId, personId: bob.id, all: false });
    expect(await leads(header, line(ann.email, "CFO"))).toEqual({ ...NOTHING, unchanged: 1 });
    expect(await assignedTo("A-1")).toBe(bob.id);
    expect(await leads(header, line(ann.email, "Chief Financial Officer"))).toEqual({ ...NOTHING, updated: 1 });
    expect(await assignedTo("A-1")).toBe(bob.id);
    await leads(header, line(bob.email, "CFO"));
    await leads(header, line(ann.email, "CFO"));
    expect(await assignedTo("A-1")).toBe(ann.id);
  });
});

describe("a refused row", () => {
  test("writes nothing: no source, no score, no assignment", async () => {
    const header = "external_id,source,created_at,handed_over_at,assigned_to,score,score_vendor";
    await leads(header, `R-1,webinar,2027-06-01,${HANDED_OVER},${ann.email},80,MadKudu`);
    const before = await tableDigests(database().pool, ITS_OWN);
    const outcome = await leads(header, `R-1,Nobody's,2027-06-01,2027-06-30T14:00:00Z,${bob.email},95,MadKudu`);
    expect(outcome).toEqual({ ...NOTHING, rejected: 1 });
    expect(await tableDigests(database().pool, ITS_OWN)).toEqual(before);
  });

  test("leaves the other rows of its file alone", async () => {
    const header = "external_id,source,created_at,handed_over_at,score,score_vendor";
    const outcome = await leads(
      header,
      "R-1,webinar,2027-06-01,2027-06-30T14:00:00Z,95,MadKudu",
      `R-2,Nobody's,2027-06-01,${HANDED_OVER},70,MadKudu`,
      `R-1,webinar,2027-06-01,${HANDED_OVER},80,MadKudu`,
      "A-1,webinar,2027-06-01,,61,MadKudu",
    );
    expect(outcome).toEqual({ ...NOTHING, inserted: 1, updated: 1, duplicate: 1, rejected: 1 });
    const { rows } = await database().pool.query(
      `SELECT external_id, array_agg(s.score::text ORDER BY s.id) AS scores FROM leads l JOIN lead_scores s ON s.lead_id = l.id
       WHERE external_id IN ('R-1', 'R-2', 'A-1') GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { external_id: "A-1", scores: ["61.000"] },
      { external_id: "R-1", scores: ["80.000"] },
      { external_id: "R-2", scores: ["70.000"] },
    ]);
  });
});

describe("a hand-over in a file without the other columns", () => {
  test("freezes what is stored on the cycle: segment, assignee and sourcer", async () => {
    const { pool, prisma } = database();
    await leads(
      "external_id,source,created_at,employees,assigned_to,sourced_by,score,score_vendor",
      `P-1,outbound_bdr,2027-06-01,5000,${ann.email},${bob.email},80,MadKudu`,
    );
    const file = [
      "external_id,source,created_at,handed_over_at",
      `P-1,outbound_bdr,2027-06-01,${HANDED_OVER}`,
    ] as const;
    expect(await leads(...file)).toEqual({ ...NOTHING, updated: 1 });
    expect(await leads(...file)).toEqual({ ...NOTHING, unchanged: 1 });
    const cycle = await prisma.cycle.findUniqueOrThrow({ where: { id: await cycleOf(pool, "P-1") } });
    expect(cycle).toMatchObject({ segmentCode: "ENT", lane: "standard", assignedId: ann.id, sourcedById: bob.id });
    const counters = await prisma.acceptanceDay.findMany({ where: { source: "outbound_bdr" } });
    expect(counters).toMatchObject([{ segment: "ENT", handedOver: 1 }]);
  });

  test("a score alone keeps its vendor in the history", async () => {
    await leads("external_id,source,created_at,score", "P-1,outbound_bdr,2027-06-01,90");
    const { rows } = await database().pool.query(
      "SELECT s.score::text, s.vendor FROM lead_scores s JOIN leads l ON l.id = s.lead_id WHERE external_id = 'P-1' ORDER BY s.id",
    );
    expect(rows).toEqual([
      { score: "80.000", vendor: "MadKudu" },
      { score: "90.000", vendor: "MadKudu" },
    ]);
  });
});

test("who sourced a lead may be learned while its cycle is open", async () => {
  const lead = { external_id: "S-1", source: "outbound_bdr", created_at: "2027-06-01", handed_over_at: HANDED_OVER };
  for (const sourced_by of [undefined, bob.email]) await ingest(database().pool, { leads: [{ ...lead, sourced_by }] });
  const id = await cycleOf(database().pool, "S-1");
  expect(await database().prisma.cycle.findUniqueOrThrow({ where: { id } })).toMatchObject({ sourcedById: bob.id });
});

test("a file of several batches, known and new rows mixed, tells each refused row with its cells", async () => {
  const header = "external_id,source,created_at,handed_over_at";
  const line = (index: number, at = HANDED_OVER) => `B-${index},webinar,2027-06-01,${at}`;
  const all = Array.from({ length: 23_000 }, (_, index) => line(index));
  const known = all.filter((_, index) => index % 2 === 0);
  expect(await leads(header, ...known)).toEqual({ ...NOTHING, inserted: 11_500 });
  const moved = "2027-06-30T14:00:00Z";
  for (const index of [4, 22_998]) all[index] = line(index, moved);
  all[11_111] = "B-11111,webinar,yesterday,";
  expect(await leads(header, ...all)).toEqual({ ...NOTHING, inserted: 11_499, unchanged: 11_498, rejected: 3 });
  expect(rejected.map(({ line, code, cells }) => [line, code, cells[0], cells[3]])).toEqual([
    [6, "HANDED_OVER_FIXED", "B-4", moved],
    [11_113, "DATE_FORMAT", "B-11111", ""],
    [23_000, "HANDED_OVER_FIXED", "B-22998", moved],
  ]);
  const counters = await database().prisma.acceptanceDay.findMany({ where: { source: "webinar", segment: "Unknown" } });
  expect(counters.reduce((sum, { handedOver }) => sum + handedOver, 0)).toBeGreaterThanOrEqual(22_999);
}, 60_000);

test("an import says how many rows its file had", async () => {
  await leads("external_id,source,created_at", "N-1,webinar,2027-06-01", "", ",,", "N-1,webinar,2027-06-01", "N-2,,x");
  const last = await database().prisma.import.findFirstOrThrow({ orderBy: { id: "desc" } });
  expect(last).toMatchObject({ rowsIn: 3, inserted: 1, duplicate: 1, rejected: 1 });
});

test("afterwards everything adds up", async () => {
  expect(await differences(database())).toEqual([]);
});

test("leads and their cycles are numbered in the order of the file, also beside leads that are known", async () => {
  const ids = Array.from({ length: 400 }, (_, index) => `in-order-${(index * 7919) % 400}`);
  const header = "external_id,source,created_at,handed_over_at,assigned_to";
  const line = (id: string, index: number) =>
    `${id},webinar,2027-06-01,${HANDED_OVER},${[ann.email, bob.email, ""][index % 3]}`;
  const known = ids.filter((_, index) => index % 50 === 0);
  await leads("external_id,source,created_at", ...known.map((id) => `${id},webinar,2027-06-01`));
  await leads(header, ...ids.map(line));
  const { rows } = await database().pool.query<{ id: string }>(
    "SELECT l.external_id AS id FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE l.external_id LIKE 'in-order-%' ORDER BY c.id",
  );
  const fresh = ids.filter((id) => !known.includes(id));
  expect(rows.map(({ id }) => id).filter((id) => !known.includes(id))).toEqual(fresh);
  expect(rows).toHaveLength(400);
});
