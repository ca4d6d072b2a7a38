import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { metricsJson } from "@/lib/data/metrics-document";
import { readMonday } from "@/lib/data/monday";
import { listSnapshots, snapshotJson } from "@/lib/data/snapshots";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { takeSnapshot } from "@/lib/services/snapshots";
import { withoutGuards } from "@/tests/support/agreements";
import { ingest, merge, type Records } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { DEALS } from "@/tests/support/vector-deals";
import { MONDAY } from "@/tests/support/vectors";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const actor = systemActor("test");
const NOW = new Date("2027-08-09T12:00:00Z");
const take = (asOf: string, now = NOW) => takeSnapshot(database().prisma, actor, asOf, now);
const read = async (asOf: string) => JSON.parse(await metricsJson(asOf)) as MetricsDocument;

const LATE: Records = {
  leads: [
    {
      external_id: "late",
      source: "paid_search",
      employees: 50,
      created_at: "2027-06-01",
      handed_over_at: "2027-06-07",
    },
  ],
};

beforeAll(async () => {
  await ingest(database().pool, merge([MONDAY, DEALS]));
});

describe("taking a snapshot", () => {
  it("refuses a Monday whose 06:00 has not come, and writes nothing", async () => {
    const early = take("2027-07-05", new Date("2027-07-05T09:59:59Z"));
    await expect(early).rejects.toMatchObject({ code: "SNAPSHOT_TOO_EARLY", field: "as_of" });
    expect((await listSnapshots({ limit: 10, offset: 0 })).total).toBe(0);
  });

  it("freezes the live figures once, with one audit entry, whoever comes second", async () => {
    const live = await read("2027-07-05");
    const { seq } = await database().prisma.auditHead.findFirstOrThrow();
    const taken = await Promise.all([take("2027-07-05"), take("2027-07-05"), take("2027-07-05")]);
    expect(taken.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(taken.map(({ hash }) => hash)).size).toBe(1);
    const frozen = await read("2027-07-05");
    expect(frozen).toEqual({ ...live, frozen: true, snapshot_id: "2027-07-05", hash: taken[0]?.hash });
    const entries = await database().prisma.auditEntry.findMany({ where: { action: "snapshot.take" } });
    const { rows: moves } = await database().pool.query(
      "SELECT c.unit, m.kind::text AS move, m.due::text FROM clock_moves m JOIN clocks c ON c.id = m.clock_id ORDER BY m.id",
    );
    expect(moves).not.toEqual([]);
    expect(entries.map(({ object, after }) => [object, after])).toEqual([
      ["snapshot:2027-07-05", { hash: taken[0]?.hash, known: String(seq), clocks: moves }],
    ]);
  });

  it("hashes the document in which hash is null", async () => {
    const text = (await snapshotJson("2027-07-05")) ?? "";
    const { hash } = JSON.parse(text) as MetricsDocument;
    const bare = text.replace(`"hash":"${hash}"`, '"hash":null');
    expect(createHash("sha256").update(bare).digest("hex")).toBe(hash);
  });

  it("cannot be changed by the app", async () => {
    await expect(database().pool.query("UPDATE snapshots SET payload = ''")).rejects.toThrow("permission denied");
    await expect(database().pool.query("DELETE FROM snapshots")).rejects.toThrow("permission denied");
  });
});

describe("a frozen Monday", () => {
  it("stays as it was when late data come; the page shows it, and today's trend beside it", async () => {
    const before = await metricsJson("2027-07-05");
    await ingest(database().pool, LATE);
    expect(await metricsJson("2027-07-05")).toBe(before);
    const page = await readMonday("2027-07-05", NOW);
    const { influence, ...rest } = JSON.parse(before) as MetricsDocument;
    expect(influence.deals.length).toBeGreaterThan(5);
    expect(page.document).toEqual({ ...rest, influence: { ...influence, deals: [] } });
    expect(page.document.acceptance.total.n).toBe(30);
    expect(page.trend.total.points.at(-1)?.n).toBe(31);
  });

  it("gives its clocks to the Mondays after it: opened then, due on the first Monday on or after", async () => {
    const unit = "cost:content_syndication";
    const clockAt = async (asOf: string) => (await read(asOf)).cures.find((clock) => clock.unit === unit);
    expect(await clockAt("2027-06-28")).toMatchObject({ opened: "2027-06-28" });
    expect(await clockAt("2027-07-12")).toEqual({ unit, opened: "2027-07-05", due: "2027-08-04", state: "open" });
    expect(await clockAt("2027-08-09")).toMatchObject({ opened: "2027-07-05", state: "due" });
    // Judged on snapshots, by whichever process: the figures of the first one come from its payload again.
    await take("2027-07-12");
    expect(await clockAt("2027-07-19")).toMatchObject({ opened: "2027-07-05", state: "open" });
  });

  it("is in the list, latest first", async () => {
    const { items, total } = await listSnapshots({ limit: 1, offset: 0 });
    expect(total).toBe(2);
    expect(items).toEqual([expect.objectContaining({ asOf: "2027-07-12", agreementVersion: 1, takenAt: NOW })]);
    expect(await differences(database())).toEqual([]);
  });
  it("names the minimum n and the hours of its own agreement when another one judges", async () => {
    await withoutGuards(database().url, async (client) => {
      await client.query("UPDATE agreements SET status = 'superseded', superseded_at = now() WHERE version = 1");
      await client.query(`
        INSERT INTO agreements (version, status, definition, rejection_cap, pipeline_floor, cost_line, acv_min, acv_max, minimum_n,
          weight_first, weight_created, weight_won, lookback_days, decision_days, follow_up_hours)
        SELECT 2, 'provisional', definition, rejection_cap, pipeline_floor, cost_line, acv_min, acv_max, 25,
          weight_first, weight_created, weight_won, lookback_days, decision_days, 8 FROM agreements WHERE version = 1`);
    });
    expect(await readMonday("2027-07-05", NOW)).toMatchObject({ minimumN: 10, followUpHours: 24 });
    expect(await readMonday("2027-08-09", NOW)).toMatchObject({ minimumN: 25, followUpHours: 8 });
  });
});
