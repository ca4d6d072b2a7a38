import { describe, expect, test } from "vitest";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { readCalendarFacts, readRoom } from "@/lib/data/reviews";
import type { ReviewSeat, Role } from "@/lib/domain/roles";
import { seenInRoom, startTimer } from "@/lib/services/reviews/attend";
import { replaceSeat } from "@/lib/services/reviews/seats";
import { roomPulse } from "@/lib/services/reviews/stream";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { MONDAY, minutes, reviewRoom, TUESDAY } from "@/tests/support/review-room";
import { auditTail } from "@/tests/support/settings";

const database = processDatabase();
const { people, open, begun, decide, close, takeBack, refused } = reviewRoom(database);

const A_SECOND_LATER = new Date(TUESDAY.getTime() + 1_000);
/** How somebody loses the role of their seat. */
const LOSSES = [
  ["disabled", "UPDATE users SET active = false WHERE id = $1"],
  ["demoted", "UPDATE users SET role = 'ae' WHERE id = $1"],
] as const;
const lose = (sql: string, role: Role) => database().pool.query(sql, [people()[role].id]);
const seatsOf = async () => (await readRoom(people().bdr, MONDAY)).review?.seats ?? [];
const nameIn = async (wanted: ReviewSeat) => (await seatsOf()).find(({ seat }) => seat === wanted)?.name;

let made = 0;
async function another(role: Role): Promise<Person> {
  made += 1;
  const { id } = await addPerson(database().pool, role, { tag: `other-${made}` });
  return (await personOfSession(id, 1)) as Person;
}
const replace = (seat: ReviewSeat, person: bigint | null, { actor = people().vp_revops, now = TUESDAY } = {}) =>
  replaceSeat(actor, { asOf: MONDAY, seat, person }, now);

describe.each(LOSSES)("a leader who was %s a second ago", (_, sql) => {
  test("is not present, however fresh their heartbeat, and the refusal says what to do", async () => {
    await begun();
    await lose(sql, "cmo");
    await refused(() => decide({}, people().cro, A_SECOND_LATER), {
      code: "LEADERS_ABSENT",
      message: expect.stringMatching(/Give the seat to somebody else/),
      details: { absent: [people().cmo.name] },
    });
    const { cro, cmo } = people();
    expect((await roomPulse(MONDAY, A_SECOND_LATER)).shows).toMatch(new RegExp(`\\|${cro.id} t t,${cmo.id} f f,`));
    expect((await seatsOf()).filter(({ holds }) => !holds).map(({ seat }) => seat)).toEqual(["cmo"]);
  });

  test("does not act by a session from before, and is noted nowhere", async () => {
    await begun();
    await decide();
    await lose(sql, "cro");
    const cro = people().cro;
    for (const act of [
      () => decide({}, cro, A_SECOND_LATER),
      () => takeBack(cro, A_SECOND_LATER),
      () => close(cro, A_SECOND_LATER),
      () => startTimer(cro, MONDAY, A_SECOND_LATER),
    ]) {
      await refused(act, { code: "FORBIDDEN" });
    }
    await seenInRoom(cro, MONDAY, minutes(1));
    expect((await seatsOf())[0]?.seenAt).toEqual(TUESDAY);
  });

  test("is followed by another in the same week; what stands keeps its leaders", async () => {
    await begun();
    await decide();
    await lose(sql, "cro");
    const next = await another("cro");
    const changes = async () => (await readCalendarFacts(next, MONDAY)).changes;
    const { count } = await changes();
    await replace("cro", next.id);
    expect(await nameIn("cro")).toBe(next.name);
    // Its calendar file names the five: it has changed.
    expect(await changes()).toEqual({ count: count + 1, lastAt: expect.any(Date) });
    expect(await auditTail(database().pool)).toMatchObject({
      action: "review.replace_seat",
      actor: people().vp_revops.email,
      object: `review:${MONDAY}`,
      before: { cro: people().cro.name },
      after: { cro: next.name },
    });
    const { rows } = await database().pool.query(
      "SELECT d.cro_id, (SELECT count(*)::int FROM review_presence p WHERE p.user_id = d.cro_id) AS seen FROM review_decisions d",
    );
    expect(rows).toEqual([{ cro_id: people().cro.id, seen: 0 }]);
    await takeBack(next, minutes(1));
    await refused(() => decide({}, next, minutes(0.1)), { code: "LEADERS_ABSENT", details: { absent: [next.name] } });
    await seenInRoom(next, MONDAY, minutes(0.1));
    await decide({}, next, minutes(0.2));
    await close(next, minutes(1));
  });
});

describe("a seat is not given on", () => {
  test("while its holder is active and of its role, nor before the review is open, nor after its end", async () => {
    const next = await another("head_sdr");
    await refused(() => replace("head_sdr", next.id), { code: "NOT_FOUND" });
    await begun();
    await refused(() => replace("head_sdr", next.id), { code: "SEAT_HELD", status: 409 });
    await lose(LOSSES[0][1], "head_sdr");
    await refused(() => replace("head_sdr", next.id, { now: new Date("2027-07-12T05:00:00Z") }), {
      code: "REVIEW_LAPSED",
    });
    await decide();
    await close(people().cro);
    await refused(() => replace("head_sdr", next.id), { code: "REVIEW_CLOSED" });
  });

  test("to anybody but one active person of its role who has no other seat", async () => {
    await open();
    await lose(LOSSES[0][1], "cro");
    const gone = await another("cro");
    await database().pool.query("UPDATE users SET active = false WHERE id = $1", [gone.id]);
    const refusal = { code: "ATTENDEES_EXACTLY_FIVE", field: "cro" };
    for (const person of [null, 999_999n, people().cro.id, people().ae.id, people().vp_revops.id, gone.id]) {
      await refused(() => replace("cro", person), refusal);
    }
    // The CMO has become CRO and still has the seat of the CMO.
    await database().pool.query("UPDATE users SET role = 'cro' WHERE id = $1", [people().cmo.id]);
    await refused(() => replace("cro", people().cmo.id), {
      ...refusal,
      message: expect.stringMatching(/Give that seat to somebody else first/),
    });
    await replace("cmo", (await another("cmo")).id);
    await replace("cro", people().cmo.id);
    expect(await nameIn("cro")).toBe(people().cmo.name);
  });

  test("of two who give it at once one wins, and the other hears that it is held", async () => {
    await open();
    await lose(LOSSES[1][1], "cmo");
    const [first, second] = [await another("cmo"), await another("cmo")];
    const results = await Promise.allSettled([
      replace("cmo", first.id),
      replace("cmo", second.id, { actor: people().cro }),
    ]);
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refusals).toMatchObject([{ code: "SEAT_HELD" }]);
    expect([first.name, second.name]).toContain(await nameIn("cmo"));
  });

  test("past the service: the database refuses it too", async () => {
    await open();
    const { pool } = database();
    const next = await another("cro");
    const give = (id: bigint) => pool.query("UPDATE reviews SET cro_id = $1", [id]);
    await expect(give(next.id)).rejects.toThrow(/SEAT_HELD/);
    await lose(LOSSES[1][1], "cro");
    await expect(give(people().ae.id)).rejects.toThrow(/ATTENDEES_EXACTLY_FIVE/);
    await pool.query("UPDATE users SET active = false WHERE id = $1", [next.id]);
    await expect(give(next.id)).rejects.toThrow(/ATTENDEES_EXACTLY_FIVE/);
    await pool.query("UPDATE users SET active = true WHERE id = $1", [next.id]);
    await give(next.id);
    expect(await nameIn("cro")).toBe(next.name);
  });
});

describe("the pulse of a room", () => {
  const stateOf = async (asOf: string, now = TUESDAY) => (await roomPulse(asOf, now)).state;

  test("is open through the Sunday of its week, over from then on and once it is closed", async () => {
    await begun();
    expect(await stateOf(MONDAY, new Date("2027-07-12T03:59:59Z"))).toBe("open");
    expect(await stateOf(MONDAY, new Date("2027-07-12T04:00:00Z"))).toBe("lapsed");
    await decide();
    await close(people().cro);
    expect(await stateOf(MONDAY)).toBe("closed");
  });

  test("is that of a frozen Monday or of this week, and of no other", async () => {
    expect(await stateOf("2027-06-28")).toBe("lapsed");
    // Not frozen: of its own week alone.
    expect(await stateOf("2027-07-12", new Date("2027-07-13T14:00:00Z"))).toBe("open");
    for (const asOf of ["2027-07-12", "2020-01-06", "9998-12-28"]) {
      await expect(roomPulse(asOf, TUESDAY)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  test("changes with everything that the page shows, and with nothing else", async () => {
    const pulse = async () => (await roomPulse(MONDAY, TUESDAY)).shows;
    const seen = [await pulse()];
    const changes: [string, () => Promise<unknown>][] = [
      ["opened", () => open()],
      ["somebody comes", () => seenInRoom(people().cro, MONDAY, TUESDAY)],
      ["started", () => startTimer(people().cro, MONDAY, TUESDAY)],
      ["the other leader comes", () => seenInRoom(people().cmo, MONDAY, TUESDAY)],
      ["decided", () => decide()],
      ["decided otherwise", async () => [await takeBack(people().cro), await decide()]],
      ["moved", () => database().pool.query("UPDATE reviews SET held_on = held_on + 1, moved_because = 'A holiday'")],
      ["a seat is lost", () => lose(LOSSES[1][1], "head_sdr")],
      ["a seat is given", async () => replace("head_sdr", (await another("head_sdr")).id)],
    ];
    for (const [what, change] of changes) {
      await change();
      expect(seen, what).not.toContain(await pulse());
      seen.push(await pulse());
      await seenInRoom(people().cro, MONDAY, TUESDAY);
    }
    expect(await pulse()).toBe(seen.at(-1));
  });

  test("nobody is noted in a review that has lapsed", async () => {
    await open();
    await seenInRoom(people().cro, MONDAY, new Date("2027-07-12T04:00:00Z"));
    expect((await seatsOf())[0]?.seenAt).toBeNull();
    await seenInRoom(people().cro, MONDAY, new Date("2027-07-12T03:59:59Z"));
    expect((await seatsOf())[0]?.seenAt).toEqual(new Date("2027-07-12T03:59:59Z"));
  });
});
