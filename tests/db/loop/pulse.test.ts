import { beforeAll, describe, expect, test } from "vitest";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { readPulse } from "@/lib/data/pulse";
import { ROLES, type Role } from "@/lib/domain/roles";
import { answerPulse } from "@/lib/services/pulse";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const JULY = new Date("2027-07-05T16:00:00Z");
/** Still July in New York. */
const LAST_OF_JULY = new Date("2027-08-01T03:59:00Z");
const AUGUST = new Date("2027-08-01T04:00:00Z");
const SEPTEMBER = new Date("2027-09-02T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;
let secondCro: Person;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  const person = await personOfSession((await addPerson(database().pool, "cro", { tag: "second" })).id, 1);
  if (!person) throw new Error("the second CRO must be signed in");
  secondCro = person;
});

const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);

/** All rows that the app's role sees as this reader, as nobody for null. */
async function rowsAs(reader: bigint | null): Promise<{ month: string; score: number }[]> {
  const client = await database().pool.connect();
  try {
    await client.query("BEGIN");
    if (reader !== null) await client.query("SELECT set_config('accord.reader', $1, true)", [String(reader)]);
    const { rows } = await client.query("SELECT month::text, score FROM pulse_answers ORDER BY month, side");
    return rows;
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

describe("while one has answered", () => {
  beforeAll(() => answerPulse(people.cro, { score: "9" }, JULY));

  test("the author sees their own, everybody else nothing: in the page’s data", async () => {
    for (const role of ROLES.filter((name) => name !== "cfo")) {
      expect(await readPulse(people[role], JULY)).toEqual({
        month: "2027-07-01",
        own: role === "cro" ? 9 : null,
        months: [],
      });
    }
    expect((await readPulse(secondCro, JULY)).own).toBeNull();
    await expect(readPulse(people.cfo, JULY)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("in SQL as the app’s role, whoever it says it reads for", async () => {
    for (const reader of [null, people.cmo.id, people.vp_revops.id, people.admin.id, secondCro.id]) {
      expect(await rowsAs(reader)).toEqual([]);
    }
    expect(await database().prisma.pulseAnswer.findMany()).toEqual([]);
    expect(await rowsAs(people.cro.id)).toEqual([{ month: "2027-07-01", score: 9 }]);
  });

  test("in the audit log, which says who and not what", async () => {
    const entry = await auditTail(database().pool);
    expect(entry).toMatchObject({ action: "pulse.answer", object: "pulse:2027-07", before: null });
    expect(entry.after).toEqual({ answered: "cro" });
  });

  test("refused, and no table changes: twice, for the same side, no score, other roles", async () => {
    await refused(() => answerPulse(people.cro, { score: "1" }, LAST_OF_JULY), { code: "PULSE_ANSWERED", status: 409 });
    await refused(() => answerPulse(secondCro, { score: "1" }, JULY), { code: "PULSE_ANSWERED" });
    for (const score of ["", "11", "-1", "5.5"]) {
      await refused(() => answerPulse(people.cmo, { score }, JULY), { code: "PULSE_SCORE", field: "score" });
    }
    for (const role of ROLES.filter((name) => name !== "cro" && name !== "cmo")) {
      await refused(() => answerPulse(people[role], { score: "5" }, JULY), { code: "FORBIDDEN" });
    }
  });

  test("nobody answers for somebody else, nor changes an answer, in SQL as the app’s role", async () => {
    const client = await database().pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT set_config('accord.reader', $1, true)", [String(people.vp_revops.id)]);
      const insert = client.query(
        "INSERT INTO pulse_answers (month, side, user_id, score, at) VALUES ('2027-07-01', 'cmo', $1, 0, now())",
        [people.cmo.id],
      );
      await expect(insert).rejects.toMatchObject({ code: "42501" });
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
    for (const sql of ["UPDATE pulse_answers SET score = 0", "DELETE FROM pulse_answers"]) {
      await expect(database().pool.query(sql)).rejects.toMatchObject({ code: "42501" });
    }
  });
});

test("once both are in, everybody sees both side by side", async () => {
  await answerPulse(people.cmo, { score: "6" }, LAST_OF_JULY);
  const july = { month: "2027-07-01", cro: 9, cmo: 6 };
  for (const reader of [people.cmo, people.bdr, secondCro]) {
    expect((await readPulse(reader, LAST_OF_JULY)).months).toEqual([july]);
  }
  expect(await rowsAs(null)).toHaveLength(2);
});

test("a month that only one has answered stays hidden for ever, also from its author’s trend", async () => {
  await answerPulse(people.cmo, { score: "2" }, AUGUST);
  expect(await readPulse(people.cmo, AUGUST)).toMatchObject({ month: "2027-08-01", own: 2, months: [{ cro: 9 }] });
  await answerPulse(people.cro, { score: "3" }, SEPTEMBER);
  await answerPulse(people.cmo, { score: "4" }, SEPTEMBER);
  for (const reader of [people.cmo, people.cro, people.ceo]) {
    const { months } = await readPulse(reader, SEPTEMBER);
    expect(months.map(({ month }) => month)).toEqual(["2027-07-01", "2027-09-01"]);
  }
  expect((await rowsAs(people.cro.id)).map(({ month }) => month.slice(0, 7))).not.toContain("2027-08");
});

test("of two answers of one person at once one counts", async () => {
  const now = new Date("2027-10-05T16:00:00Z");
  const outcomes = await Promise.allSettled([
    answerPulse(people.cro, { score: "1" }, now),
    answerPulse(people.cro, { score: "2" }, now),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "PULSE_ANSWERED" } });
});
