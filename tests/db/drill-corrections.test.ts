import { beforeAll, expect, it } from "vitest";
import { type Person, personOfSession, systemActor } from "@/lib/auth/actor";
import { drillCycles } from "@/lib/data/drill";
import { listLeads } from "@/lib/data/lead-pages";
import { readLead } from "@/lib/data/leads";
import { fetchLiveDocument } from "@/lib/data/metrics-document";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import { addPerson } from "@/tests/support/actors";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const asOf = "2027-07-19";
const IN_TIME = new Date("2027-07-02T15:00:00Z");
const LATE = new Date("2027-07-12T09:00:00Z");
let bdr: Person;
let cycles: bigint[];

beforeAll(async () => {
  const { id, email } = await addPerson(database().pool, "bdr");
  const person = await personOfSession(id, 1);
  if (!person) throw new Error("the test's BDR is not there");
  bdr = person;
  const leads = ["kept", "taken back", "decided anew, late"].map((external_id) => ({
    external_id,
    source: "webinar",
    employees: 50,
    created_at: "2027-06-01",
    handed_over_at: "2027-07-01T14:00:00Z",
    assigned_to: email,
  }));
  await ingest(database().pool, { leads });
  cycles = (await database().prisma.cycle.findMany({ orderBy: { id: "asc" } })).map((cycle) => cycle.id);
  for (const cycleId of cycles) await decide(bdr, { cycleId, touch: "call", verdict: "accept" }, IN_TIME);
  for (const cycleId of cycles.slice(1)) await undo(bdr, cycleId, new Date("2027-07-02T15:05:00Z"));
  await decide(bdr, { cycleId: cycles[2] ?? 0n, touch: "call", verdict: "reject", reason: "no_intent" }, LATE);
});

it("a verdict that was taken back met no SLA: table and list say the same", async () => {
  const { sla, acceptance } = await fetchLiveDocument(database().prisma, asOf);
  expect(sla).toMatchObject({ n: 3, touched_in_time: 3, decided_in_time: 1 });
  expect(acceptance.total).toMatchObject({ n: 3, accepted: 1, rejected: 1, unworked: 1 });
  const listed = async (clock: "touch" | "decision", state: "met" | "missed") => {
    const page = await drillCycles(
      systemActor("test"),
      { kind: "sla", asOf, clock, state },
      { page: 1, size: 10 },
      database().prisma,
    );
    return page?.rows.map(({ externalId }) => externalId).sort();
  };
  expect(await listed("decision", "met")).toEqual(["kept"]);
  expect(await listed("decision", "missed")).toEqual(["decided anew, late", "taken back"]);
  expect(await listed("touch", "met")).toHaveLength(3);
  expect(await differences(database())).toEqual([]);
});

it("accepted in time and rejected late: met for the table, the list of leads and the lead's page alike", async () => {
  const { pool, prisma } = database();
  const reject = { verdict: "reject", reason_code: "bad_data", decided_at: LATE.toISOString() };
  expect(await ingest(pool, { decisions: [{ lead_external_id: "kept", ...reject }] })).toEqual([]);
  const { sla } = await fetchLiveDocument(prisma, asOf);
  expect(sla).toMatchObject({ n: 3, decided_in_time: 1 });
  const { rows } = await listLeads(
    systemActor("test"),
    { stage: "rejected", source: null, segment: null, hasDeal: false, query: "kept" },
    { page: 1, size: 5 },
  );
  expect(rows).toMatchObject([{ decidedAt: LATE, firstDecidedAt: IN_TIME }]);
  const detail = await readLead(rows[0]?.leadId ?? "", prisma);
  expect(new Date(detail?.cycles[0]?.firstDecidedAt ?? 0)).toEqual(IN_TIME);
  expect(await differences(database())).toEqual([]);
});
