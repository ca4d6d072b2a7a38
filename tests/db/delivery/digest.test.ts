import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { sendDigests, setDigestWanted } from "@/lib/services/digest";
import { takeSnapshot } from "@/lib/services/snapshots";
import { ingest, merge } from "@/tests/support/ingest";
import { refusal } from "@/tests/support/mail-server";
import { processDatabase } from "@/tests/support/process-database";
import { ledger, sendingTo } from "@/tests/support/sending";
import { auditTail, signedInPeople } from "@/tests/support/settings";
import { DEALS } from "@/tests/support/vector-deals";
import { MONDAY } from "@/tests/support/vectors";

const database = processDatabase();
const server = sendingTo();
const SEATS = ["cro", "cmo", "vp_revops", "head_demand_gen", "head_sdr"] as const;
const ADDRESSES = SEATS.map((seat) => `${seat}@accord.test`).sort();
/** 08:30 of Monday 5 July 2027 in New York. */
const NOW = new Date("2027-07-05T12:30:00Z");
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let people: Record<string, Person>;

const acceptedBy = () =>
  server()
    .accepted.map(({ to }) => to.join())
    .sort();

beforeAll(async () => {
  await ingest(database().pool, merge([MONDAY, DEALS]));
  await takeSnapshot(database().prisma, systemActor("test"), "2027-07-05", new Date("2027-07-05T10:01:00Z"));
  people = await signedInPeople(database().pool);
});

/** As the owner: the app itself deletes nothing of it. */
beforeEach(async () => {
  await database().pool.query("UPDATE deliveries SET key = 'before:' || id || ':' || key");
});
const rows = async () => (await ledger(database().pool)).filter(({ key }) => key.startsWith("digest:"));

/** Entries about messages of this test that are not tried again. */
async function failures(): Promise<{ actor: string; after: Record<string, unknown> }[]> {
  const { rows: found } = await database().pool.query(
    `SELECT a.actor, a.after FROM audit_log a JOIN deliveries d ON a.object = 'delivery:' || d.id
     WHERE a.action = 'delivery.fail' AND d.key LIKE 'digest:%' ORDER BY d.id`,
  );
  return found;
}

test("each try is dated when it is made, not when the run began: a long run makes none of them look given up", async () => {
  await sendDigests(NOW);
  const { rows: times } = await database().pool.query<{ claimed: Date; handed: Date; sent: Date }>(
    "SELECT claimed_at AS claimed, handed_over_at AS handed, sent_at AS sent FROM deliveries WHERE key LIKE 'digest:%' ORDER BY id",
  );
  const inOrder = times.flatMap(({ claimed, handed, sent }) => [claimed, handed, sent].map((at) => at.getTime()));
  expect(inOrder).toHaveLength(15);
  expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
  expect(new Set(times.map(({ claimed }) => claimed.getTime())).size).toBe(5);
  expect(times.every(({ claimed, handed }) => handed > claimed)).toBe(true);
});

describe("who gets it, and when", () => {
  test("the five seats, once each however often it runs; nobody else", async () => {
    expect(await sendDigests(NOW)).toEqual({ accepted: 5, refused: 0, unknown: 0 });
    expect(await sendDigests(NOW)).toEqual({ accepted: 0, refused: 0, unknown: 0 });
    expect(await sendDigests(minutesLater(3 * 24 * 60))).toEqual({ accepted: 0, refused: 0, unknown: 0 });
    expect(acceptedBy()).toEqual(ADDRESSES);
    expect((await rows()).map(({ state, attempts }) => [state, attempts])).toEqual(SEATS.map(() => ["sent", 1]));
    expect(await auditTail(database().pool)).toMatchObject({
      actor: "system:digest",
      action: "delivery.send",
      after: { message: "digest:2027-07-05", channel: "email" },
    });
  });

  test.each([
    ["before 06:00 of the organisation's zone", new Date("2027-07-05T09:59:59Z")],
    ["in the week after", new Date("2027-07-12T10:30:00Z")],
    ["on the Sunday before", new Date("2027-07-04T16:00:00Z")],
  ])("not %s", async (_when, now) => {
    expect(await sendDigests(now)).toEqual({ accepted: 0, refused: 0, unknown: 0 });
    expect(await rows()).toEqual([]);
  });

  test("not who has switched it off, nor a closed account", async () => {
    await setDigestWanted(people.cmo as Person, false);
    expect(await auditTail(database().pool)).toMatchObject({
      action: "person.digest",
      before: { digest: true },
      after: { digest: false },
    });
    await database().pool.query("UPDATE users SET active = false WHERE role = 'head_sdr'");
    await sendDigests(NOW);
    expect(acceptedBy()).toEqual(["cro@accord.test", "head_demand_gen@accord.test", "vp_revops@accord.test"]);
    await setDigestWanted(people.cmo as Person, true);
    await database().pool.query("UPDATE users SET active = true WHERE role = 'head_sdr'");
    await sendDigests(minutesLater(1));
    expect(acceptedBy()).toEqual(ADDRESSES);
  });
});

test("the mail itself: HTML and text, headers, nothing remote", async () => {
  await sendDigests(NOW);
  const [sent] = server().accepted;
  const { mail, raw, from } = sent as NonNullable<typeof sent>;
  expect(from).toBe("accord@example.com");
  expect(mail.from).toMatchObject({ name: "Accord", address: "accord@example.com" });
  expect(mail.to).toEqual([{ name: "Test cro", address: "cro@accord.test" }]);
  expect(mail.subject).toMatch(/^Accord, Monday 5 July: \d+ breaches/);
  expect(mail.messageId).toBe(`<digest.2027-07-05.${people.cro?.id}@accord.example.com>`);
  expect(Math.abs(new Date(mail.date ?? "").getTime() - NOW.getTime())).toBeLessThan(60_000);
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
  expect(header("auto-submitted")).toBe("auto-generated");
  expect(header("list-unsubscribe")).toBe("<https://accord.example.com/account>");
  for (const body of [mail.text ?? "", mail.html ?? ""]) {
    expect(body).toContain("Content syndication, Enterprise");
    expect(body).toContain("https://accord.example.com/?as_of=2027-07-05");
    expect(body).toContain("https://accord.example.com/review/2027-W27");
  }
  expect(mail.html).not.toMatch(/<img|<script|src=|url\(|<link/i);
  expect(raw).toContain("multipart/alternative");
  expect(mail.text?.split("\n").filter((line) => line.length > 78 && !/^ *https?:/.test(line))).toEqual([]);
});

describe("a server that refuses", () => {
  test("with 421 is asked again after a minute, then after five more; with 550 one person waits, the others do not", async () => {
    server().misbehave.onMailFrom = () => {
      throw refusal(421, "come back later");
    };
    expect(await sendDigests(NOW)).toEqual({ accepted: 0, refused: 5, unknown: 0 });
    expect((await rows())[0]).toMatchObject({
      state: "refused",
      attempts: 1,
      error: expect.stringContaining("come back later"),
    });
    server().misbehave = {
      onRcptTo: (address) => {
        if (address === "cro@accord.test") throw refusal(550, "no such user");
      },
    };
    expect(await sendDigests(minutesLater(0.9))).toEqual({ accepted: 0, refused: 0, unknown: 0 });
    expect(await sendDigests(minutesLater(2.5))).toEqual({ accepted: 4, refused: 1, unknown: 0 });
    server().misbehave = {};
    expect(await sendDigests(minutesLater(7.4))).toEqual({ accepted: 0, refused: 0, unknown: 0 });
    expect(await sendDigests(minutesLater(12))).toEqual({ accepted: 1, refused: 0, unknown: 0 });
    expect(acceptedBy()).toEqual(ADDRESSES);
  });

  test("after the final dot has not taken it: it is tried again", async () => {
    server().misbehave.onEnd = () => {
      throw refusal(554, "no room");
    };
    expect(await sendDigests(NOW)).toEqual({ accepted: 0, refused: 5, unknown: 0 });
    server().misbehave = {};
    expect(await sendDigests(minutesLater(2.5))).toEqual({ accepted: 5, refused: 0, unknown: 0 });
  });

  test("is left alone after eight tries", async () => {
    server().misbehave.onMailFrom = () => {
      throw refusal(550, "never");
    };
    let refused = 0;
    for (let hour = 0; hour < 60; hour++) refused += (await sendDigests(minutesLater(hour * 61))).refused;
    expect(refused).toBe(8 * 5);
    expect((await rows()).map(({ state, attempts }) => [state, attempts])).toEqual(SEATS.map(() => ["refused", 8]));
    const failed = { message: "digest:2027-07-05", channel: "email", outcome: "refused", tries: 8 };
    expect(await failures()).toEqual(
      SEATS.map((seat) => ({ actor: "system:digest", after: { ...failed, to: `user:${people[seat]?.id}` } })),
    );
  });

  test("that cuts the line while the message is on its way has taken nothing or may have: never a second mail by itself", async () => {
    server().misbehave.onEnd = () => {
      server().cut();
      return "silent";
    };
    expect(await sendDigests(NOW)).toEqual({ accepted: 0, refused: 0, unknown: 5 });
    server().misbehave = {};
    expect(await sendDigests(minutesLater(24 * 60))).toEqual({ accepted: 0, refused: 0, unknown: 0 });
    expect(acceptedBy()).toEqual(ADDRESSES);
    expect((await rows()).map(({ state }) => state)).toEqual(SEATS.map(() => "handed_over"));
    expect((await failures()).map(({ after }) => after.outcome)).toEqual(SEATS.map(() => "unknown"));
  });
});

test("a server that is down: everybody waits, and gets it when it is back", async () => {
  const { port } = server();
  await server().close();
  expect(await sendDigests(NOW)).toEqual({ accepted: 0, refused: 5, unknown: 0 });
  expect((await rows())[0]?.error).toContain("ECONNREFUSED");
  await server().listen(port);
  expect(await sendDigests(minutesLater(2.5))).toEqual({ accepted: 5, refused: 0, unknown: 0 });
});
