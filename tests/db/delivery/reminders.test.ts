import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { sendReminders } from "@/lib/services/reminders";
import { sendAgain } from "@/lib/services/send-again";
import { cycleOf, signedIn } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { refusal } from "@/tests/support/mail-server";
import { processDatabase } from "@/tests/support/process-database";
import { killedBeforeTheDot, ledger, sendingTo, sendProcess } from "@/tests/support/sending";
import { auditTail, expectRefused } from "@/tests/support/settings";

const database = processDatabase();
const server = sendingTo();
const people: Record<string, Person> = {};
const NOTHING = { accepted: 0, refused: 0, unknown: 0 };

beforeAll(async () => {
  const { pool } = database();
  for (const name of ["ann", "bob"]) people[name] = await signedIn(pool, "bdr", name);
  people.head = await signedIn(pool, "head_sdr");
  people.admin = await signedIn(pool, "admin");
});

let made = 0;
/** A lead of Ann's unless said otherwise, handed over at `at`; its first touch is due after 24 hours of work. */
async function handOver(at: string, more: object = {}): Promise<bigint> {
  made += 1;
  const external_id = `reminded-${made}`;
  const lead = { external_id, company: `Company ${made}`, source: "webinar", employees: 640, created_at: "2027-01-04" };
  const leads = [{ ...lead, handed_over_at: at, assigned_to: people.ann?.email, ...more }];
  expect(await ingest(database().pool, { leads }, new Date(at))).toEqual([]);
  return cycleOf(database().pool, external_id);
}

const give = (cycle: bigint, name: string) =>
  database().pool.query("UPDATE cycles SET assigned_id = $2 WHERE id = $1", [cycle, people[name]?.id]);

/** Every lead of the test before has been touched. */
beforeEach(async () => {
  await database().pool.query("UPDATE cycles SET first_touched_at = handed_over_at");
});

const mails = () =>
  server().accepted.map(({ to, mail }) => ({ to: to.join(), subject: mail.subject, text: mail.text ?? "" }));
const to = (person: string) => mails().filter((mail) => mail.to === people[person]?.email);
const run = (at: string) => sendReminders(new Date(at));

// A working day of the defaults has nine hours, 09:00 to 18:00 in New York; 24 hours of work are two days and six hours.
test("a lead is reminded of once when eight hours of work are left, and once when it is late", async () => {
  // Tuesday 13:00 UTC is 09:00: due on Thursday 15:00 = 19:00 UTC, at risk from Wednesday 16:00 = 20:00 UTC.
  const id = await handOver("2027-06-01T13:00:00Z");
  expect(await run("2027-06-02T19:59:00Z")).toEqual(NOTHING);
  expect(await run("2027-06-02T20:00:00Z")).toEqual({ ...NOTHING, accepted: 1 });
  expect(await run("2027-06-03T14:00:00Z")).toEqual(NOTHING);
  expect(to("ann")[0]).toMatchObject({ subject: "Accord: 1 lead to follow up" });
  expect(to("ann")[0]?.text).toMatch(/DUE SOON\n- Company \d+: Webinar, first touch is due Thu 3 June, 15:00/);
  const { rows } = await database().pool.query("SELECT lead_id::text AS lead FROM cycles WHERE id = $1", [id]);
  expect(to("ann")[0]?.text).toContain(`https://accord.example.com/leads/${rows[0].lead}\n`);
  expect(await run("2027-06-03T19:00:00Z")).toEqual(NOTHING);
  // Late by a minute: to Ann, and to the head of SDR once on that day.
  expect(await run("2027-06-03T19:01:00Z")).toEqual({ ...NOTHING, accepted: 2 });
  expect(await run("2027-06-03T20:00:00Z")).toEqual(NOTHING);
  expect(to("ann")[1]?.text).toContain("◆ missed: Company");
  expect(to("head")[0]).toMatchObject({ subject: "Accord: 1 lead past the follow-up SLA" });
  expect(to("head")[0]?.text.replace(/\s+/g, " ")).toContain("first touch was due Thu 3 June, 15:00; Test bdr ann");
  expect(await run("2027-06-04T12:59:00Z")).toEqual(NOTHING);
  expect(await run("2027-06-04T13:00:00Z")).toEqual({ ...NOTHING, accepted: 1 });
  expect(to("head")).toHaveLength(2);
});

test("one mail for each person and run; a touched lead, a decided one and one that nobody has are in none", async () => {
  await handOver("2027-06-08T13:00:00Z");
  await handOver("2027-06-08T14:00:00Z");
  await handOver("2027-06-08T13:30:00Z", { assigned_to: people.bob?.email });
  await handOver("2027-06-08T13:00:00Z", { assigned_to: undefined });
  const touched = await handOver("2027-06-08T13:00:00Z");
  await database().pool.query("UPDATE cycles SET first_touched_at = handed_over_at WHERE id = $1", [touched]);
  expect(await run("2027-06-10T13:30:00Z")).toEqual({ ...NOTHING, accepted: 2 });
  expect(to("ann")).toMatchObject([{ subject: "Accord: 2 leads to follow up" }]);
  expect(to("bob")).toMatchObject([{ subject: "Accord: 1 lead to follow up" }]);
  const { rows } = await database().pool.query(
    "SELECT count(DISTINCT claimed_at)::int AS times, bool_and(claimed_at > $1) AS later FROM deliveries WHERE key = $2",
    [new Date("2027-06-10T13:30:00Z"), `reminder:${Date.parse("2027-06-10T13:30:00Z")}`],
  );
  expect(rows).toEqual([{ times: 2, later: true }]);
  expect(await run("2027-06-11T13:30:00Z")).toEqual({ ...NOTHING, accepted: 3 });
  expect(to("head")[0]).toMatchObject({ subject: "Accord: 4 leads past the follow-up SLA" });
  expect(to("head")[0]?.text.replace(/\s+/g, " ")).toContain("nobody has it");
});

test("over the change to summer time nothing is an hour off", async () => {
  // Wednesday 09:00 EST: 24 hours of work end on Friday 15:00 EST; at risk from Thursday 16:00 EST.
  await handOver("2027-03-10T14:00:00Z");
  expect(await run("2027-03-11T20:59:00Z")).toEqual(NOTHING);
  expect(await run("2027-03-11T21:00:00Z")).toEqual({ ...NOTHING, accepted: 1 });
  await database().pool.query("UPDATE cycles SET first_touched_at = handed_over_at");
  // Friday 09:00 EST: nine hours on Friday, nine on Monday, six on Tuesday 15:00 EDT; at risk from Monday 16:00 EDT.
  await handOver("2027-03-12T14:00:00Z");
  expect(await run("2027-03-15T19:59:00Z")).toEqual(NOTHING);
  expect(await run("2027-03-15T20:00:00Z")).toEqual({ ...NOTHING, accepted: 1 });
});

test("a holiday is no working time: nothing is sent on it, and it does not bring the due time nearer", async () => {
  await database().pool.query("INSERT INTO holidays (day, name) VALUES ('2027-06-30', 'Test day')");
  // Monday 09:00: Monday, Tuesday, not Wednesday, Thursday 15:00; at risk on Tuesday 16:00.
  await handOver("2027-06-28T13:00:00Z");
  expect(await run("2027-06-29T19:59:00Z")).toEqual(NOTHING);
  const missed = await handOver("2027-06-24T13:00:00Z");
  expect(await run("2027-06-30T15:00:00Z")).toEqual(NOTHING);
  expect(await run("2027-07-01T13:00:00Z")).toEqual({ ...NOTHING, accepted: 2 });
  expect(to("ann")).toMatchObject([{ subject: "Accord: 2 leads to follow up" }]);
  const { rows } = await database().pool.query("SELECT kind::text FROM reminders WHERE cycle_id = $1", [missed]);
  expect(rows).toEqual([{ kind: "missed" }]);
});

test("what was missed more than a week ago is only in the head's list", async () => {
  await handOver("2027-05-03T13:00:00Z");
  expect(await run("2027-05-18T14:00:00Z")).toEqual({ ...NOTHING, accepted: 1 });
  expect(mails().map(({ to: address }) => address)).toEqual([people.head?.email]);
});

test("a refused reminder comes later with what still waits; none when nothing does", async () => {
  const first = await handOver("2027-08-03T13:00:00Z");
  const second = await handOver("2027-08-03T13:00:00Z");
  server().misbehave.onRcptTo = () => {
    throw refusal(451, "busy");
  };
  expect(await run("2027-08-05T14:00:00Z")).toEqual({ ...NOTHING, refused: 1 });
  await database().pool.query("UPDATE cycles SET first_touched_at = handed_over_at WHERE id = $1", [first]);
  expect(await run("2027-08-05T14:01:30Z")).toEqual({ ...NOTHING, refused: 1 });
  server().misbehave = {};
  expect(await run("2027-08-05T14:07:00Z")).toEqual({ ...NOTHING, accepted: 1 });
  expect(to("ann")).toMatchObject([{ subject: "Accord: 1 lead to follow up" }]);
  await database().pool.query("UPDATE cycles SET first_touched_at = handed_over_at WHERE id = $1", [second]);
  await handOver("2027-08-10T13:00:00Z", { assigned_to: people.bob?.email });
  server().misbehave.onRcptTo = () => {
    throw refusal(451, "busy");
  };
  expect(await run("2027-08-12T14:00:00Z")).toEqual({ ...NOTHING, refused: 1 });
  await database().pool.query("UPDATE cycles SET first_touched_at = handed_over_at");
  server().misbehave = {};
  expect(await run("2027-08-12T15:00:00Z")).toEqual(NOTHING);
  expect((await ledger(database().pool)).at(-1)).toMatchObject({
    state: "refused",
    error: expect.stringContaining("nothing left"),
  });
  expect(await auditTail(database().pool)).toMatchObject({
    actor: "system:reminders",
    action: "delivery.fail",
    after: {
      message: "reminder:1818079200000",
      channel: "email",
      to: `user:${people.bob?.id}`,
      outcome: "nothing left",
    },
  });
  expect(await run("2027-08-13T15:00:00Z")).toEqual(NOTHING);
});

test("who takes a lead over is told of it once, though somebody else was told before", async () => {
  const id = await handOver("2027-10-05T13:00:00Z");
  expect(await run("2027-10-07T14:00:00Z")).toEqual({ ...NOTHING, accepted: 1 });
  await give(id, "bob");
  expect(await run("2027-10-07T14:05:00Z")).toEqual({ ...NOTHING, accepted: 1 });
  expect(await run("2027-10-07T14:10:00Z")).toEqual(NOTHING);
  await give(id, "ann");
  expect(await run("2027-10-07T14:15:00Z")).toEqual(NOTHING);
  expect(mails().map((mail) => mail.to)).toEqual([people.ann?.email, people.bob?.email]);
  const { rows } = await database().pool.query(
    "SELECT kind::text, user_id FROM reminders WHERE cycle_id = $1 ORDER BY user_id",
    [id],
  );
  expect(rows).toEqual([
    { kind: "at_risk", user_id: people.ann?.id },
    { kind: "at_risk", user_id: people.bob?.id },
  ]);
});

test("by hand nobody gets leads that are not theirs any more, nor the list of missed ones who leads no SDR", async () => {
  const { pool } = database();
  const again = async (recipient: string, at: string) => {
    const { rows } = await pool.query("SELECT id FROM deliveries WHERE user_id = $1 ORDER BY id DESC LIMIT 1", [
      people[recipient]?.id,
    ]);
    return sendAgain(people.admin as Person, rows[0].id, new Date(at));
  };
  const gone = (recipient: string, at: string) =>
    expectRefused(pool, () => again(recipient, at), { code: "RECIPIENT_GONE" });
  server().misbehave.onRcptTo = () => {
    throw refusal(550, "no such user");
  };
  const id = await handOver("2027-11-02T14:00:00Z");
  expect(await run("2027-11-05T15:00:00Z")).toEqual({ ...NOTHING, refused: 2 });
  server().misbehave = {};
  await give(id, "bob");
  await gone("ann", "2027-11-05T15:00:10Z");
  await give(id, "ann");
  await pool.query("UPDATE users SET active = false WHERE id = $1", [people.ann?.id]);
  await gone("ann", "2027-11-05T15:00:10Z");
  await pool.query("UPDATE users SET active = true WHERE id = $1", [people.ann?.id]);
  await again("ann", "2027-11-05T15:00:10Z");
  await pool.query("UPDATE users SET role = 'cfo' WHERE id = $1", [people.head?.id]);
  await gone("head", "2027-11-05T15:00:20Z");
  await pool.query("UPDATE users SET role = 'head_sdr' WHERE id = $1", [people.head?.id]);
  await again("head", "2027-11-05T15:00:20Z");
  expect(mails().map((mail) => mail.to)).toEqual([people.ann?.email, people.head?.email]);
});

test("two processes at once: each lead once, one killed before the dot loses nothing", async () => {
  const { url } = database();
  await handOver("2027-09-07T13:00:00Z");
  await handOver("2027-09-07T13:00:00Z", { assigned_to: people.bob?.email });
  const now = new Date("2027-09-09T14:00:00Z");
  const others = [sendProcess(url, "reminders", now), sendProcess(url, "reminders", new Date(now.getTime() + 1))];
  await sendReminders(new Date(now.getTime() + 2));
  await Promise.all(others.map(({ ended }) => ended));
  expect(
    mails()
      .map((mail) => mail.to)
      .sort(),
  ).toEqual([people.ann?.email, people.bob?.email]);

  server().accepted.length = 0;
  await database().pool.query("UPDATE cycles SET first_touched_at = handed_over_at");
  await handOver("2027-09-14T13:00:00Z");
  const at = new Date("2027-09-16T14:00:00Z");
  await killedBeforeTheDot(database(), server(), sendProcess(url, "reminders", at));
  expect(mails()).toEqual([]);
  expect(await sendReminders(new Date(at.getTime() + 9 * 60_000))).toEqual(NOTHING);
  expect(await sendReminders(new Date(at.getTime() + 10.5 * 60_000))).toEqual({ ...NOTHING, accepted: 1 });
  expect(to("ann")).toHaveLength(1);
}, 60_000);
