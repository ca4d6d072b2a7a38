import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readMonday } from "@/lib/data/monday";
import { currentReasonOwners, readReasonOwners } from "@/lib/data/reason-owners";
import { ROLES, type Role } from "@/lib/domain/roles";
import { setReasonOwner } from "@/lib/services/reason-owners";
import { takeSnapshot } from "@/lib/services/snapshots";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const FIRST = new Date("2027-07-05T16:00:00Z");
const LATER = new Date("2027-08-05T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const page = () => readReasonOwners(people.vp_revops);
const seen = async () => (await page()).seen;
const own = async (userId: bigint | null, now = FIRST, actor = people.vp_revops) =>
  setReasonOwner(actor, { reason: "bad_data", userId, seen: await seen() }, now);
const account = async (name: string, email: string, active = true): Promise<bigint> => {
  const { id } = await database().prisma.user.create({ data: { name, email, role: "bdr", active } });
  return id;
};

test("a reason gets its person, and keeps the earlier ones as history", async () => {
  await own(people.vp_revops.id, FIRST);
  await own(people.head_sdr.id, LATER);
  const { reasons, candidates } = await page();
  const badData = reasons.find(({ reason }) => reason === "bad_data");
  expect(badData).toEqual({
    reason: "bad_data",
    owner: { id: people.head_sdr.id, name: people.head_sdr.name, role: "head_sdr", active: true },
    earlier: [{ name: people.vp_revops.name, since: FIRST, until: LATER }],
  });
  expect(reasons.filter(({ owner }) => owner === null)).toHaveLength(4);
  expect(candidates.map(({ role }) => role)).not.toContain("cfo");
  expect(candidates.map(({ role }) => role)).not.toContain("ceo");
  expect((await currentReasonOwners()).get("bad_data")).toBe(people.head_sdr.name);
  expect(await auditTail(database().pool)).toMatchObject({
    action: "reason.set_owner",
    object: "reasons",
    before: { "Bad data": people.vp_revops.name },
    after: { "Bad data": people.head_sdr.name },
  });
});

test("a frozen Monday names the person of its moment, a live one that of today", async () => {
  const taken = new Date("2027-07-12T10:00:00Z");
  await takeSnapshot(database().prisma, systemActor("test"), "2027-07-12", taken);
  const ownerOn = async (asOf: string) => (await readMonday(asOf, LATER)).owners.get("bad_data");
  expect(await ownerOn("2027-07-12")).toBe(people.vp_revops.name);
  expect(await ownerOn("2027-07-05")).toBe(people.head_sdr.name);
});

test("an owner who has left is still named, and flagged", async () => {
  const { id, name } = people.head_sdr;
  await database().prisma.user.update({ where: { id }, data: { active: false } });
  expect((await currentReasonOwners()).get("bad_data")).toBe(`${name} (account closed)`);
  expect((await page()).reasons.find(({ reason }) => reason === "bad_data")?.owner).toMatchObject({ active: false });
  await database().prisma.user.update({ where: { id }, data: { active: true } });
});

test("a tenure never ends before it began, whatever the clock says", async () => {
  await own(people.cmo.id, new Date("2020-01-01T00:00:00Z"));
  const [last] = (await page()).reasons.find(({ reason }) => reason === "bad_data")?.earlier ?? [];
  expect(last?.until).toEqual(LATER);
});

describe("refused, and no table changes:", () => {
  const refused = (write: () => Promise<void>, refusal: object) => expectRefused(database().pool, write, refusal);
  const notPerson = { code: "OWNER_NOT_PERSON", field: "owner" };

  test.each([
    ["SDR team", "sdr.team@x.example"],
    ["Lead Queue", "lq@x.example"],
    ["Marketing", "marketing@x.example"],
    ["Shared inbox", "hello.you@x.example"],
    ["Rev Ops", "rev-ops@x.example"],
  ])("%s <%s>", async (name, email) => {
    const id = await account(name, email);
    await refused(() => own(id), notPerson);
    expect((await page()).candidates.map((candidate) => candidate.id)).not.toContain(id);
  });

  test("a closed account, an unknown one, nobody, the CFO, the CEO", async () => {
    const left = await account("Dana Left", "dana.left@x.example", false);
    for (const id of [left, 999_999n, null, people.cfo.id, people.ceo.id]) await refused(() => own(id), notPerson);
  });

  test("who owns it already", async () => {
    await refused(() => own(people.cmo.id), { code: "UNCHANGED" });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    await refused(() => own(people.head_sdr.id, FIRST, people[role]), { code: "FORBIDDEN" });
    await expect(readReasonOwners(people[role])).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("what somebody else has changed meanwhile", async () => {
    const opened = await seen();
    await own(people.ae.id);
    const late = { reason: "bad_data" as const, userId: people.bdr.id, seen: opened };
    await refused(() => setReasonOwner(people.vp_revops, late, LATER), { code: "CONFLICT" });
  });
});
