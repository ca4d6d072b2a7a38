import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import type { JsonRecord } from "@/lib/services/parse/records";
import { signedIn, THURSDAY } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { DAY_29, DAY_30, externalIdOf, rejectedLead, touched } from "@/tests/support/recycling";
import { TRACES, tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
/** An import that changes nothing else still says that it ran. */
const ITS_OWN = [...TRACES, "imports", "audit_log", "audit_head"];
let marketing: Person;
let bdr: Person;

beforeAll(async () => {
  marketing = await signedIn(database().pool, "head_demand_gen");
  bdr = await signedIn(database().pool, "bdr");
});

const rejected = (response?: string | null) =>
  rejectedLead(database().pool, { handsOver: marketing, decides: bdr }, {}, response);

const cyclesOf = (leadId: bigint) =>
  database().prisma.cycle.findMany({
    where: { leadId },
    orderBy: { number: "asc" },
    select: { number: true, stage: true },
  });

describe("an import that hands a lead over again", () => {
  const bring = async (id: bigint, handed_over_at: string, more: JsonRecord = {}) =>
    ingest(database().pool, {
      leads: [
        {
          external_id: await externalIdOf(database().pool, id),
          source: "webinar",
          created_at: "2027-06-01",
          handed_over_at,
          ...more,
        },
      ],
    });

  test("is refused with its line before day 30 and without activity, and then opens the second cycle", async () => {
    const id = await rejected(null);
    const before = await tableDigests(database().pool, ITS_OWN);
    expect(await bring(id, DAY_29.toISOString())).toMatchObject([
      { line: 0, field: "handed_over_at", code: "TOO_SOON", message: expect.stringContaining("2027-07-31") },
    ]);
    expect(await bring(id, DAY_30.toISOString())).toMatchObject([{ line: 0, code: "NO_NEW_ACTIVITY" }]);
    expect(await tableDigests(database().pool, ITS_OWN)).toEqual(before);
    await touched(database().pool, id, "2027-07-02");
    expect(await bring(id, DAY_30.toISOString(), { title: "CFO" })).toEqual([]);
    expect(await cyclesOf(id)).toEqual([
      { number: 1, stage: "rejected" },
      { number: 2, stage: "mql" },
    ]);
  });

  test("changes nothing when it comes again, with the new time or with the old one", async () => {
    const { pool, prisma } = database();
    const id = await rejected();
    await bring(id, DAY_30.toISOString());
    const before = await tableDigests(pool, ITS_OWN);
    expect(await bring(id, DAY_30.toISOString())).toEqual([]);
    expect(await bring(id, THURSDAY.toISOString())).toEqual([]);
    expect(await tableDigests(pool, ITS_OWN)).toEqual(before);
    expect(await prisma.lead.findUniqueOrThrow({ where: { id } })).toMatchObject({ handedOverAt: DAY_30 });
  });

  test("never moves a hand-over: not between the two, not while the second is open", async () => {
    const id = await rejected();
    expect(await bring(id, "2027-07-01T14:59:00Z")).toMatchObject([{ code: "HANDED_OVER_FIXED" }]);
    await bring(id, DAY_30.toISOString());
    expect(await bring(id, "2027-07-20T12:00:00Z")).toMatchObject([{ code: "HANDED_OVER_FIXED" }]);
    expect(await bring(id, "2027-12-01T12:00:00Z")).toMatchObject([{ code: "HANDED_OVER_FIXED" }]);
  });

  test("takes a later verdict to the second cycle, and an earlier one to the first", async () => {
    const { pool } = database();
    const id = await rejected();
    await bring(id, DAY_30.toISOString());
    const verdict = {
      lead_external_id: await externalIdOf(database().pool, id),
      verdict: "accept",
      touched_at: "2027-08-02T10:00:00Z",
    };
    expect(await ingest(pool, { decisions: [{ ...verdict, decided_at: "2027-08-02T11:00:00Z" }] })).toEqual([]);
    expect(await cyclesOf(id)).toMatchObject([{ stage: "rejected" }, { stage: "sal" }]);
  });
});

test("afterwards everything adds up", async () => {
  expect(await differences(database())).toEqual([]);
});
