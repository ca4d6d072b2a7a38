import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { readClocks, type StoredClock } from "@/lib/data/clocks";
import { metricsJson } from "@/lib/data/metrics-document";
import { readMonday } from "@/lib/data/monday";
import { cureClocks } from "@/lib/data/verify/clocks";
import { acceptanceUnit, costUnit, salesSlaUnit } from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { Role } from "@/lib/domain/roles";
import { settleClock } from "@/lib/services/clocks";
import { prismaTx } from "@/lib/services/sql";
import { withoutGuards } from "@/tests/support/agreements";
import { clearLoop } from "@/tests/support/fixes";
import { closeReview, freezeMonday, type MondayFigures } from "@/tests/support/loop";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const COST = costUnit("content_syndication");
const CELL = acceptanceUnit("webinar", "ENT");
const SALES = salesSlaUnit("webinar", "ENT");
const FIRST = "2027-07-05";
const monday = (week: number) => addDays(FIRST, 7 * week);
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});
beforeEach(() => clearLoop(database().url));

const freeze = (week: number, figures: MondayFigures) => freezeMonday(database().prisma, monday(week), figures);
async function breach(unit: string, from: number, to: number): Promise<void> {
  for (let week = from; week <= to; week++) await freeze(week, { breached: [unit] });
}
const clocksOf = (unit: string) => readClocks({ unit });
const story = (clock: StoredClock | undefined) =>
  clock?.moves.map(({ kind, on, snapshotAsOf, decision }) => `${kind} ${on} ${decision ? "decision" : snapshotAsOf}`);

describe("a snapshot", () => {
  test("opens, keeps and makes due, each step with the snapshot that caused it", async () => {
    await breach(COST, 0, 4);
    expect(await clocksOf(COST)).toMatchObject([{ opened: FIRST, due: "2027-08-04", state: "open", settledOn: null }]);
    await breach(COST, 5, 6);
    const [clock] = await clocksOf(COST);
    expect(clock).toMatchObject({ state: "due" });
    expect(story(clock)).toEqual(["opened 2027-07-05 2027-07-05", "due 2027-08-09 2027-08-09"]);
  });

  test("cures, and the next breach within 30 days resumes the old clock", async () => {
    await freeze(0, { breached: [COST, SALES] });
    await freeze(1, { healthy: [COST, SALES] });
    await freeze(2, { breached: [COST, SALES] });
    for (const unit of [COST, SALES]) {
      const [clock, other] = await clocksOf(unit);
      expect(other).toBeUndefined();
      expect(story(clock)).toEqual([
        "opened 2027-07-05 2027-07-05",
        "cured 2027-07-12 2027-07-12",
        "resumed 2027-07-19 2027-07-19",
      ]);
    }
  });

  test("of a cell that sales left undecided opens the clock of its sales SLA, not that of the source", async () => {
    await freeze(0, { breached: [SALES] });
    expect(await clocksOf(SALES)).toMatchObject([{ state: "open" }]);
    expect(await clocksOf(CELL)).toEqual([]);
  });

  test("that is frozen after a later one moves nothing, then or afterwards", async () => {
    await freeze(1, { healthy: [COST] });
    await freeze(0, { breached: [COST] });
    expect(await clocksOf(COST)).toEqual([]);
    await freeze(2, { healthy: [COST] });
    expect(await clocksOf(COST)).toEqual([]);
    const live = JSON.parse(await metricsJson(monday(3))) as MetricsDocument;
    expect(live.cures).toEqual([]);
  });

  test("taken by two processes at once judges once", async () => {
    await Promise.all([0, 0, 0].map((week) => freeze(week, { breached: [COST, CELL] })));
    expect((await readClocks()).filter(({ unit }) => unit === COST || unit === CELL)).toMatchObject([
      { unit: CELL, moves: [{ kind: "opened" }] },
      { unit: COST, moves: [{ kind: "opened" }] },
    ]);
  });

  test("catches up with Mondays that were frozen before clocks were kept", async () => {
    await breach(COST, 0, 2);
    await withoutGuards(database().url, async (client) => {
      await client.query("DELETE FROM clock_moves");
      await client.query("DELETE FROM clocks");
    });
    await freeze(3, { healthy: [COST] });
    expect(story((await clocksOf(COST))[0])).toEqual(["opened 2027-07-05 2027-07-05", "cured 2027-07-26 2027-07-26"]);
  });
});

/** What the replay of `npm run verify` says otherwise about clocks. */
const differing = async () => (await withClient(database().url, cureClocks)).rows;

describe("a decision", () => {
  test("settles a clock that is due, and names itself", async () => {
    await breach(COST, 0, 5);
    await closeReview(database().prisma, people, { asOf: monday(5), unit: COST, type: "defund" });
    const [clock] = await clocksOf(COST);
    expect(clock).toMatchObject({ state: "defunded", settledOn: "2027-08-10" });
    expect(clock?.moves.at(-1)).toMatchObject({
      kind: "defunded",
      on: "2027-08-10",
      snapshotAsOf: null,
      decision: { reviewAsOf: "2027-08-09", why: "The review said so" },
    });
  });

  test("stands when later snapshots are judged; a new clock opens only after a healthy one", async () => {
    await breach(COST, 0, 5);
    await closeReview(database().prisma, people, { asOf: monday(5), unit: COST, type: "defund" });
    await breach(COST, 6, 7);
    expect(await clocksOf(COST)).toMatchObject([{ state: "defunded", rested: false }]);
    await freeze(8, { healthy: [COST] });
    await freeze(9, { breached: [COST] });
    expect(await clocksOf(COST)).toMatchObject([
      { state: "defunded", rested: true },
      { state: "open", opened: monday(9) },
    ]);
  });

  test("does not shield what goes on breaching: a new clock opens once all 90 days lie after it", async () => {
    await breach(COST, 0, 5);
    await closeReview(database().prisma, people, { asOf: monday(5), unit: COST, type: "defund" });
    await freeze(6, {});
    await breach(COST, 7, 18);
    expect(await clocksOf(COST)).toMatchObject([{ state: "defunded", rested: false }]);
    await breach(COST, 19, 19);
    expect(await clocksOf(COST)).toMatchObject([
      { state: "defunded", rested: false },
      { state: "open", opened: monday(19) },
    ]);
    expect(await differing()).toEqual([]);
  });

  test("extends the due date by 30 days; the clock is due again on the first Monday on or after", async () => {
    await breach(COST, 0, 5);
    await closeReview(database().prisma, people, { asOf: monday(5), unit: COST, type: "extend" });
    expect(await clocksOf(COST)).toMatchObject([{ state: "extended", due: "2027-09-09" }]);
    await breach(COST, 6, 9);
    expect(await clocksOf(COST)).toMatchObject([{ state: "extended" }]);
    await breach(COST, 10, 10);
    expect(await clocksOf(COST)).toMatchObject([{ state: "due", due: "2027-09-09" }]);
  });

  test("counts in the live figures of Mondays after it, and never in those before", async () => {
    await breach(COST, 0, 5);
    const cures = async (week: number) => (JSON.parse(await metricsJson(monday(week))) as MetricsDocument).cures;
    const [before, waiting] = [await cures(5), await cures(6)];
    await closeReview(database().prisma, people, { asOf: monday(5), unit: COST, type: "extend" });
    expect(await cures(5)).toEqual(before);
    expect(before).toContainEqual({ unit: COST, opened: FIRST, due: "2027-08-04", state: "due" });
    expect(waiting).toContainEqual({ unit: COST, opened: FIRST, due: "2027-08-04", state: "due" });
    expect(await cures(6)).toContainEqual({ unit: COST, opened: FIRST, due: "2027-09-09", state: "extended" });
  });

  test("shows on its own frozen Monday and on those after it, while the document stays as it was", async () => {
    await breach(COST, 0, 5);
    await closeReview(database().prisma, people, { asOf: monday(5), unit: COST, type: "defund" });
    const page = await readMonday(monday(5), new Date("2027-08-10T16:00:00Z"));
    expect(page.document.cures).toContainEqual({ unit: COST, opened: FIRST, due: "2027-08-04", state: "due" });
    const shown = { unit: COST, state: "defunded", settledOn: "2027-08-10" };
    expect(page.clocks).toContainEqual(expect.objectContaining(shown));
    await breach(COST, 6, 6);
    const next = await readMonday(monday(6), new Date("2027-08-16T16:00:00Z"));
    expect(next.clocks).toContainEqual(expect.objectContaining(shown));
    expect(next.document.cures.filter(({ unit }) => unit === COST)).toEqual([]);
  });

  test.each([
    ["a clock that is not due", COST, 2, "defund"],
    ["a kill of sales' own breach", SALES, 5, "kill"],
    ["a kill of a source's cost", COST, 5, "kill"],
    ["a defunding of a cell", CELL, 5, "defund"],
  ] as const)("refuses %s, and nothing is written", async (_, unit, weeks, type) => {
    await breach(unit, 0, weeks);
    const before = await readClocks();
    const close = closeReview(database().prisma, people, { asOf: monday(weeks), unit, type });
    await expect(close).rejects.toThrow();
    expect(await readClocks()).toEqual(before);
  });

  test("settles once, whoever comes second", async () => {
    await breach(COST, 0, 5);
    await closeReview(database().prisma, people, { asOf: monday(5), unit: COST, type: "defund" });
    const [clock] = await clocksOf(COST);
    const { rows } = await database().pool.query("SELECT id FROM review_decisions");
    const settling = {
      clockId: clock?.id ?? 0n,
      decisionId: rows[0].id,
      type: "defund",
      on: "2027-08-10",
      auditSeq: 1n,
    } as const;
    const again = settleClock(prismaTx(database().prisma), settling);
    await expect(again).rejects.toMatchObject({ code: "CLOCK_NOT_DUE", status: 409 });
  });
});

test("the database keeps one running clock per unit", async () => {
  await breach(COST, 0, 0);
  const second = database().pool.query(
    "INSERT INTO clocks (unit, opened, due, state) VALUES ($1, '2027-07-12', '2027-08-11', 'open')",
    [COST],
  );
  await expect(second).rejects.toMatchObject({ constraint: "clocks_running" });
});
