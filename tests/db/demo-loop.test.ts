import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { fetchLiveDocument } from "@/lib/data/metrics-document";
import { readPlaybook } from "@/lib/data/playbook";
import { fetchQueue } from "@/lib/data/review-queue";
import { readWatch } from "@/lib/data/watches";
import { closeDatabase, openDatabase } from "@/lib/db";
import { addDays } from "@/lib/domain/dates";
import { DECISION_TYPES } from "@/lib/domain/reviews";
import { hasFallen } from "@/lib/domain/watch";
import { loadDemo } from "@/prisma/seed/demo";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { differences } from "@/tests/support/verify";

/** One Monday, and one whose quarter has two holidays on a Tuesday: Christmas and the New Year after it. */
const MONDAYS: { asOf: string; moved: string[] }[] = [
  { asOf: "2026-11-23", moved: [] },
  { asOf: "2019-02-04", moved: ["2018-12-26", "2019-01-02"] },
];

describe.each(MONDAYS)("the twelve weeks before $asOf", ({ asOf, moved }) => {
  let database: FreshDatabase;
  const noon = new Date(`${asOf}T17:00:00Z`);

  beforeAll(async () => {
    database = await freshDatabase();
    await loadDemo(database.url, asOf, { actor: systemActor("demo") });
    openDatabase(database.url);
  }, 120_000);
  afterAll(async () => {
    await closeDatabase();
    await database.drop();
  });

  const column = async <T>(sql: string): Promise<T[]> => {
    const { rows } = await database.pool.query<{ value: T }>(sql);
    return rows.map(({ value }) => value);
  };

  it("agree with themselves", async () => {
    expect(await differences(database)).toEqual([]);
  });

  it("froze every Monday in its order, today's as it is shown live", async () => {
    const mondays = await column<string>("SELECT as_of::text AS value FROM snapshots WHERE judges ORDER BY taken_at");
    expect(mondays).toEqual(Array.from({ length: 14 }, (_, index) => addDays(asOf, 7 * (index - 13))));
    const { payload } = await database.prisma.snapshot.findUniqueOrThrow({ where: { asOf: new Date(asOf) } });
    const live = await fetchLiveDocument(database.prisma, asOf);
    const { acceptance, rejection, cost, influence } = JSON.parse(payload);
    expect({ acceptance, rejection, cost, won: influence.won }).toEqual({
      acceptance: live.acceptance,
      rejection: live.rejection,
      cost: live.cost,
      won: live.influence.won,
    });
  });

  it("have clocks in every state, and one that was resumed", async () => {
    const states = await column<string>("SELECT DISTINCT state::text AS value FROM clocks ORDER BY 1");
    expect(states).toEqual(["cured", "defunded", "due", "extended", "killed", "open"]);
    const units = await column<string>(
      "SELECT DISTINCT split_part(unit, ':', 1) AS value FROM clocks WHERE state = 'cured' ORDER BY 1",
    );
    expect(units).toEqual(expect.arrayContaining(["acceptance", "reason", "sales_sla"]));
    expect(await column("SELECT kind::text AS value FROM clock_moves WHERE kind = 'resumed'")).not.toEqual([]);
    expect(
      await column("SELECT unit AS value FROM clocks WHERE unit LIKE 'sales_sla:%' AND state IN ('open', 'due')"),
    ).toContain("sales_sla:outbound_bdr:SMB");
    expect(await column("SELECT unit AS value FROM clocks WHERE state = 'killed'")).toEqual([
      "acceptance:paid_search:Unknown",
    ]);
  });

  it("held their reviews, each with its one decision, of all five kinds", async () => {
    const reviews = await database.prisma.review.findMany({
      include: { decision: true, presence: true },
      orderBy: { asOf: "asc" },
    });
    expect(reviews).toHaveLength(12);
    const closed = reviews.filter(({ closedAt }) => closedAt !== null);
    expect(closed).toHaveLength(11);
    for (const { startedAt, closedAt, decision, presence } of closed) {
      const minutes = ((closedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(24);
      expect(minutes).toBeLessThanOrEqual(31);
      expect(decision).not.toBeNull();
      expect(presence).toHaveLength(5);
    }
    expect(reviews.filter(({ startedAt }) => startedAt === null).map(({ decision }) => decision)).toEqual([null]);
    const types = new Set(closed.map(({ decision }) => decision?.type));
    expect([...types].sort()).toEqual([...DECISION_TYPES].sort());
    const late = reviews.filter(({ movedBecause }) => movedBecause !== null);
    expect(late.map(({ heldOn }) => heldOn.toISOString().slice(0, 10))).toEqual(moved);
  });

  it("moved the budget of the defunded source to a healthy one", async () => {
    const [defund] = await database.prisma.reviewDecision.findMany({ where: { type: "defund" } });
    expect(defund).toMatchObject({ unit: "cost:Unmapped: trade_show" });
    expect(Number(defund?.amount)).toBeGreaterThan(0);
  });

  it("leave this Tuesday to be held, with candidates that wait", async () => {
    expect(await database.prisma.review.count({ where: { asOf: new Date(asOf) } })).toBe(0);
    const queue = await fetchQueue((sql) => database.prisma.$queryRaw(sql), asOf);
    expect(queue?.candidates[0]).toMatchObject({ clock: { state: "due" } });
    const waiting = queue?.candidates.find(({ unit }) => unit === "acceptance:content_syndication:ENT");
    expect(waiting).toMatchObject({ kind: "kill" });
    expect(waiting?.waitingWeeks).toBeGreaterThanOrEqual(1);
  });

  it("closed most fixes in under thirty days, one of them late, and have work open", async () => {
    const days = await column<number>("SELECT closed_on - opened_on AS value FROM fixes WHERE closed_on IS NOT NULL");
    expect(days.length).toBeGreaterThan(6);
    expect(days.filter((day) => day >= 30)).toHaveLength(1);
    expect(await column("SELECT id AS value FROM fixes WHERE closed_on IS NULL")).not.toEqual([]);
  });

  it("thanked marketing for a number that fell, and watch the next one", async () => {
    const thanks = await database.prisma.thanks.findMany();
    expect(thanks).toHaveLength(1);
    for (const { baselineCount, baselineN, count, n } of thanks) {
      expect(hasFallen({ count: baselineCount, n: baselineN }, { count, n })).toBe(true);
      expect(count / n).toBeLessThan((0.8 * baselineCount) / baselineN);
    }
    const { watch, wall } = await readWatch(systemActor("test"), noon);
    expect([watch?.reason, wall.map(({ reason }) => reason)]).toEqual(["wrong_persona", ["bad_data"]]);
  });

  it("got records late, which the Mondays after them restate", async () => {
    const restated = await column<number>(
      "SELECT json_array_length(payload::json -> 'figures') AS value FROM restatements ORDER BY as_of",
    );
    expect(restated).toHaveLength(13);
    expect(restated.filter((figures) => figures > 0).length).toBeGreaterThanOrEqual(4);
    expect(restated.at(-1)).toBeGreaterThan(0);
  });

  it("handed leads over again that had been rejected, which the Mondays after them say", async () => {
    const again = await database.prisma.cycle.findMany({ where: { number: { gt: 1 } } });
    expect(again.map(({ number, stage }) => `${number} ${stage}`)).toEqual(["2 sal", "2 sal", "2 sal"]);
    const { payload } = await database.prisma.snapshot.findUniqueOrThrow({
      where: { asOf: new Date(addDays(asOf, -28)) },
    });
    expect(JSON.parse(payload).acceptance.total.recycled).toBe(3);
  });

  it("have comments that cite figures, a pulse that calmed down, and feedback that was read", async () => {
    const kinds = await column<string>("SELECT DISTINCT kind::text AS value FROM review_comments ORDER BY 1");
    expect(kinds).toEqual(expect.arrayContaining(["monthly", "partner"]));
    expect(await column("SELECT sum(score)::int AS value FROM pulse_answers GROUP BY month ORDER BY month")).toEqual([
      15, 11, 6,
    ]);
    expect(await database.prisma.feedbackReceipt.count()).toBe(13);
  });

  it("went through the playbook but for the weekly review; what it was loaded with counts on its own dates", async () => {
    const book = await readPlaybook(systemActor("test"), noon);
    const steps = book?.steps ?? [];
    expect(steps.filter(({ doneOn }) => doneOn === null).map(({ id }) => id)).toEqual(["reviews"]);
    expect(steps.find(({ id }) => id === "reviews")).toMatchObject({ isLapsed: true, missed: [expect.any(String)] });
    expect(steps.find(({ id }) => id === "sources")?.detail).toBe("1 value since waits");
    expect(steps.filter(({ doneOn }) => doneOn !== null && doneOn > asOf)).toEqual([]);
    expect(steps.filter(({ late }) => late > 7)).toEqual([]);
    expect(steps.find(({ id }) => id === "spend")?.detail).toBe("6 of 6 sources");
  });

  it("sent nothing to anybody", async () => {
    expect(await database.prisma.delivery.count()).toBe(0);
  });
});

it("before six on a Monday the Monday itself is still to be frozen", async () => {
  const database = await freshDatabase();
  try {
    const now = new Date("2026-11-23T10:59:00Z");
    await loadDemo(database.url, "2026-11-23", { actor: systemActor("demo"), now });
    expect(await database.prisma.snapshot.count()).toBe(13);
    expect(await database.prisma.snapshot.count({ where: { asOf: new Date("2026-11-23") } })).toBe(0);
  } finally {
    await database.drop();
  }
}, 120_000);
