import { afterAll, beforeAll, expect, test } from "vitest";
import { type Person, personOfSession, systemActor } from "@/lib/auth/actor";
import { readArguments } from "@/lib/data/arguments";
import { readAnswers, readDiagnostic } from "@/lib/data/diagnostic";
import { readDisputes } from "@/lib/data/disputes";
import { closeDatabase, openDatabase } from "@/lib/db";
import { addDays, dateIn } from "@/lib/domain/dates";
import { compareAnswers } from "@/lib/domain/diagnostic";
import { loadDemo } from "@/prisma/seed/demo";
import { ORGANISATION } from "@/prisma/seed/organisation";
import { signedOn } from "@/prisma/seed/signed";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";

const AS_OF = "2026-11-16";
const ZONE = ORGANISATION.timeZone;
const NOW = new Date(`${AS_OF}T13:00:00Z`);
const SIGNED = signedOn({ asOf: AS_OF });
let database: FreshDatabase;
let cro: Person;

beforeAll(async () => {
  database = await freshDatabase();
  openDatabase(database.url);
  await loadDemo(database.url, AS_OF, { actor: systemActor("demo") });
  const { id } = await database.prisma.user.findFirstOrThrow({ where: { role: "cro" }, select: { id: true } });
  const person = await personOfSession(id, 1);
  if (!person) throw new Error("the CRO must be signed in");
  cro = person;
}, 120_000);
afterAll(async () => {
  await closeDatabase();
  await database.drop();
});

test("the two answered apart before they signed, and differed in three of eight fields", async () => {
  const [round, ...others] = (await readDiagnostic(cro)).rounds;
  expect(others).toEqual([]);
  expect(round).toMatchObject({ cro: { name: "Ingrid Vasholt" }, cmo: { name: "Tobias Okaforde" }, draftVersion: 2 });
  expect(dateIn(round?.revealedAt ?? NOW, ZONE) < SIGNED).toBe(true);
  const answers = await readAnswers(cro, round?.id ?? 0n);
  const { agreed, fields } = compareAnswers(answers.cro, answers.cmo);
  expect(agreed).toBe(5);
  expect(fields.filter(({ same }) => !same).map(({ key }) => key)).toEqual(["behaviour", "geography", "time_decay"]);
});

test("the CEO has picked about geography; the agreement in force says so, and it stays closed for a year", async () => {
  const [dispute, ...others] = await readDisputes(cro);
  expect(others).toEqual([]);
  expect(dispute).toMatchObject({
    field: "geography",
    resolution: { picked: "cmo", by: "Soren Achterbrook", version: 2 },
  });
  const { closedUntil } = dispute?.resolution ?? {};
  expect(closedUntil).toBe(`2027${addDays(SIGNED, -3).slice(4)}`);
  const { definition } = await database.prisma.agreement.findUniqueOrThrow({ where: { version: 2 } });
  expect(definition).toMatchObject({ geography: dispute?.positions.cmo?.value });
});

test("what they argued about since is mostly attribution", async () => {
  const { rows, counts } = await readArguments(cro, { kind: null, page: 1 }, { zone: ZONE, now: NOW });
  expect(counts).toEqual({ cac: 1, attribution: 3, headcount: 2, definition: 1 });
  expect(rows.every(({ at }) => at < NOW && dateIn(at, ZONE) > SIGNED)).toBe(true);
});
