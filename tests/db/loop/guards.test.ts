import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readClocks } from "@/lib/data/clocks";
import { costUnit } from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { closeReview, freezeMonday } from "@/tests/support/loop";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const COST = costUnit("content_syndication");
const OTHER = costUnit("webinar");
const monday = (week: number) => addDays("2027-07-05", 7 * week);
const DUE = monday(5);
let people: Record<Role, Person>;
let ids: Record<string, bigint>;

/** Six Mondays of two breaches: both clocks are due on the last, and the review of it is closed with a defunding of the first. */
beforeAll(async () => {
  people = await signedInPeople(database().pool);
  for (let week = 0; week <= 5; week++)
    await freezeMonday(database().prisma, monday(week), { breached: [COST, OTHER], healthy: ["acceptance:intent:MM"] });
  await closeReview(database().prisma, people, { asOf: DUE, unit: COST, type: "defund" });
  ids = Object.fromEntries((await readClocks()).map(({ unit, id }) => [unit, id]));
});

/** What the app's role may not even try, in one transaction. */
const run = (...statements: string[]) =>
  database().prisma.$transaction(statements.map((text) => database().prisma.$executeRawUnsafe(text)));
const byDecision = (unit: string, kind: string, decision: bigint) =>
  `INSERT INTO clock_moves (clock_id, kind, "on", due, decision_id, audit_seq)
   VALUES (${ids[unit]}, '${kind}', '2027-08-10', '2027-08-04', ${decision}, 1)`;

describe("a clock", () => {
  test.each([
    ["another unit", "UPDATE clocks SET unit = 'cost:intent' WHERE unit = 'cost:webinar'", "CLOCK_FIXED"],
    ["another beginning", "UPDATE clocks SET opened = opened + 7 WHERE unit = 'cost:webinar'", "CLOCK_FIXED"],
    ["a state without a move", "UPDATE clocks SET state = 'open' WHERE unit = 'cost:webinar'", "CLOCK_UNTOLD"],
    ["a due date without a move", "UPDATE clocks SET due = due + 7 WHERE unit = 'cost:webinar'", "CLOCK_UNTOLD"],
    [
      "an end without a move",
      "UPDATE clocks SET state = 'killed', settled_on = '2027-08-10' WHERE unit = 'cost:webinar'",
      "CLOCK_UNTOLD",
    ],
    ["rest without a move", "UPDATE clocks SET rested = true WHERE unit = 'cost:content_syndication'", "CLOCK_UNTOLD"],
    [
      "another end than its move says",
      "UPDATE clocks SET settled_on = settled_on - 1 WHERE unit = 'cost:content_syndication'",
      "CLOCK_UNTOLD",
    ],
    [
      "a beginning without a move",
      "INSERT INTO clocks (unit, opened, due, state) VALUES ('cost:intent', '2027-08-09', '2027-09-08', 'open')",
      "CLOCK_UNTOLD",
    ],
  ])("never gets %s", async (_, statement, code) => {
    const before = await readClocks();
    await expect(run(statement)).rejects.toThrow(code);
    expect(await readClocks()).toEqual(before);
  });

  test("does not move without changing", async () => {
    const move = `INSERT INTO clock_moves (clock_id, kind, "on", due, snapshot_as_of, audit_seq)
      VALUES (${ids[OTHER]}, 'rested', '${DUE}', '2027-08-04', '${DUE}', 1)`;
    await expect(run(move)).rejects.toThrow("CLOCK_UNTOLD");
  });
});

describe("a decision settles a clock", () => {
  const settle = "UPDATE clocks SET state = 'defunded', settled_on = '2027-08-10' WHERE unit = 'cost:webinar'";
  const refused = (move: string) => expect(run(move, settle)).rejects.toThrow("CLOCK_UNDECIDED");
  const decided = async () => {
    const { rows } = await database().pool.query<{ id: bigint }>("SELECT id FROM review_decisions ORDER BY id");
    return rows.at(-1)?.id ?? 0n;
  };

  test("of its own, not another one's", async () => {
    await refused(byDecision(OTHER, "defunded", await decided()));
  });

  test("as it says, not otherwise", async () => {
    await refused(byDecision(COST, "extended", await decided()));
  });

  test("once its review is closed", async () => {
    const { pool } = database();
    const seats = [people.cro, people.cmo, people.vp_revops, people.head_demand_gen, people.head_sdr].map(
      ({ id }) => id,
    );
    await pool.query(
      `WITH review AS (
         INSERT INTO reviews (as_of, held_on, opened_at, opened_by_id, cro_id, cmo_id, vp_revops_id, head_demand_gen_id, head_sdr_id, started_at)
         VALUES ('2027-08-02', '2027-08-03', '2027-08-03', $1, $1, $2, $3, $4, $5, '2027-08-03') RETURNING id)
       SELECT id FROM review`,
      seats,
    );
    await pool.query(
      `INSERT INTO review_decisions (review_id, type, unit, clock_id, to_source, amount, why, owner_id, due_on, decided_at, decided_by_id, cro_id, cmo_id)
       SELECT id, 'defund', $1, $2, 'intent', 5, 'Not yet closed', $3, '2027-08-20', '2027-08-03', $3, $3, $4 FROM reviews WHERE closed_at IS NULL`,
      [OTHER, ids[OTHER], people.cro.id, people.cmo.id],
    );
    await refused(byDecision(OTHER, "defunded", await decided()));
  });
});
