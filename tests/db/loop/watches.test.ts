import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { readWatch } from "@/lib/data/watches";
import { ROLES, type Role } from "@/lib/domain/roles";
import { giveThanks } from "@/lib/services/thanks";
import { chooseWatch, endWatch } from "@/lib/services/watches";
import { BASELINE, FALLEN, freezeMonday, ingestFallingNumber, STILL } from "@/tests/support/falling-number";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const CHOSEN = new Date("2027-06-08T12:00:00Z");
const STILL_AT = new Date("2027-06-15T12:00:00Z");
const THANKED = new Date("2027-07-06T02:00:00Z");
const TEXT = "You cut the lists that never fitted. Thank you.";
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await ingestFallingNumber(database().pool);
});

const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const choose = (reason = "out_of_icp", actor = people.vp_revops, now = CHOSEN) => chooseWatch(actor, { reason }, now);
const current = async (now = CHOSEN) => {
  const { watch } = await readWatch(people.ae, now);
  if (!watch) throw new Error("nothing is watched");
  return watch;
};
const thank = async (asOf: string, now: Date, { text = TEXT, actor = people.cro } = {}) => {
  const { id } = await current(now);
  return giveThanks(actor, { watch: id, text, asOf }, now);
};
const tables = async () => {
  const [watches, thanks] = await Promise.all([database().prisma.watch.count(), database().prisma.thanks.count()]);
  return { watches, thanks };
};

test("before the first frozen Monday nothing is watched", async () => {
  await refused(() => choose(), { code: "SNAPSHOT_MISSING", status: 409 });
  expect(await readWatch(people.ae, CHOSEN)).toMatchObject({ watch: null, latest: null, hottest: null, wall: [] });
});

describe("choosing", () => {
  beforeAll(() => freezeMonday(database().prisma, BASELINE));

  test("a Monday that is frozen after the day of the choice says nothing", async () => {
    await refused(() => choose("out_of_icp", people.vp_revops, new Date("2027-06-06T12:00:00Z")), {
      code: "SNAPSHOT_MISSING",
    });
  });

  test("the page suggests the hottest of the latest frozen Monday", async () => {
    expect(await readWatch(people.ae, CHOSEN)).toMatchObject({
      hottest: "out_of_icp",
      latest: { asOf: BASELINE, n: 10, counts: { out_of_icp: 4, bad_data: 1, no_intent: 0 } },
    });
  });

  test("refused, and no table changes: no reason of the five, one without a rejection, other roles", async () => {
    await refused(() => choose("price"), { code: "REASON_UNKNOWN", field: "reason" });
    await refused(() => choose("no_intent"), { code: "WATCH_EMPTY", field: "reason", status: 409 });
    for (const role of ROLES.filter((name) => !["cro", "cmo", "vp_revops"].includes(name))) {
      await refused(() => choose("out_of_icp", people[role]), { code: "FORBIDDEN" });
    }
  });

  test("of two people who choose at once one does", async () => {
    const outcomes = await Promise.allSettled([choose("bad_data", people.cmo), choose("out_of_icp", people.cro)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "WATCH_EXISTS" } });
    expect(await tables()).toEqual({ watches: 1, thanks: 0 });
  });

  test("it ends with words alone, which are kept", async () => {
    const { id } = await current();
    await refused(() => endWatch(people.cmo, { watch: id, why: " " }, CHOSEN), { code: "CHANGE_REASON_REQUIRED" });
    await refused(() => endWatch(people.bdr, { watch: id, why: "another one" }, CHOSEN), { code: "FORBIDDEN" });
    await refused(() => endWatch(people.cmo, { watch: 999_999n, why: "another one" }, CHOSEN), { code: "NOT_FOUND" });
    await endWatch(people.cmo, { watch: id, why: "Another number hurts more." }, CHOSEN);
    expect(await auditTail(database().pool)).toMatchObject({
      action: "watch.end",
      object: `watch:${id}`,
      after: { ended: "2027-06-08", why: "Another number hurts more." },
    });
    await refused(() => endWatch(people.cmo, { watch: id, why: "again" }, CHOSEN), {
      code: "WATCH_ENDED",
      status: 409,
    });
    expect((await readWatch(people.ae, CHOSEN)).watch).toBeNull();
  });

  test("the baseline is the frozen number; a second watch is refused, by the database too", async () => {
    await choose();
    expect(await current()).toMatchObject({
      reason: "out_of_icp",
      baseline: { asOf: BASELINE, count: 4, n: 10 },
      startedOn: "2027-06-08",
      startedBy: people.vp_revops.name,
    });
    await refused(() => choose("bad_data"), { code: "WATCH_EXISTS", status: 409 });
    const insert = database().pool.query(
      `INSERT INTO watches (reason, baseline_as_of, baseline_count, baseline_n, started_on, started_by_id)
       VALUES ('bad_data', $1, 1, 10, $1, $2)`,
      [BASELINE, people.cro.id],
    );
    await expect(insert).rejects.toMatchObject({ code: "23505", constraint: "watches_one" });
  });
});

describe("while the number has not fallen", () => {
  test("no later Monday is frozen: no thank-you", async () => {
    expect(await readWatch(people.ae, CHOSEN)).toMatchObject({ now: null, isFallen: false });
    await refused(() => thank(BASELINE, CHOSEN), { code: "NUMBER_NOT_MOVED", status: 409 });
  });

  test("the next one says the same number: no thank-you, by the database too", async () => {
    await freezeMonday(database().prisma, STILL);
    expect(await readWatch(people.ae, STILL_AT)).toMatchObject({
      now: { asOf: STILL, count: 4, n: 10 },
      isFallen: false,
      firstFallen: null,
    });
    await refused(() => thank(STILL, STILL_AT), { code: "NUMBER_NOT_MOVED" });
    const { id } = await current(STILL_AT);
    const insert = database().pool.query(
      `INSERT INTO thanks (watch_id, baseline_count, baseline_n, as_of, count, n, by_id, text, at)
       VALUES ($1, 4, 10, $2, 4, 10, $3, 'thanks', now())`,
      [id, STILL, people.cro.id],
    );
    await expect(insert).rejects.toMatchObject({ constraint: "thanks_moved" });
  });
});

describe("once it has fallen", () => {
  beforeAll(() => freezeMonday(database().prisma, FALLEN));

  test("the page shows both numbers and every frozen Monday between them", async () => {
    expect(await readWatch(people.ae, THANKED)).toMatchObject({
      now: { asOf: FALLEN, count: 2, n: 10 },
      isFallen: true,
      firstFallen: { asOf: FALLEN },
      trend: [{ asOf: BASELINE }, { asOf: STILL }, { asOf: FALLEN }],
    });
    expect((await readWatch(people.ae, STILL_AT)).isFallen).toBe(false);
  });

  test("refused, and no table changes: others, no words, another Monday on the screen", async () => {
    for (const role of ROLES.filter((name) => name !== "cro")) {
      await refused(() => thank(FALLEN, THANKED, { actor: people[role] }), { code: "FORBIDDEN" });
    }
    await refused(() => thank(FALLEN, THANKED, { text: " \u200b " }), { code: "THANKS_TEXT_REQUIRED", field: "text" });
    await refused(() => thank(FALLEN, THANKED, { text: "x".repeat(1001) }), { code: "THANKS_TEXT_REQUIRED" });
    await refused(() => thank(STILL, THANKED), { code: "CONFLICT", status: 409 });
    await refused(() => giveThanks(people.cro, { watch: 999_999n, text: TEXT, asOf: FALLEN }, THANKED), {
      code: "NOT_FOUND",
    });
  });

  test("of two thank-yous at once one stands; it shows both numbers to everybody, and the watch has ended", async () => {
    const { id } = await current(THANKED);
    const give = () => giveThanks(people.cro, { watch: id, text: TEXT, asOf: FALLEN }, THANKED);
    const outcomes = await Promise.allSettled([give(), give()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "ALREADY_THANKED" } });
    expect((await tables()).thanks).toBe(1);
    expect(await readWatch(people.bdr, THANKED)).toMatchObject({
      watch: null,
      wall: [
        {
          reason: "out_of_icp",
          baseline: { asOf: BASELINE, count: 4, n: 10 },
          now: { asOf: FALLEN, count: 2, n: 10 },
          by: people.cro.name,
          text: TEXT,
          at: THANKED,
        },
      ],
    });
    expect(await auditTail(database().pool)).toMatchObject({ action: "thanks.give", object: `watch:${id}` });
    // Midnight in New York has not come: the watch ends on the organisation's day.
    const ended = await database().prisma.watch.findUniqueOrThrow({ where: { id } });
    expect(ended.endedOn?.toISOString().slice(0, 10)).toBe("2027-07-05");
    for (const end of ["NULL", "ended_on + 7"]) {
      const reopened = database().pool.query(`UPDATE watches SET ended_on = ${end} WHERE id = $1`, [id]);
      await expect(reopened).rejects.toThrow("WATCH_ENDED");
    }
    await refused(give, { code: "ALREADY_THANKED", status: 409 });
  });

  test("its numbers stay, whoever changes the watch", async () => {
    const change = "UPDATE watches SET baseline_count = baseline_count + 1";
    await expect(database().pool.query(change)).rejects.toThrow("permission denied");
    const byOwner = withClient(database().url, (client) => client.query(change));
    await expect(byOwner).rejects.toMatchObject({ constraint: "thanks_watch_id_baseline_count_baseline_n_fkey" });
  });

  test("the next number can be watched from here on; the CFO reads none of it", async () => {
    await choose("bad_data", people.cro, THANKED);
    expect(await current(THANKED)).toMatchObject({ baseline: { asOf: FALLEN, count: 1, n: 10 } });
    await expect(readWatch(people.cfo, THANKED)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
