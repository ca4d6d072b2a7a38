import { beforeAll, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { fetchDigest } from "@/lib/data/digest";
import { takeSnapshot } from "@/lib/services/snapshots";
import { withoutGuards } from "@/tests/support/agreements";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<string, Person>;
const facts = (asOf: string) => fetchDigest(database().prisma, asOf);

async function closedReview(asOf: string, heldOn: string): Promise<void> {
  const { pool } = database();
  const seats = ["cro", "cmo", "vp_revops", "head_demand_gen", "head_sdr"].map((role) => people[role]?.id);
  const { rows } = await pool.query<{ id: bigint }>(
    `INSERT INTO reviews (as_of, held_on, opened_at, opened_by_id, cro_id, cmo_id, vp_revops_id, head_demand_gen_id, head_sdr_id, started_at)
     VALUES ($1, $2::date, $2::date, $3, $3, $4, $5, $6, $7, $2::date) RETURNING id`,
    [asOf, heldOn, ...seats],
  );
  const review = rows[0]?.id;
  const decided = await pool.query<{ id: bigint }>(
    `INSERT INTO review_decisions (review_id, type, unit, why, owner_id, due_on, decided_at, decided_by_id, cro_id, cmo_id)
     VALUES ($1, 'watch', 'cost:webinar', 'too early to say', $2, $3::date, $3::date, $4, $4, $5) RETURNING id`,
    [review, people.head_demand_gen?.id, heldOn, people.cro?.id, people.cmo?.id],
  );
  await pool.query(
    "UPDATE reviews SET closed_at = $2, closed_by_id = $3, closed_decision_id = $4, candidates = '[]' WHERE id = $1",
    [review, heldOn, people.cro?.id, decided.rows[0]?.id],
  );
}

async function thanked(at: string, text: string): Promise<void> {
  const { pool } = database();
  await pool.query("UPDATE watches SET ended_on = started_on WHERE ended_on IS NULL");
  const { rows } = await pool.query<{ id: bigint }>(
    `INSERT INTO watches (reason, baseline_as_of, baseline_count, baseline_n, started_on, started_by_id)
     VALUES ('bad_data', '2027-06-28', 12, 60, '2027-06-28', $1) RETURNING id`,
    [people.cro?.id],
  );
  await pool.query(
    `INSERT INTO thanks (watch_id, baseline_count, baseline_n, as_of, count, n, by_id, text, at) VALUES ($1, 12, 60, '2027-06-28', 5, 58, $2, $3, $4)`,
    [rows[0]?.id, people.cro?.id, text, at],
  );
}

beforeAll(async () => {
  const { pool, prisma } = database();
  people = await signedInPeople(pool);
  for (const asOf of ["2027-06-28", "2027-07-05"])
    await takeSnapshot(prisma, systemActor("test"), asOf, new Date(`${asOf}T10:01:00Z`));
  await closedReview("2027-06-28", "2027-06-29");
  const clocks = [
    ["acceptance:webinar:SMB", "2027-06-07", "2027-07-07", "open"],
    ["sales_sla:webinar:MM", "2027-06-07", "2027-07-07", "due"],
    ["reason:bad_data", "2027-07-05", "2027-08-04", "open"],
    ["cost:intent", "2027-07-12", "2027-08-11", "open"],
  ];
  await withoutGuards(database().url, async (client) => {
    for (const clock of clocks)
      await client.query("INSERT INTO clocks (unit, opened, due, state) VALUES ($1, $2, $3, $4::clock_state)", clock);
    await client.query(
      "INSERT INTO clocks (unit, opened, due, state, settled_on) VALUES ('cost:webinar', '2027-05-03', '2027-06-02', 'cured', '2027-05-10')",
    );
  });
});

test("a Monday that is not frozen has no digest", async () => {
  expect(await facts("2027-07-12")).toBeNull();
});

test("the decision is that of the review of the week before, and only of a closed one", async () => {
  expect((await facts("2027-07-05"))?.decision).toEqual({
    type: "watch",
    unit: "cost:webinar",
    toSource: null,
    amount: null,
    until: null,
    fixSource: null,
    action: null,
    why: "too early to say",
    owner: "Test head demand gen",
    dueOn: "2027-06-29",
  });
  expect((await facts("2027-06-28"))?.decision).toBeNull();
});

test("the clocks are those that run since that Monday, with the people who answer for them", async () => {
  const clocks = (await facts("2027-07-05"))?.clocks.map(({ unit, state, owner }) => [unit, state, owner]);
  expect(clocks).toEqual([
    ["acceptance:webinar:SMB", "open", "Test head demand gen"],
    ["sales_sla:webinar:MM", "due", "Test head sdr"],
    ["reason:bad_data", "open", null],
  ]);
});

test("a clock of a reason names its person, and nobody once the account is closed", async () => {
  const [owner] = (await database().pool.query("SELECT id FROM users WHERE role = 'head_sdr'")).rows;
  await database().pool.query(
    "INSERT INTO reason_owners (reason, user_id, since) VALUES ('bad_data', $1, '2027-06-01')",
    [owner.id],
  );
  const named = async () => (await facts("2027-07-05"))?.clocks.find(({ unit }) => unit === "reason:bad_data")?.owner;
  expect(await named()).toBe("Test head sdr");
  await database().pool.query("UPDATE users SET active = false WHERE id = $1", [owner.id]);
  expect(await named()).toBeNull();
  await database().pool.query("UPDATE users SET active = true WHERE id = $1", [owner.id]);
});

test("a thank-you is new from one Monday 06:00 to the next", async () => {
  await thanked("2027-06-28T09:59:59Z", "of the week before");
  expect((await facts("2027-07-05"))?.thanks).toEqual([]);
  await thanked("2027-06-28T10:00:00Z", "just new");
  expect((await facts("2027-07-05"))?.thanks).toMatchObject([
    { text: "just new", reason: "bad_data", by: "Test cro", count: 5 },
  ]);
  await thanked("2027-07-05T09:59:59Z", "the second of the week");
  await thanked("2027-07-05T10:00:00Z", "of this week");
  expect((await facts("2027-07-05"))?.thanks).toMatchObject([{ text: "just new" }, { text: "the second of the week" }]);
});
