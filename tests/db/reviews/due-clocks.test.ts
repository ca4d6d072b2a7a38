import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readClocks } from "@/lib/data/clocks";
import { fetchQueue } from "@/lib/data/review-queue";
import { costUnit, reasonUnit } from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { requireTarget } from "@/lib/services/reviews/targets";
import { withoutGuards } from "@/tests/support/agreements";
import { clearLoop } from "@/tests/support/fixes";
import { closeReview, freezeMonday, type MondayFigures } from "@/tests/support/loop";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const COST = costUnit("content_syndication");
const monday = (week: number) => addDays("2027-07-05", 7 * week);
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});
beforeEach(() => clearLoop(database().url));

const freeze = (week: number, figures: MondayFigures) => freezeMonday(database().prisma, monday(week), figures);
const queueOf = async (week: number) => {
  const queue = await fetchQueue((sql) => database().prisma.$queryRaw(sql), monday(week));
  if (!queue) throw new Error("it is not frozen");
  return queue;
};

describe("a clock that is due", () => {
  test("on the Monday that resumes it is decided there, in whatever order its moves were stored", async () => {
    for (const week of [0, 1, 2, 3]) await freeze(week, { breached: [COST] });
    await freeze(4, { healthy: [COST] });
    await freeze(5, { breached: [COST] });
    await withoutGuards(database().url, (client) => client.query("UPDATE clock_moves SET id = -id"));
    expect((await queueOf(5)).clocks.get(COST)).toMatchObject({ state: "due" });
    const [clock] = await readClocks({ unit: COST });
    expect(clock?.moves.map(({ kind }) => kind)).toEqual(["opened", "cured", "resumed", "due"]);
  });

  test("of a reason that does not rank first any more waits in the queue, and is extended", async () => {
    const unit = reasonUnit("bad_data");
    for (const week of [0, 1, 2, 3, 4, 5]) await freeze(week, { reasons: { bad_data: 9, no_intent: 4 } });
    await freeze(6, { reasons: { bad_data: 4, no_intent: 9 } });
    const queue = await queueOf(6);
    expect(queue.candidates.map(({ kind, unit: about }) => [kind, about]).slice(0, 2)).toEqual([
      ["reason", reasonUnit("no_intent")],
      ["due_reason", unit],
    ]);
    const { clockId } = requireTarget({ type: "extend", unit }, queue);
    expect(clockId).toBe((await readClocks({ unit }))[0]?.id);
    await closeReview(database().prisma, people, { asOf: monday(6), unit, type: "extend" });
    expect(await readClocks({ unit })).toMatchObject([{ state: "extended" }]);
  });

  test("is decided although its source has left the tables", async () => {
    const unit = costUnit("Unmapped: fairs");
    for (const week of [0, 1, 2, 3, 4, 5]) await freeze(week, { breached: [unit] });
    const before = await queueOf(5);
    await freeze(6, { healthy: [COST] });
    const queue = await queueOf(6);
    expect(before.candidates[0]).toMatchObject({ kind: "defund", unit });
    expect(queue.candidates[0]).toMatchObject({ kind: "defund", unit, figure: null });
    expect(requireTarget({ type: "extend", unit }, queue)).toMatchObject({ unit, type: "extend" });
  });
});
