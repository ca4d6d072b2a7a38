import { describe, expect, test } from "vitest";
import { readReviewWeeks, readRoom } from "@/lib/data/reviews";
import { addDays } from "@/lib/domain/dates";
import { addPerson } from "@/tests/support/actors";
import { BREACHED, freezeMonday, frozenDocumentOf } from "@/tests/support/frozen-mondays";
import { processDatabase } from "@/tests/support/process-database";
import { DEFUND, HEALTHY, KILL, MONDAY, MOVED, reviewRoom } from "@/tests/support/review-room";

const database = processDatabase();
const { people, begun, decide, close } = reviewRoom(database);

describe("the queue of a Tuesday", () => {
  test("ranks due kills and defunds by spend, then the top reason, then the nearest floor, with owner and weeks", async () => {
    const { candidates } = await readRoom(people().bdr, MONDAY);
    expect(candidates.map(({ kind, unit, waitingWeeks }) => [kind, unit, waitingWeeks])).toEqual([
      ["kill", KILL, 0],
      ["defund", DEFUND, 0],
      ["reason", "reason:no_intent", 5],
      ["floor", HEALTHY, 5],
    ]);
    expect(candidates[0]).toMatchObject({
      figure: { top: "6", bottom: "20", limit: "50" },
      spend: "20000.00",
      types: ["kill", "extend", "fix", "watch"],
      owner: { name: people().head_demand_gen.name },
    });
    expect(candidates[1]).toMatchObject({ types: ["defund", "extend", "watch"] });
  });
});

test("a reason whose person has left has no owner in the queue", async () => {
  const owner = async () =>
    (await readRoom(people().cro, MONDAY)).candidates.find(({ unit }) => unit === "reason:no_intent")?.owner;
  const leaver = await addPerson(database().pool, "bdr", { tag: "reason-left" });
  await database().pool.query(
    "INSERT INTO reason_owners (reason, user_id, since) VALUES ('no_intent', $1, '2027-06-01')",
    [leaver.id],
  );
  expect(await owner()).toMatchObject({ name: leaver.name });
  await database().pool.query("UPDATE users SET active = false WHERE id = $1", [leaver.id]);
  expect(await owner()).toBeNull();
});

test("the list has every frozen Monday, latest first, with what became of it", async () => {
  await begun();
  await decide(MOVED);
  await close(people().cro);
  const { weeks } = await readReviewWeeks(people().bdr, null);
  expect(weeks.map(({ asOf }) => asOf)).toEqual([0, 1, 2, 3, 4, 5].map((back) => addDays(MONDAY, -7 * back)));
  expect(weeks.map(({ review }) => review?.decision?.type ?? null)).toEqual(["defund", null, null, null, null, null]);
  await expect(readReviewWeeks(people().cfo, null)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("what is not chosen waits on: its weeks grow, and what was watched begins anew", async () => {
  await begun();
  await decide({ type: "watch", unit: KILL });
  await close(people().cro);
  const next = addDays(MONDAY, 7);
  await freezeMonday(database().pool, frozenDocumentOf(next, BREACHED));
  const { candidates } = await readRoom(people().cro, next);
  expect(candidates.map(({ unit, waitingWeeks }) => [unit, waitingWeeks])).toEqual([
    [KILL, 0],
    [DEFUND, 1],
    ["reason:no_intent", 6],
    [HEALTHY, 6],
  ]);
});
