import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { leadBatches, listLeads } from "@/lib/data/lead-pages";
import type { LeadFilter, LeadRow } from "@/lib/domain/lead-list";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
const command = systemActor("test");
const NONE: LeadFilter = { stage: null, source: null, segment: null, hasDeal: false, query: null };

const lead = (external_id: string, more = {}) => ({
  external_id,
  company: `Company ${external_id}`,
  source: "webinar",
  employees: 100,
  created_at: "2027-06-01",
  ...more,
});
const HANDED = { handed_over_at: "2027-06-29T14:00:00Z" };

beforeAll(async () => {
  const refused = await ingest(database().pool, {
    leads: [
      lead("raw", { email: "Ada.Byron@raw.example" }),
      lead("open", HANDED),
      lead("accepted", { ...HANDED, employees: 5_000, company: "Deal Co" }),
      lead("rejected", { ...HANDED, source: "intent" }),
    ],
    decisions: [
      { lead_external_id: "accepted", decided_at: "2027-07-01T15:00:00Z", verdict: "accept" },
      { lead_external_id: "rejected", decided_at: "2027-07-01T15:00:00Z", verdict: "reject", reason_code: "bad_data" },
    ],
    opportunities: [{ external_id: "deal", account: "Deal Co", created_at: "2027-06-01", stage: "Discovery" }],
  });
  expect(refused).toEqual([]);
});

const idsOf = (rows: readonly LeadRow[]) => rows.map(({ externalId }) => externalId);
const list = async (filter: Partial<LeadFilter>) => {
  const { rows, total } = await listLeads(command, { ...NONE, ...filter }, { page: 1, size: 50 });
  expect(rows).toHaveLength(total);
  return idsOf(rows);
};

describe("the list of leads", () => {
  test.each<[Partial<LeadFilter>, string[]]>([
    [{}, ["rejected", "accepted", "open", "raw"]],
    [{ stage: "lead" }, ["raw"]],
    [{ stage: "mql" }, ["open"]],
    [{ stage: "sal" }, ["accepted"]],
    [{ stage: "rejected" }, ["rejected"]],
    [{ source: "intent" }, ["rejected"]],
    [{ segment: "ENT" }, ["accepted"]],
    [{ hasDeal: true }, ["accepted"]],
    [{ stage: "mql", source: "intent" }, []],
    [{ query: "comp" }, ["rejected", "open", "raw"]],
    [{ query: "acc" }, ["accepted"]],
    [{ query: "ada.BYRON@" }, ["raw"]],
    [{ query: "byron@" }, []],
    [{ query: "x" }, []],
  ])("%j", async (filter, ids) => expect(await list(filter)).toEqual(ids));

  test("says where a lead stands", async () => {
    const { rows } = await listLeads(command, { ...NONE, stage: "rejected" }, { page: 1, size: 50 });
    expect(rows).toMatchObject([
      { stage: "rejected", reason: "bad_data", handedOverAt: new Date("2027-06-29T14:00:00Z") },
    ]);
    const raw = await listLeads(command, { ...NONE, stage: "lead" }, { page: 1, size: 50 });
    expect(raw.rows).toMatchObject([{ cycleId: null, stage: "lead", handedOverAt: null, segment: "SMB" }]);
  });

  test("comes in pages, and as a whole for a file", async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => listLeads(command, NONE, { page, size: 2 })));
    expect(pages.map(({ rows, total }) => [idsOf(rows), total])).toEqual([
      [["rejected", "accepted"], 4],
      [["open", "raw"], 4],
      [[], 4],
    ]);
    const all: string[] = [];
    for await (const rows of leadBatches(command, NONE)) all.push(...idsOf(rows));
    expect(all).toEqual(["rejected", "accepted", "open", "raw"]);
  });
});
