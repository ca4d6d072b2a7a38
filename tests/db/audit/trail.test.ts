import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { readRefused } from "@/lib/data/audit-refused";
import { readTrail, readTrailChoices, TRAIL_SIZE, trailBatches, trailLinks } from "@/lib/data/audit-trail";
import type { TrailFilter } from "@/lib/domain/audit-trail";
import type { Role } from "@/lib/domain/roles";
import { rename } from "@/lib/services/people";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const ALL: TrailFilter = { actor: null, action: null, object: null, from: null, to: null };
const database = processDatabase();
let people: Record<Role, Person>;

/** Entries at chosen times, as the owner of the database may write them. The chain is not what this file is about. */
async function addEntries(rows: number): Promise<void> {
  await withClient(database().url, async (client) => {
    await client.query(
      `INSERT INTO audit_log (seq, at, actor, action, object, after, prev_hash, hash)
       SELECT 1000 + n, '2027-01-01T05:00:00Z'::timestamptz + n * interval '1 minute', CASE WHEN n > 100000 THEN 'system:busy' ELSE 'bdr' || n % 40 || '@accord.test' END,
         CASE WHEN n % 1000 = 0 THEN 'rare.do' ELSE 'decision.' || (ARRAY['accept', 'reject'])[1 + n % 2] END,
         CASE WHEN n % 1000 = 500 THEN 'lead:' ELSE 'cycle:' END || n / 2, '{"a": 1}', sha256(n::text::bytea), sha256((n + 1)::text::bytea)
       FROM generate_series(1, $1::int) AS n`,
      [rows],
    );
    await client.query("ANALYZE audit_log");
  });
}

const ROWS = 200_000;
beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await rename(systemActor("test"), people.bdr.id, "Bea Darr");
  await addEntries(ROWS);
}, 120_000);

const handedOver = (external_id: string) => ({
  external_id,
  source: "webinar",
  employees: 50,
  created_at: "2027-06-01",
  handed_over_at: "2027-06-09",
});

const page = (filter: Partial<TrailFilter>, cursor: Parameters<typeof readTrail>[2] = null) =>
  readTrail(people.admin, { ...ALL, ...filter }, cursor);

describe("paging by the number of an entry", () => {
  test("goes back to the first entry and forth again, each once, in order", async () => {
    const filter = { action: "rare" };
    const seen: bigint[] = [];
    let cursor: Parameters<typeof readTrail>[2] = null;
    for (;;) {
      const { entries, hasOlder } = await page(filter, cursor);
      seen.push(...entries.map(({ seq }) => seq));
      const last = entries.at(-1);
      if (!hasOlder || !last) break;
      cursor = { before: last.seq };
    }
    expect(seen).toHaveLength(ROWS / 1000);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => (a < b ? 1 : -1)));
    const newer = await page(filter, { after: seen[TRAIL_SIZE] ?? 0n });
    expect(newer.entries.map(({ seq }) => seq)).toEqual(seen.slice(0, TRAIL_SIZE));
    expect(newer).toMatchObject({ hasNewer: false, hasOlder: true });
    const middle = await page(filter, { after: seen.at(-1) ?? 0n });
    expect(middle.entries.map(({ seq }) => seq)).toEqual(seen.slice(-1 - TRAIL_SIZE, -1));
    expect(middle.hasNewer).toBe(true);
  });
});

test("an entry names the person, what was before and after, and its links", async () => {
  const { entries } = await page({ action: "person.rename" });
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    who: "system:test",
    action: "person.rename",
    object: `user:${people.bdr.id}`,
    before: { name: "Test bdr" },
    after: { name: "Bea Darr" },
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    prevHash: expect.stringMatching(/^([0-9a-f]{64})?$/),
  });
});

describe("the filters", () => {
  test("days are those of the organisation's zone, both ends included", async () => {
    // New York: 2 January begins at 05:00 UTC.
    const { entries } = await page({ from: "2027-01-02", to: "2027-01-02", actor: "bdr0@accord.test" });
    const days = entries.map(({ at }) => at.toISOString());
    expect(days.at(0)).toBe("2027-01-03T04:20:00.000Z");
    expect(days.at(-1)).toBe("2027-01-02T05:00:00.000Z");
    expect(days).toHaveLength(36);
  });

  test("the trail of a lead holds what was done to its cycles, and to no other’s", async () => {
    const { pool } = database();
    expect(await ingest(pool, { leads: [handedOver("lead"), handedOver("other")] })).toEqual([]);
    const { rows } = await pool.query("SELECT c.id, c.lead_id FROM cycles c ORDER BY c.lead_id");
    const [{ id: cycle, lead_id: lead }, { id: other }] = rows;
    for (const object of [`lead:${lead}`, `cycle:${cycle}`, `cycle:${other}`, `lead:${lead}0`])
      await pool.query("SELECT audit_append(NULL, 'x', 'thing.do', $1, NULL, NULL, 1)", [object]);
    const filter = { object: `lead:${lead}`, action: "thing.do" };
    const about = [`cycle:${cycle}`, `lead:${lead}`];
    expect((await page(filter)).entries.map(({ object }) => object)).toEqual(about);
    const batch = await trailBatches(people.admin, { ...ALL, ...filter }).next();
    expect(batch.value?.map(({ object }: { object: string }) => object)).toEqual(about.toReversed());
    expect((await page({ ...filter, object: `cycle:${cycle}` })).entries).toHaveLength(1);
    expect((await page({ ...filter, object: `lead:${"9".repeat(40)}` })).entries).toEqual([]);
  });

  test("choices are who has written and what was done", async () => {
    const { actors, actions } = await readTrailChoices();
    expect(actors.filter(({ actor }) => actor.startsWith("bdr"))).toHaveLength(40);
    expect(actions).toEqual(expect.arrayContaining(["decision.accept", "decision.reject", "person.rename", "rare.do"]));
    expect(new Set(actions).size).toBe(actions.length);
  });
});

interface PlanNode {
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: PlanNode[];
}

/** Rows of the log that a page looks at, as Postgres counts them. */
async function rowsRead(filter: Partial<TrailFilter>): Promise<number> {
  const sql = await trailLinks({ ...ALL, ...filter }, null, "America/New_York");
  const { rows } = await database().pool.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql.text}`, sql.values);
  const sum = (node: PlanNode): number => {
    const looked =
      node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
    const own = node["Relation Name"] === "audit_log" ? looked * node["Actual Loops"] : 0;
    return own + (node.Plans ?? []).reduce((total, child) => total + sum(child), 0);
  };
  return sum(rows[0]["QUERY PLAN"][0].Plan);
}

describe("however long the log is", () => {
  test.each<[string, Partial<TrailFilter>]>([
    ["nothing asked", {}],
    ["an actor", { actor: "bdr7@accord.test" }],
    ["nobody", { actor: "nobody" }],
    ["an action that is rare", { action: "rare.do" }],
    ["a noun with two actions", { action: "decision" }],
    ["a noun that is rare", { action: "rare" }],
    ["an object", { object: "cycle:17" }],
    ["a lead", { object: "lead:250" }],
    ["a lead that is not there", { object: "lead:999999999" }],
    ["a kind of object that is rare", { object: "user" }],
    ["an object that is not there", { object: "cycle:999999999" }],
    ["a day long ago", { from: "2027-01-03", to: "2027-01-03" }],
    ["a day before all", { to: "2001-01-01" }],
    ["a day after all", { from: "2100-01-01" }],
    ["a day of a rare action", { action: "rare.do", from: "2027-01-03", to: "2027-01-03" }],
    ["a rare action of an actor", { actor: "bdr0@accord.test", action: "rare.do" }],
    ["a rare action of a busy actor", { actor: "system:busy", action: "rare.do" }],
    ["an action that a busy actor never did", { actor: "system:busy", action: "person.rename" }],
    ["a noun that a busy actor seldom touched", { actor: "system:busy", action: "rare" }],
    ["a kind that an actor never touched", { actor: "bdr0@accord.test", object: "user" }],
    ["a rare kind of a busy actor", { actor: "system:busy", object: "lead" }],
    ["a kind that an action is never about", { action: "decision.accept", object: "user" }],
    ["a rare kind of a common action", { action: "decision.accept", object: "lead" }],
    ["all three", { actor: "system:busy", action: "decision.accept", object: "user" }],
    ["a rare kind of a noun", { action: "decision", object: "user" }],
  ])("a page is read from few of its rows: %s", async (_what, filter) => {
    expect(await rowsRead(filter)).toBeLessThan(ROWS / 20);
  });
});

describe("refused attempts", () => {
  test("are listed latest first, page by page, with names", async () => {
    const attempt = (n: number) => ({
      actor: n % 2 ? people.bdr.email : "key:CRM",
      action: "settings.edit",
      object: `thing:${n}`,
      code: "FORBIDDEN",
    });
    await database().prisma.denial.createMany({ data: Array.from({ length: 60 }, (_, n) => attempt(n)) });
    const first = await readRefused(people.cro, null);
    expect(first).toMatchObject({ hasOlder: true });
    expect(first.rows).toHaveLength(TRAIL_SIZE);
    expect(first.rows[0]).toMatchObject({ who: "Bea Darr", object: "thing:59", code: "FORBIDDEN" });
    expect(first.rows[1]).toMatchObject({ who: "key:CRM" });
    const second = await readRefused(people.cro, first.rows.at(-1)?.id ?? null);
    expect(second).toMatchObject({ hasOlder: false });
    expect(second.rows.map(({ object }) => object)).toEqual(Array.from({ length: 10 }, (_, n) => `thing:${9 - n}`));
  });
});

test.each(["head_demand_gen", "head_sdr", "bdr", "ae", "partner_manager", "ceo", "cfo"] as const)(
  "%s reads neither",
  async (role) => {
    await expect(readTrail(people[role], ALL, null)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(readRefused(people[role], null)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(trailBatches(people[role], ALL).next()).rejects.toMatchObject({ code: "FORBIDDEN" });
  },
);
