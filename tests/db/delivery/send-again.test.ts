import { beforeAll, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readDigestPage } from "@/lib/data/digest";
import { sendDigests } from "@/lib/services/digest";
import { sendAgain } from "@/lib/services/send-again";
import { takeSnapshot } from "@/lib/services/snapshots";
import { refusal } from "@/tests/support/mail-server";
import { processDatabase } from "@/tests/support/process-database";
import { sendingTo } from "@/tests/support/sending";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const server = sendingTo();
const NOW = new Date("2027-07-05T12:30:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let people: Record<string, Person>;
let admin: Person;
const idOf = async (role: string) => {
  const { rows } = await database().pool.query<{ id: bigint }>(
    "SELECT d.id FROM deliveries d JOIN users u ON u.id = d.user_id WHERE u.role::text = $1",
    [role],
  );
  return rows[0]?.id ?? 0n;
};

beforeAll(async () => {
  const { pool, prisma } = database();
  people = await signedInPeople(pool);
  admin = people.admin as Person;
  await takeSnapshot(prisma, systemActor("test"), "2027-07-05", new Date("2027-07-05T10:01:00Z"));
  server().misbehave.onRcptTo = () => {
    throw refusal(550, "mailbox gone");
  };
  expect(await sendDigests(NOW)).toMatchObject({ refused: 5 });
});

test("what was refused goes out at once when somebody says so, under the name of who said it", async () => {
  const id = await idOf("cro");
  await sendAgain(admin, id, NOW);
  expect(server().accepted.map(({ to }) => to)).toEqual([["cro@accord.test"]]);
  const { rows } = await database().pool.query(
    "SELECT action, actor, before, after FROM audit_log WHERE object = $1 ORDER BY seq",
    [`delivery:${id}`],
  );
  expect(rows).toEqual([
    {
      action: "delivery.send_again",
      actor: admin.email,
      before: { message: "digest:2027-07-05", state: "refused", attempts: 1 },
      after: { message: "digest:2027-07-05", state: "claimed", attempts: 2 },
    },
    {
      action: "delivery.send",
      actor: admin.email,
      before: null,
      after: { message: "digest:2027-07-05", channel: "email", to: `user:${people.cro?.id}` },
    },
  ]);
});

test("a second refusal says so, and leaves what the other side said in the log", async () => {
  server().misbehave.onRcptTo = () => {
    throw refusal(550, "still gone");
  };
  const id = await idOf("cmo");
  await expect(sendAgain(admin, id, NOW)).rejects.toMatchObject({ code: "NOT_SENT" });
  expect(await auditTail(database().pool)).toMatchObject({ action: "delivery.send_again", object: `delivery:${id}` });
  const { deliveries } = await readDigestPage(admin, { manages: true });
  expect(deliveries?.find((row) => row.id === id)).toMatchObject({
    state: "refused",
    attempts: 2,
    error: expect.stringContaining("still gone"),
  });
});

test("two presses at once are one mail", async () => {
  const id = await idOf("head_sdr");
  const presses = await Promise.allSettled([sendAgain(admin, id, NOW), sendAgain(admin, id, NOW)]);
  expect(presses.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(server().accepted).toHaveLength(1);
});

test("a digest of a past week is not made anew: its clocks would be those of today", async () => {
  const monday = new Date("2027-07-12T04:30:00Z");
  const id = await idOf("vp_revops");
  const again = (now: Date) => () => sendAgain(admin, id, now);
  await expectRefused(database().pool, again(monday), { code: "DIGEST_PAST", status: 409 });
  await expectRefused(database().pool, again(new Date("2027-09-07T12:00:00Z")), { code: "DIGEST_PAST" });
  expect(server().accepted).toEqual([]);
});

test("nothing is written for a message that was sent or that is unknown", async () => {
  const { pool } = database();
  const refused = async (id: bigint, code: string) =>
    expectRefused(pool, () => sendAgain(admin, id, later(60)), { code });
  await refused(await idOf("cro"), "DELIVERY_SENT");
  await refused(999_999n, "NOT_FOUND");
});

test.each([
  ["became CFO", "role = 'cfo'", "role = 'vp_revops'"],
  ["has switched the digest off", "digest = false", "digest = true"],
  ["has no account any more", "active = false", "active = true"],
])("no table goes to somebody who %s", async (_what, change, back) => {
  const { pool } = database();
  const id = await idOf("vp_revops");
  await pool.query(`UPDATE users SET ${change} WHERE id = $1`, [people.vp_revops?.id]);
  await expectRefused(pool, () => sendAgain(admin, id, later(60)), { code: "RECIPIENT_GONE" });
  const { deliveries } = await readDigestPage(admin, { manages: true });
  expect(deliveries?.find((row) => row.id === id)).toMatchObject({ isRecipient: false });
  await pool.query(`UPDATE users SET ${back} WHERE id = $1`, [people.vp_revops?.id]);
  const { deliveries: after } = await readDigestPage(admin, { manages: true });
  expect(after?.map(({ isRecipient }) => isRecipient)).toEqual([true, true, true, true, true]);
});

test("the log is for those who look after it", async () => {
  await expect(readDigestPage(people.cro as Person, { manages: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
  const { deliveries, readers, mailFrom } = await readDigestPage(people.cro as Person, { manages: false });
  expect(deliveries).toBeNull();
  expect(readers.map(({ role }) => role)).toEqual(["cro", "cmo", "vp_revops", "head_demand_gen", "head_sdr"]);
  expect(mailFrom).toBe("Accord <accord@example.com>");
});
