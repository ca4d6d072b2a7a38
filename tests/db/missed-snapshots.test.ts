import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import type { IsoDate } from "@/lib/domain/dates";
import { takeMissedSnapshots, takeSnapshot } from "@/lib/services/snapshots";
import { withoutGuards } from "@/tests/support/agreements";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest } from "@/tests/support/ingest";
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
});
afterEach(() => database.drop());

describe("missed Mondays", () => {
  it("of three weeks are frozen oldest first, each once, and all of them judge", async () => {
    await take("2027-06-14", "2027-06-14T10:00:00Z");
    expect(await sweep("2027-07-08T15:30:00Z")).toEqual(["2027-06-21", "2027-06-28", "2027-07-05"]);
    const late = "2027-07-08T15:30:00.000Z";
    expect(await frozen()).toEqual([
      ["2027-06-14", "2027-06-14T10:00:00.000Z", true],
      ["2027-06-21", late, true],
      ["2027-06-28", late, true],
      ["2027-07-05", late, true],
    ]);
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
