import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readQueueDesk } from "@/lib/data/queue-desk";
import { readQueueLeads } from "@/lib/data/queue-leads";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import { handOver } from "@/lib/services/leads";
import { handedOver, leadOf, minutesAfter, signedIn, THURSDAY } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
const ALL = { source: null, segment: null, lead: null, done: null };
const NOW = minutesAfter(THURSDAY, 30);
let bdr: Person;
let other: Person;
let ids: bigint[];

beforeAll(async () => {
  const { pool } = database();
  bdr = await signedIn(pool, "bdr");
  other = await signedIn(pool, "bdr", "other");
  ids = await handedOver(
    pool,
    { assigned_to: bdr.email, handed_over_at: "2027-06-30T14:00:00Z", company: "Twin Ltd" },
    { assigned_to: bdr.email, source: "intent", employees: 3_000 },
    { handed_over_at: "2027-06-21T14:00:00Z" },
    { assigned_to: other.email },
    { sourced_by: bdr.email },
  );
  await ingest(pool, {
    leads: [{ external_id: "twin", company: "twin  LTD", source: "webinar", created_at: "2027-05-01" }],
    opportunities: [
      { external_id: "open", account: "Twin Ltd", created_at: "2027-05-10", stage: "Discovery" },
      { external_id: "lost", account: "Twin Ltd", created_at: "2027-05-10", outcome: "lost", closed_at: "2027-06-01" },
    ],
  });
});

const text = (...indexes: number[]) => indexes.map((index) => String(ids[index]));

describe("the queue of a BDR", () => {
  test("is their own and nobody's, the oldest due first, with what is late", async () => {
    const desk = await readQueueDesk(bdr, ALL, NOW);
    expect(desk.rows.map(({ id }) => id)).toEqual(text(2, 1, 0));
    expect(desk).toMatchObject({ total: 3, late: 1, selected: text(2)[0], verdict: null, own: [], assignees: [] });
    expect(desk.leads.map(({ id }) => id)).toEqual(text(2, 1, 0));
  });

  test("narrows by source and segment; a source that does not exist narrows nothing", async () => {
    expect((await readQueueDesk(bdr, { ...ALL, source: "intent" }, NOW)).rows.map(({ id }) => id)).toEqual(text(1));
    expect((await readQueueDesk(bdr, { ...ALL, segment: "ENT" }, NOW)).rows.map(({ id }) => id)).toEqual(text(1));
    const junk = await readQueueDesk(bdr, { ...ALL, source: "'; --" }, NOW);
    expect(junk).toMatchObject({ total: 3, filter: { source: null } });
  });

  test("opens at the lead that the address names, even outside the filter", async () => {
    const [wanted = ""] = text(0);
    expect(await readQueueDesk(bdr, { ...ALL, lead: wanted }, NOW)).toMatchObject({ selected: wanted, verdict: null });
    const outside = await readQueueDesk(bdr, { ...ALL, source: "intent", lead: wanted }, NOW);
    expect(outside.selected).toBe(wanted);
    expect(outside.leads.map(({ id }) => id)).toEqual(text(1, 0));
  });

  test("says what stands on a lead that is not theirs to decide", async () => {
    const [theirs = "", sourced = ""] = text(3, 4);
    for (const lead of [theirs, sourced])
      expect((await readQueueDesk(bdr, { ...ALL, lead }, NOW)).verdict).toMatchObject({ verdict: null, isOwn: false });
    expect((await readQueueDesk(bdr, { ...ALL, lead: "999999999" }, NOW)).verdict).toBeNull();
    expect(await readQueueLeads(bdr, [theirs, sourced, "junk", "1e9"], NOW)).toEqual([]);
  });

  test("is closed to other roles", async () => {
    const cro = await signedIn(database().pool, "cro");
    await expect(readQueueDesk(cro, ALL, NOW)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

test("the head of SDR sees everybody's and whom to give them to", async () => {
  const head = await signedIn(database().pool, "head_sdr");
  const desk = await readQueueDesk(head, ALL, NOW);
  expect(desk.total).toBe(5);
  expect(desk.assignees.map(({ id }) => id).sort()).toEqual([bdr.id, other.id].sort());
});

describe("one lead", () => {
  test("brings what is known of its company, the open deal first", async () => {
    const [lead] = await readQueueLeads(bdr, text(0), NOW);
    expect(lead?.duplicates).toMatchObject([
      { kind: "opportunity", externalId: "open" },
      { kind: "lead", key: `lead:${await leadOf(database().pool, "twin")}` },
    ]);
  });

  test("is evaluated now when its hand-over came from a file, and keeps its trace when it has one", async () => {
    const [fromFile] = await readQueueLeads(bdr, text(0), NOW);
    expect(fromFile?.trace).toMatchObject({ isStored: false, agreementVersion: 1 });
    expect(fromFile?.trace.fields).toHaveLength(8);
    const { pool } = database();
    await ingest(pool, {
      leads: [{ external_id: "partner", source: "partner_referral", created_at: "2027-06-01" }],
    });
    await pool.query(
      `UPDATE cycles SET trace = jsonb_build_object('passed', true, 'score', 'above', 'fields', (SELECT jsonb_agg(jsonb_build_object('field', f,
         'label', 'Label of ' || f, 'passed', true, 'words', 'words')) FROM unnest(ARRAY['firmographic','industry','tech_stack','behaviour','title',
         'geography','disqualifiers','time_decay']) AS f)) WHERE id = $1`,
      [ids[1]],
    );
    const [stored] = await readQueueLeads(bdr, text(1), NOW);
    expect(stored?.trace).toMatchObject({
      isStored: true,
      fields: [{ label: "Label of firmographic" }, {}, {}, {}, {}, {}, {}, {}],
    });
    const manager = await signedIn(pool, "partner_manager");
    const { cycleId } = await handOver(manager, await leadOf(pool, "partner"), NOW);
    expect(await readQueueLeads(manager, [cycleId], NOW)).toMatchObject([
      { lane: "partner", trace: { isStored: false } },
    ]);
  });
});

test("verdicts that can still be taken back come latest first, as long as they stand", async () => {
  const { pool } = database();
  const [first = 0n, second = 0n] = await handedOver(pool, {}, {});
  const own = async (now: Date) => (await readQueueDesk(bdr, ALL, now)).own.map(({ cycleId }) => BigInt(cycleId));
  await decide(bdr, { cycleId: first, verdict: "accept", touch: "call" }, THURSDAY);
  await decide(bdr, { cycleId: second, verdict: "reject", reason: "bad_data", touch: null }, minutesAfter(THURSDAY, 1));
  expect(await own(NOW)).toEqual([second, first]);
  await undo(bdr, second, minutesAfter(THURSDAY, 2));
  expect(await own(NOW)).toEqual([first]);
  // The Monday snapshot counts them: from its instant on there is nothing to take back.
  expect(await own(new Date("2027-07-05T09:59:59Z"))).toEqual([first]);
  expect(await own(new Date("2027-07-05T10:00:00Z"))).toEqual([]);
  const done = await readQueueDesk(bdr, { ...ALL, done: String(first) }, NOW);
  expect(done.verdict).toMatchObject({ verdict: "accepted", isOwn: true, at: THURSDAY, by: bdr.name });
});
