import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { metricsJson } from "@/lib/data/metrics-document";
import { closeDatabase, openDatabase } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import { takeMissedSnapshots, takeSnapshot } from "@/lib/services/snapshots";
import { withoutGuards } from "@/tests/support/agreements";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest } from "@/tests/support/ingest";
import { waiting } from "@/tests/support/locks";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

let database: FreshDatabase;
const actor = systemActor("test");
const sweep = (now: string) => takeMissedSnapshots(database.prisma, actor, new Date(now));
const take = (asOf: IsoDate, now: string) => takeSnapshot(database.prisma, actor, asOf, new Date(now));
const inZone = (zone: string) =>
  withoutGuards(database.url, (client) => client.query("UPDATE organisation SET time_zone = $1", [zone]));

/** In the order in which they were frozen. */
const frozen = async () => {
  const { rows } = await database.pool.query<{ asOf: IsoDate; takenAt: Date; judges: boolean }>(`
    SELECT s.as_of::text AS "asOf", s.taken_at AS "takenAt", s.judges
    FROM snapshots s JOIN audit_log a ON a.action = 'snapshot.take' AND a.object = 'snapshot:' || s.as_of::text ORDER BY a.seq`);
  return rows.map(({ asOf, takenAt, judges }) => [asOf, takenAt.toISOString(), judges]);
};

beforeEach(async () => {
  database = await freshDatabase();
  openDatabase(database.url);
});
afterEach(async () => {
  await closeDatabase();
  await database.drop();
});

describe("missed Mondays", () => {
  it("of three weeks are frozen oldest first, each once at its own moment, and all of them judge", async () => {
    await take("2027-06-14", "2027-06-14T10:00:00Z");
    expect(await sweep("2027-07-08T15:30:00Z")).toEqual(["2027-06-21", "2027-06-28", "2027-07-05"]);
    const rows = await frozen();
    expect(rows.map(([asOf, , judges]) => [asOf, judges])).toEqual([
      ["2027-06-14", true],
      ["2027-06-21", true],
      ["2027-06-28", true],
      ["2027-07-05", true],
    ]);
    const moments = rows.map(([, takenAt]) => takenAt);
    expect(moments.slice(0, 2)).toEqual(["2027-06-14T10:00:00.000Z", "2027-07-08T15:30:00.000Z"]);
    expect(moments).toEqual([...new Set(moments)].sort());
    expect(await differences(database)).toEqual([]);
  });

  it("are none when the sweep runs again: nothing at all is written", async () => {
    await take("2027-06-28", "2027-06-28T10:00:00Z");
    await sweep("2027-07-05T10:00:00Z");
    const before = await tableDigests(database.pool);
    expect(await sweep("2027-07-05T10:01:00Z")).toEqual([]);
    expect(await sweep("2027-07-12T09:59:59Z")).toEqual([]);
    expect(await tableDigests(database.pool)).toEqual(before);
  });

  it("are shared by sweeps that run at the same moment", async () => {
    await take("2027-06-14", "2027-06-14T10:00:00Z");
    const now = "2027-07-08T15:30:00Z";
    const taken = await Promise.all([sweep(now), sweep(now), sweep(now), sweep(now)]);
    expect(taken.flat().sort()).toEqual(["2027-06-21", "2027-06-28", "2027-07-05"]);
    expect((await frozen()).map(([asOf, , judges]) => [asOf, judges])).toEqual([
      ["2027-06-14", true],
      ["2027-06-21", true],
      ["2027-06-28", true],
      ["2027-07-05", true],
    ]);
    expect(await differences(database)).toEqual([]);
  });

  it("are a quarter at most, also after a Monday of long ago that somebody froze by a slip", async () => {
    await take("2026-01-05", "2027-07-08T15:00:00Z");
    const taken = await sweep("2027-07-08T15:30:00Z");
    expect(taken).toHaveLength(13);
    expect([taken[0], taken.at(-1)]).toEqual(["2027-04-12", "2027-07-05"]);
    expect(await sweep("2027-07-08T15:31:00Z")).toEqual([]);
    expect(await differences(database)).toEqual([]);
  });

  it("follow the latest one: a gap that somebody left by hand stays", async () => {
    await take("2027-06-14", "2027-06-14T10:00:00Z");
    await take("2027-06-28", "2027-06-28T10:00:00Z");
    expect(await sweep("2027-07-05T10:00:00Z")).toEqual(["2027-07-05"]);
    // By hand, later: it moves no clock, and records nothing of the one before it.
    await take("2027-06-21", "2027-07-06T10:00:00Z");
    expect((await frozen()).map(([asOf, , judges]) => [asOf, judges]).at(-1)).toEqual(["2027-06-21", false]);
    const restated = await database.prisma.restatement.findMany({ orderBy: { asOf: "asc" } });
    expect(restated.map(({ asOf, earlier }) => [asOf, earlier].map((day) => day.toISOString().slice(0, 10)))).toEqual([
      ["2027-06-28", "2027-06-14"],
      ["2027-07-05", "2027-06-28"],
    ]);
    expect(await differences(database)).toEqual([]);
  });
});

it("two Mondays that are frozen at the same moment know of each other: one of them is the first", async () => {
  await take("2027-06-14", "2027-06-14T10:00:00Z");
  const now = "2027-07-08T15:30:00Z";
  await Promise.all([take("2027-06-28", now), take("2027-06-21", now)]);
  const [, first] = await frozen();
  const restated = await database.prisma.restatement.findMany({ orderBy: { asOf: "asc" } });
  expect(restated).toHaveLength(first?.[0] === "2027-06-21" ? 2 : 1);
  expect(await differences(database)).toEqual([]);
});

describe("what was known", () => {
  const lead = { external_id: "one", source: "webinar", employees: 50, created_at: "2027-05-03" };
  const frozenOf = async (asOf: IsoDate) => {
    const { acceptance } = JSON.parse(await metricsJson(asOf, database.prisma));
    const [snapshot, entry] = await Promise.all([
      database.prisma.snapshot.findFirstOrThrow(),
      database.prisma.auditEntry.findFirstOrThrow({ where: { object: `snapshot:${asOf}` } }),
    ]);
    const { known } = entry.after as { known: string };
    return { n: acceptance.total.n, takenAt: snapshot.takenAt, unseen: entry.seq - BigInt(known) - 1n };
  };

  it("when it is frozen holds an import that ended after its figures were read", async () => {
    const now = "2027-07-05T10:00:00Z";
    const holder = await database.pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT pg_advisory_xact_lock(hashtext('accord.snapshots'))");
    const taking = take("2027-07-05", now);
    await waiting(database.pool, 1);
    await ingest(database.pool, { leads: [{ ...lead, handed_over_at: "2027-06-10" }] }, new Date(now));
    await holder.query("COMMIT");
    holder.release();
    expect(await taking).toMatchObject({ isNew: true });
    const { n, takenAt, unseen } = await frozenOf("2027-07-05");
    expect({ n, unseen }).toEqual({ n: 1, unseen: 0n });
    expect(takenAt.getTime()).toBeGreaterThan(new Date(now).getTime());
    expect(await differences(database)).toEqual([]);
  });

  it("is what the entry names where something is written at each try", async () => {
    await withClient(database.url, (owner) =>
      owner.query(`
        CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM audit_append(NULL, 'system:test', 'test.write', 'test', NULL, NULL, NULL); RETURN NULL; END $$;
        CREATE TRIGGER meddle AFTER INSERT ON snapshots FOR EACH ROW EXECUTE FUNCTION meddle()`),
    );
    expect(await take("2027-07-05", "2027-07-05T10:00:00Z")).toMatchObject({ isNew: true });
    expect((await frozenOf("2027-07-05")).unseen).toBe(1n);
  });
});

describe("06:00 over the change of the clocks", () => {
  it.each([
    ["America/New_York", "2027-03-08", "2027-03-15", "2027-03-15T09:59:59Z", "2027-03-15T10:00:00Z"],
    ["America/New_York", "2027-11-01", "2027-11-08", "2027-11-08T10:59:59Z", "2027-11-08T11:00:00Z"],
    ["Australia/Sydney", "2027-03-29", "2027-04-05", "2027-04-04T19:59:59Z", "2027-04-04T20:00:00Z"],
    ["Australia/Sydney", "2027-09-27", "2027-10-04", "2027-10-03T18:59:59Z", "2027-10-03T19:00:00Z"],
  ])("in %s, after %s, is that of %s", async (zone, last, monday, before, at) => {
    await inZone(zone);
    await take(last, before);
    expect(await sweep(before)).toEqual([]);
    expect(await sweep(at)).toEqual([monday]);
    expect((await frozen()).at(-1)).toEqual([monday, new Date(at).toISOString(), true]);
  });
});

describe("before the first snapshot", () => {
  const lead = { external_id: "one", source: "webinar", created_at: "2026-01-05" };

  it("nothing is frozen while no record came in", async () => {
    expect(await sweep("2027-07-05T12:00:00Z")).toEqual([]);
  });

  it("nothing is frozen while only exchange rates came in, and a file that was refused whole", async () => {
    await ingest(database.pool, { fx_rates: [{ currency: "EUR", date: "2026-01-05", rate: "1.08" }] });
    const refused = { data: { kind: "leads", fileName: "x.csv", sourceSystem: "crm", via: "cli" } } as const;
    await database.prisma.import.create({ data: { ...refused.data, rowsIn: 9, rejected: 9 } });
    await withClient(database.url, (owner) => owner.query("UPDATE imports SET finished_at = '2027-07-05T09:00:00Z'"));
    expect(await sweep("2027-07-05T12:00:00Z")).toEqual([]);
  });

  it("the current Monday alone is frozen, once records were there at its 06:00", async () => {
    await ingest(database.pool, { leads: [lead] });
    await withClient(database.url, (owner) => owner.query("UPDATE imports SET finished_at = '2027-07-07T12:00:00Z'"));
    // Set up in the middle of a week: that week is not judged.
    expect(await sweep("2027-07-07T13:00:00Z")).toEqual([]);
    expect(await sweep("2027-07-12T09:59:59Z")).toEqual([]);
    expect(await sweep("2027-07-12T10:00:00Z")).toEqual(["2027-07-12"]);
  });
});

it("tells whoever writes a frozen Monday once more: SNAPSHOT_EXISTS, and nothing changes", async () => {
  const { hash } = await take("2027-06-28", "2027-06-28T10:00:00Z");
  const again = database.pool.query(
    "INSERT INTO snapshots (as_of, agreement_version, payload, hash) SELECT as_of, agreement_version, payload, hash FROM snapshots",
  );
  await expect(again).rejects.toMatchObject({ code: "AC002", message: expect.stringContaining("SNAPSHOT_EXISTS") });
  expect(await take("2027-06-28", "2027-07-06T12:00:00Z")).toEqual({ asOf: "2027-06-28", isNew: false, hash });
});
