import { beforeAll, describe, expect, test } from "vitest";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { readStanding } from "@/lib/data/agreement-versions";
import { readAnswers, readDiagnostic } from "@/lib/data/diagnostic";
import { ROLES, type Role } from "@/lib/domain/roles";
import { answer, callOff, openRound, writeSingleAnswer } from "@/lib/services/diagnostic";
import { addPerson } from "@/tests/support/actors";
import { answerOf } from "@/tests/support/diagnostic";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const NOW = new Date("2027-07-05T16:00:00Z");
const LATER = new Date("2027-07-06T16:00:00Z");
/** Stands in one answer alone. */
const SECRET = "canary of the CRO";
const database = processDatabase();
let people: Record<Role, Person>;
let secondCro: Person;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  const { id } = await addPerson(database().pool, "cro", { tag: "second" });
  const person = await personOfSession(id, 1);
  if (!person) throw new Error("the second CRO must be signed in");
  secondCro = person;
});

const open = (actor = people.vp_revops, cro = people.cro) => openRound(actor, { cro: cro.id, cmo: people.cmo.id }, NOW);
const current = async () => {
  const [round] = (await readDiagnostic(people.admin)).rounds;
  if (!round) throw new Error("there is no round");
  return round;
};
const say = async (actor: Person, text: string, own = {}) =>
  answer(actor, { round: (await current()).id, texts: answerOf(text, own) }, NOW);
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const denials = () => database().prisma.denial.count({ where: { code: "HIDDEN_UNTIL_ALL" } });

test("RevOps opens a round for one CRO and one CMO, who are fixed from then on", async () => {
  const { candidates } = await readDiagnostic(people.vp_revops);
  expect(candidates.cro.map(({ id }) => id)).toEqual([people.cro.id, secondCro.id]);
  expect((await readDiagnostic(people.cro)).candidates).toEqual({ cro: [], cmo: [] });
  const id = await open();
  expect(await current()).toMatchObject({
    id,
    openedAt: NOW,
    cro: { id: people.cro.id, name: people.cro.name, answeredAt: null },
    cmo: { id: people.cmo.id, answeredAt: null },
    revealedAt: null,
    calledOffAt: null,
  });
  expect(await auditTail(database().pool)).toMatchObject({
    action: "diagnostic.open",
    object: `diagnostic:${id}`,
    after: { cro: people.cro.name, cmo: people.cmo.name },
  });
  await refused(() => open(), { code: "DIAGNOSTIC_OPEN", status: 409 });
  const change = database().pool.query("UPDATE diagnostic_rounds SET cro_id = $1", [secondCro.id]);
  await expect(change).rejects.toMatchObject({ code: "AC002" });
});

describe("while one has answered", () => {
  beforeAll(async () => {
    expect(await say(people.cro, SECRET)).toEqual({ isRevealed: false });
  });

  test("everybody sees who has, and only the author what", async () => {
    for (const role of ROLES.filter((name) => name !== "cfo")) {
      const page = await readDiagnostic(people[role]);
      expect(page.rounds[0]).toMatchObject({ cro: { answeredAt: NOW }, cmo: { answeredAt: null }, revealedAt: null });
      expect(
        JSON.stringify(page, (_, value) => (typeof value === "bigint" ? String(value) : value)).includes(SECRET),
      ).toBe(role === "cro");
    }
    expect((await readDiagnostic(people.cro)).own).toEqual(answerOf(SECRET));
    expect((await readDiagnostic(secondCro)).own).toBeNull();
  });

  test.each(ROLES.filter((role) => role !== "cfo"))(
    "asking for the answers is refused and logged: %s",
    async (role) => {
      const before = await denials();
      const { id } = await current();
      await expect(readAnswers(people[role], id)).rejects.toMatchObject({ code: "HIDDEN_UNTIL_ALL", status: 403 });
      expect(await denials()).toBe(before + 1);
    },
  );

  test("nor does the database give them to the app, whatever is asked", async () => {
    const { pool } = database();
    const client = await pool.connect();
    try {
      for (const reader of [people.cmo.id, people.vp_revops.id, people.admin.id]) {
        await client.query("BEGIN");
        await client.query("SELECT set_config('accord.reader', $1, true)", [String(reader)]);
        expect((await client.query("SELECT * FROM diagnostic_answers")).rows).toEqual([]);
        await client.query("ROLLBACK");
      }
    } finally {
      client.release();
    }
    expect((await pool.query("SELECT * FROM diagnostic_answers")).rows).toEqual([]);
    expect(await database().prisma.diagnosticAnswer.findMany()).toEqual([]);
    await expect(
      pool.query("UPDATE diagnostic_rounds SET cmo_answered_at = now(), revealed_at = now()"),
    ).rejects.toMatchObject({ code: "AC002" });
    const { rows } = await pool.query("SELECT count(*)::int AS n FROM audit_log WHERE concat(before, after) LIKE $1", [
      `%${SECRET}%`,
    ]);
    expect(rows).toEqual([{ n: 0 }]);
  });

  test("a single answer cannot be written yet", async () => {
    const { id } = await current();
    await refused(() => writeSingleAnswer(people.vp_revops, id), { code: "HIDDEN_UNTIL_ALL" });
  });

  test("the author may change it", async () => {
    await say(people.cro, SECRET, { geography: "US" });
    expect((await readDiagnostic(people.cro)).own?.geography).toBe("US");
    const entry = await auditTail(database().pool);
    expect(entry).toMatchObject({ action: "diagnostic.change_answer", after: { answered: "cro", closed: false } });
  });

  test("refused, and no table changes: gaps, too much text, others", async () => {
    const { id } = await current();
    const give = (actor: Person, texts: object) => () => answer(actor, { round: id, texts: { ...texts } }, NOW);
    await refused(give(people.cmo, answerOf("fits", { titles: " " })), { code: "ANSWER_REQUIRED", field: "titles" });
    await refused(give(people.cmo, answerOf("x".repeat(301))), { code: "ANSWER_TOO_LONG", field: "sentence" });
    await refused(give(secondCro, answerOf("fits")), { code: "FORBIDDEN" });
    for (const role of ROLES.filter((name) => name !== "cro" && name !== "cmo")) {
      await refused(give(people[role], answerOf("fits")), { code: "FORBIDDEN" });
    }
    const unknown = () => answer(people.cmo, { round: 999_999n, texts: answerOf("fits") }, NOW);
    await refused(unknown, { code: "NOT_FOUND" });
  });
});

describe("when the last answer is in", () => {
  beforeAll(async () => {
    expect(await say(people.cmo, SECRET, { geography: "US, DACH" })).toEqual({ isRevealed: true });
  });

  test("both are shown to everybody who reads the agreement", async () => {
    const { id, revealedAt } = await current();
    expect(revealedAt).toEqual(NOW);
    for (const role of ROLES.filter((name) => name !== "cfo")) {
      expect(await readAnswers(people[role], id)).toEqual({
        cro: answerOf(SECRET, { geography: "US" }),
        cmo: answerOf(SECRET, { geography: "US, DACH" }),
      });
    }
    await expect(readAnswers(people.cfo, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(readDiagnostic(people.cfo)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(readAnswers(people.cro, 999_999n)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("nobody changes anything any more, not even in SQL as the app", async () => {
    await refused(() => say(people.cro, "late"), { code: "DIAGNOSTIC_CLOSED", status: 409 });
    const { id } = await current();
    await refused(() => callOff(people.vp_revops, id, LATER), { code: "DIAGNOSTIC_CLOSED" });
    const client = await database().pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT set_config('accord.reader', $1, true)", [String(people.cro.id)]);
      await expect(client.query("UPDATE diagnostic_answers SET titles = 'x'")).rejects.toMatchObject({ code: "AC002" });
      await client.query("ROLLBACK");
      await expect(client.query("DELETE FROM diagnostic_answers")).rejects.toMatchObject({ code: "42501" });
      await expect(client.query("UPDATE diagnostic_rounds SET revealed_at = NULL")).rejects.toMatchObject({
        code: "AC002",
      });
    } finally {
      client.release();
    }
  });

  test("RevOps opens the draft in which a single answer is written", async () => {
    const { id } = await current();
    for (const role of ["cro", "cmo", "ceo", "admin"] as const) {
      await refused(() => writeSingleAnswer(people[role], id), { code: "FORBIDDEN" });
    }
    const version = await writeSingleAnswer(people.vp_revops, id);
    expect((await readStanding(people.cro)).open).toMatchObject({ version, status: "draft" });
    expect((await current()).draftVersion).toBe(version);
    expect(await writeSingleAnswer(people.vp_revops, id)).toBe(version);
  });
});

test("a round that nobody will answer is called off; its answer stays hidden, and the next one can be opened", async () => {
  const id = await open(people.vp_revops, secondCro);
  await say(secondCro, SECRET);
  await refused(() => callOff(people.cro, id, LATER), { code: "FORBIDDEN" });
  await callOff(people.vp_revops, id, LATER);
  expect(await current()).toMatchObject({ calledOffAt: LATER, revealedAt: null });
  await expect(readAnswers(people.vp_revops, id)).rejects.toMatchObject({ code: "HIDDEN_UNTIL_ALL" });
  await refused(() => say(people.cmo, "late"), { code: "DIAGNOSTIC_CLOSED" });
  await open();
  expect((await readDiagnostic(people.bdr)).rounds).toHaveLength(3);
});

describe("refused, and no table changes: opening a round", () => {
  beforeAll(async () => callOff(people.vp_revops, (await current()).id, LATER));

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    await refused(() => open(people[role]), { code: "FORBIDDEN" });
  });

  test("for somebody of another role, nobody, a closed account", async () => {
    const ask = (cro: bigint | null, cmo: bigint | null) => () => openRound(people.vp_revops, { cro, cmo }, NOW);
    await refused(ask(people.cmo.id, people.cmo.id), { code: "PARTICIPANT_UNKNOWN", field: "cro" });
    await refused(ask(people.cro.id, people.cfo.id), { code: "PARTICIPANT_UNKNOWN", field: "cmo" });
    await refused(ask(null, people.cmo.id), { code: "PARTICIPANT_UNKNOWN", field: "cro" });
    await database().prisma.user.update({ where: { id: secondCro.id }, data: { active: false } });
    await refused(ask(secondCro.id, people.cmo.id), { code: "PARTICIPANT_UNKNOWN", field: "cro" });
  });
});

test("of two last answers at the same moment both count, and the round closes once", async () => {
  await open();
  const results = await Promise.all([say(people.cro, "one"), say(people.cmo, "two")]);
  expect(results.map(({ isRevealed }) => isRevealed).sort()).toEqual([false, true]);
  expect((await current()).revealedAt).toEqual(NOW);
});

test("of two rounds opened at the same moment one is", async () => {
  const outcomes = await Promise.allSettled([open(), open()]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
