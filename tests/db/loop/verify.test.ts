import { beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/lib/cli/client";
import { cureClocks } from "@/lib/data/verify/clocks";
import { costUnit } from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";
import { closeReview, freezeMonday } from "@/tests/support/loop";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";
import { differences, forced, redAfter } from "@/tests/support/verify";

const database = processDatabase();
const COST = costUnit("content_syndication");
const MONDAY = "2027-07-05";
const CHECK = "cure clocks and their moves";

beforeAll(async () => {
  const people = await signedInPeople(database().pool);
  for (let week = 0; week <= 5; week++)
    await freezeMonday(database().prisma, addDays(MONDAY, 7 * week), { breached: [COST] });
  await closeReview(database().prisma, people, { asOf: addDays(MONDAY, 35), unit: COST, type: "extend" });
  await freezeMonday(database().prisma, addDays(MONDAY, 42), { breached: [COST] });
}, 60_000);

describe("verify", () => {
  test("finds clocks and moves as snapshots and decisions made them", async () => {
    expect(await differences(database())).toEqual([]);
    const { checked } = await withClient(database().url, (client) => cureClocks(client));
    expect(checked).toBeGreaterThanOrEqual(4);
  });

  test.each([
    "UPDATE clocks SET due = due + 1",
    "UPDATE clocks SET state = 'open'",
    "INSERT INTO clocks (unit, opened, due, state) VALUES ('cost:webinar', '2027-07-05', '2027-08-04', 'open')",
    "DELETE FROM clock_moves WHERE kind = 'due'",
    "UPDATE clock_moves SET kind = 'cured' WHERE kind = 'due'",
    forced("ALTER TABLE clock_moves DROP CONSTRAINT clock_moves_cause; UPDATE clock_moves SET decision_id = NULL"),
    forced("DELETE FROM review_decisions"),
    forced(
      "DROP INDEX clocks_running; INSERT INTO clocks (unit, opened, due, state) SELECT unit, opened + 7, due, state FROM clocks",
    ),
    "UPDATE snapshots SET judges = false WHERE as_of = '2027-07-05'",
  ])("is red after %s", async (damage) => {
    expect(await redAfter(database(), damage)).toContain(CHECK);
  });
});
