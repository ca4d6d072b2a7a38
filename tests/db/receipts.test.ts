import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readMonday } from "@/lib/data/monday";
import { fetchReadingCheck, readOwnReceipt, readReceipts } from "@/lib/data/receipts";
import type { Role } from "@/lib/domain/roles";
import { changeRole, setActive } from "@/lib/services/people";
import { acknowledge, takeCheck } from "@/lib/services/receipts";
import type { Prisma } from "@/prisma/generated/client";
import { loadDemoReceipts } from "@/prisma/seed/receipts";
import { signedIn } from "@/tests/support/cycles";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, fingerprint, signedInPeople } from "@/tests/support/settings";
import { signedLastYear } from "@/tests/support/signed-last-year";

const NOW = new Date("2027-07-05T16:00:00Z");
const LATER = new Date("2027-07-06T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const rows = async <T>(sql: Prisma.Sql) => (await database().pool.query(sql.text, sql.values)).rows as T[];
/** The places of the right answers. */
const rightAnswers = async (version: number, { id }: Person) =>
  (await fetchReadingCheck(rows, version, id)).map(({ right }) => right);
const coverage = async () => {
  const { coverage: found } = await readMonday(null, NOW);
  return found && `v${found.version}: ${found.teams.map(({ key, read, of }) => `${key} ${read}/${of}`).join(", ")}`;
};

test("while nobody has signed there is nothing to confirm, and no line on the Monday page", async () => {
  await refused(() => acknowledge(people.bdr, 1, NOW), {
    code: "OLD_VERSION",
    status: 409,
    message: expect.stringContaining("No version is in force yet"),
    details: { in_force: null },
  });
  expect(await readReceipts(people.cro)).toBeNull();
  expect(await readOwnReceipt(people.bdr)).toBeNull();
  expect(await coverage()).toBeNull();
  const before = await fingerprint(database().pool);
  await loadDemoReceipts(database().prisma, systemActor("demo"));
  expect(await fingerprint(database().pool)).toEqual(before);
});

describe("version 2 in force", () => {
  beforeAll(async () => {
    expect(await signedLastYear(database().url)).toBe(2);
    // What is written past the product leaves no link, and the Monday page is remembered by the last one.
    await setActive(people.admin, people.ceo.id, true);
  });

  test("is confirmed once, with the time and a link of the audit chain", async () => {
    expect(await readOwnReceipt(people.bdr)).toEqual({ version: 2, readAt: null, score: null, questions: [] });
    expect(await acknowledge(people.bdr, 2, NOW)).toEqual({ version: 2, readAt: NOW });
    const tail = await auditTail(database().pool);
    expect(tail).toMatchObject({
      actor: people.bdr.email,
      action: "agreement.acknowledge",
      object: "receipts:2",
      after: { read: people.bdr.name },
    });
    // Once more is the first time still, and writes nothing.
    expect(await acknowledge(people.bdr, 2, LATER)).toEqual({ version: 2, readAt: NOW });
    expect((await auditTail(database().pool)).seq).toBe(tail.seq);
    expect(await readOwnReceipt(people.bdr)).toMatchObject({ readAt: NOW, score: null });
  });

  test("of two confirmations at once one row comes", async () => {
    const times = await Promise.all([NOW, LATER].map((now) => acknowledge(people.ae, 2, now)));
    expect(new Set(times.map(({ readAt }) => readAt.getTime())).size).toBe(1);
    const where = { agreementVersion: 2, userId: people.ae.id };
    expect(await database().prisma.agreementReceipt.count({ where })).toBe(1);
    const links = { where: { action: "agreement.acknowledge", actorId: people.ae.id } };
    expect(await database().prisma.auditEntry.count(links)).toBe(1);
  });

  test.each([1, 3])("is not version %i", async (version) => {
    await refused(() => acknowledge(people.cro, version, NOW), {
      code: "OLD_VERSION",
      field: "version",
      message: `Version ${version} is not in force: version 2 is. Read that one, then confirm it.`,
      details: { in_force: 2 },
    });
    await refused(() => takeCheck(people.bdr, { version, answers: [0, 0, 0] }, NOW), { code: "OLD_VERSION" });
    const insert = "INSERT INTO agreement_receipts (agreement_version, user_id) VALUES ($1, $2)";
    await expect(database().pool.query(insert, [1, people.cro.id])).rejects.toMatchObject({
      message: expect.stringContaining("OLD_VERSION"),
    });
  });

  test.each(["ceo", "cfo"] as const)("the %s confirms nothing", async (role) => {
    await refused(() => acknowledge(people[role], 2, NOW), { code: "FORBIDDEN" });
    await refused(() => takeCheck(people[role], { version: 2, answers: [0, 0, 0] }, NOW), { code: "FORBIDDEN" });
  });

  describe("the three questions", () => {
    test("come after the receipt, and all are answered", async () => {
      await refused(() => takeCheck(people.cro, { version: 2, answers: [0, 0, 0] }, NOW), {
        code: "RECEIPT_REQUIRED",
        message: "Confirm first that you have read version 2, then answer the questions.",
      });
      await refused(() => takeCheck(people.bdr, { version: 2, answers: [0, 1] }, NOW), { code: "ANSWERS_MISSING" });
    });

    test("are graded here, kept once, and the first result stands", async () => {
      const right = await rightAnswers(2, people.bdr);
      const answers = [right[0] ?? 0, right[1] ?? 0, ((right[2] ?? 0) + 1) % 4];
      expect(await takeCheck(people.bdr, { version: 2, answers }, NOW)).toMatchObject({ score: 2 });
      expect(await auditTail(database().pool)).toMatchObject({ action: "agreement.check", after: { score: 2, of: 3 } });
      await refused(() => takeCheck(people.bdr, { version: 2, answers: right }, LATER), {
        code: "CHECK_TAKEN",
        status: 409,
        message: expect.stringContaining("2 of 3"),
        details: { score: 2 },
      });
      expect(await readOwnReceipt(people.bdr)).toMatchObject({ score: 2 });
    });

    test("of two answers at once one is kept", async () => {
      const answers = await rightAnswers(2, people.ae);
      const tries = await Promise.allSettled([1, 2].map(() => takeCheck(people.ae, { version: 2, answers }, NOW)));
      expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(tries.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CHECK_TAKEN" } });
      expect(await database().prisma.readingCheck.count({ where: { userId: people.ae.id } })).toBe(1);
    });
  });

  test("is covered by team: active people who must read, whatever they become", async () => {
    expect(await coverage()).toBe("v2: bdr 1/1, ae 1/1, heads 0/2, leaders 0/3, partner 0/1, admin 0/1");
    const second = await signedIn(database().pool, "bdr", "second");
    await changeRole(people.admin, second.id, "ae");
    expect(await coverage()).toContain("bdr 1/1, ae 1/2");
    await changeRole(people.admin, second.id, "bdr");
    await acknowledge(second, 2, NOW);
    expect(await coverage()).toContain("bdr 2/2, ae 1/1");
    await setActive(people.admin, second.id, false);
    expect(await coverage()).toContain("bdr 1/1, ae 1/1");
    await setActive(people.admin, second.id, true);
    await changeRole(people.admin, second.id, "head_sdr");
    expect(await coverage()).toContain("bdr 1/1, ae 1/1, heads 1/3");
    await changeRole(people.admin, second.id, "cfo");
    expect(await coverage()).toContain("heads 0/2");
  });

  test("names who has not read to the three who sign, and to nobody else", async () => {
    const heads = async (actor: Person) =>
      (await readReceipts(actor))?.teams.find(({ key }) => key === "heads")?.people?.missing;
    for (const role of ["cro", "cmo", "vp_revops"] as const) {
      expect(await heads(people[role])).toEqual([people.head_demand_gen.name, people.head_sdr.name]);
    }
    for (const role of ["bdr", "head_sdr", "ceo", "admin"] as const) expect(await heads(people[role])).toBeUndefined();
    await expect(readReceipts(people.cfo)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const bdrs = (await readReceipts(people.cro))?.teams.find(({ key }) => key === "bdr")?.people;
    expect(bdrs).toEqual({ missing: [], checked: 1, allRight: 0 });
  });

  test("starts anew with the next version", async () => {
    expect(await signedLastYear(database().url)).toBe(3);
    await refused(() => acknowledge(people.cmo, 2, NOW), { code: "OLD_VERSION", details: { in_force: 3 } });
    expect(await readOwnReceipt(people.bdr)).toMatchObject({ version: 3, readAt: null });
    await acknowledge(people.bdr, 3, NOW);
    expect(await coverage()).toBe("v3: bdr 1/1, ae 0/1, heads 0/2, leaders 0/3, partner 0/1, admin 0/1");
    expect(await database().prisma.agreementReceipt.count({ where: { agreementVersion: 2 } })).toBe(3);
  });
});
