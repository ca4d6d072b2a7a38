import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { sendDigests } from "@/lib/services/digest";
import { sendAgain } from "@/lib/services/send-again";
import { takeSnapshot } from "@/lib/services/snapshots";
import { processDatabase } from "@/tests/support/process-database";
import { killedBeforeTheDot, ledger, sendingTo, sendProcess } from "@/tests/support/sending";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const server = sendingTo();
const SEATS = ["cro", "cmo", "vp_revops", "head_demand_gen", "head_sdr"] as const;
const ADDRESSES = SEATS.map((seat) => `${seat}@accord.test`).sort();
const NOW = new Date("2027-07-05T12:30:00Z");
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let people: Record<string, Person>;

const acceptedBy = () =>
  server()
    .accepted.map(({ to }) => to.join())
    .sort();
const rows = async () => (await ledger(database().pool)).filter(({ key }) => key.startsWith("digest:"));
const states = async () => Object.fromEntries((await rows()).map(({ to, state }) => [to, state]));

beforeAll(async () => {
  await takeSnapshot(database().prisma, systemActor("test"), "2027-07-05", new Date("2027-07-05T10:01:00Z"));
  people = await signedInPeople(database().pool);
});

/** As the owner: the app itself deletes nothing of it. */
beforeEach(async () => {
  await database().pool.query("UPDATE deliveries SET key = 'before:' || id || ':' || key");
});

describe("processes", () => {
  test("two at once and a third in this one: one mail for each person", async () => {
    const { url } = database();
    const others = [sendProcess(url, "digests", NOW), sendProcess(url, "digests", NOW)];
    await sendDigests(NOW);
    await Promise.all(others.map(({ ended }) => ended));
    expect(acceptedBy()).toEqual(ADDRESSES);
    expect(await states()).toMatchObject(Object.fromEntries(ADDRESSES.map((address) => [address, "sent"])));
  }, 60_000);

  test("killed before the final dot: nothing was sent, and the next one sends it after ten minutes", async () => {
    await killedBeforeTheDot(database(), server(), sendProcess(database().url, "digests", NOW));
    expect((await rows()).map(({ state }) => state)).toEqual(["claimed"]);
    expect(server().accepted).toEqual([]);
    expect(await sendDigests(minutesLater(9))).toEqual({ accepted: 4, refused: 0, unknown: 0 });
    expect(await sendDigests(minutesLater(15))).toEqual({ accepted: 1, refused: 0, unknown: 0 });
    expect(acceptedBy()).toEqual(ADDRESSES);
  }, 60_000);

  test("killed right after the final dot: it is not sent again, until somebody says so", async () => {
    const child = sendProcess(database().url, "digests", NOW);
    server().misbehave.onEnd = () => {
      child.kill();
      return "silent";
    };
    await child.ended;
    server().misbehave = {};
    expect((await rows()).map(({ state }) => state)).toEqual(["handed_over"]);
    expect(await sendDigests(minutesLater(60))).toEqual({ accepted: 4, refused: 0, unknown: 0 });
    expect(acceptedBy()).toEqual(ADDRESSES);
    const { rows: stuck } = await database().pool.query<{ id: bigint }>(
      "SELECT id FROM deliveries WHERE key LIKE 'digest:%' AND state = 'handed_over'",
    );
    const id = stuck[0]?.id ?? 0n;
    const early = sendAgain(people.vp_revops as Person, id, minutesLater(9));
    await expect(early).rejects.toMatchObject({ code: "DELIVERY_RUNNING" });
    await sendAgain(people.vp_revops as Person, id, minutesLater(61));
    expect(server().accepted.filter(({ to }) => to[0] === "cro@accord.test")).toHaveLength(2);
    const ids = server()
      .accepted.filter(({ to }) => to[0] === "cro@accord.test")
      .map(({ mail }) => mail.messageId);
    expect(new Set(ids).size).toBe(1);
    const again = sendAgain(people.vp_revops as Person, id, minutesLater(62));
    await expect(again).rejects.toMatchObject({ code: "DELIVERY_SENT" });
  }, 60_000);

  test("one that was slower than ten minutes keeps back its final dot, though whoever took its message over is not done yet", async () => {
    const arrived: (() => void)[] = [];
    const arrivals = [0, 1, 2].map((call) => new Promise<void>((resolve) => arrived.splice(call, 0, resolve)));
    let calls = 0;
    let second: Promise<unknown> | undefined;
    // First the slow one, at the first person; then the second one, at the same; then the slow one again, at the next.
    server().misbehave.onRcptTo = async () => {
      arrived[calls]?.();
      calls += 1;
      if (calls === 1) second = sendDigests(minutesLater(11));
      if (calls <= 2) await arrivals[calls];
    };
    const slow = await sendDigests(NOW);
    expect(slow.unknown).toBe(0);
    expect(slow.refused).toBeGreaterThanOrEqual(1);
    expect(await second).toMatchObject({ refused: 0, unknown: 0 });
    expect(acceptedBy()).toEqual(ADDRESSES);
    expect((await rows()).map(({ state }) => state)).toEqual(SEATS.map(() => "sent"));
    expect((await rows())[0]).toMatchObject({ to: "cro@accord.test", attempts: 2 });
  });
});
