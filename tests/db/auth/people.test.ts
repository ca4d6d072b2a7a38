import { beforeAll, describe, expect, test } from "vitest";
import { type Actor, type Person, personOfSession, systemActor } from "@/lib/auth/actor";
import { listActivePeople, listPeople } from "@/lib/data/people";
import { ROLES } from "@/lib/domain/roles";
import {
  changeRole,
  createPerson,
  endSessions,
  personOfEmail,
  rename,
  setActive,
  setPassword,
} from "@/lib/services/people";
import { addPeople, addPerson } from "@/tests/support/actors";
import { handedOver, THURSDAY } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
const command = systemActor("test");
const actors = new Map<string, Person>();
let target: bigint;

beforeAll(async () => {
  for (const { id, role } of Object.values(await addPeople(database().pool))) {
    const person = await personOfSession(id, 1);
    if (person) actors.set(role, person);
  }
  target = (await addPerson(database().pool, "bdr", { tag: "target" })).id;
});

const as = (role: string): Person => {
  const person = actors.get(role);
  if (!person) throw new Error(`nobody is ${role}`);
  return person;
};
const row = (id: bigint) => database().prisma.user.findUniqueOrThrow({ where: { id } });
const lastAudit = () => database().prisma.auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
const jo = { email: "Jo.Weber@Example.com", name: "  Jo   Weber ", role: "bdr", passwordHash: null } as const;

test("open leads that named an address find its person once there is an account", async () => {
  const { pool } = database();
  const email = "late.comer@example.com";
  const [given = 0n, sourced = 0n, decided = 0n] = await handedOver(
    pool,
    { external_id: "given", assigned_to: email },
    { external_id: "sourced", source: "outbound_bdr", sourced_by: email },
    { external_id: "decided", assigned_to: email },
  );
  const verdict = { lead_external_id: "decided", decided_at: THURSDAY.toISOString(), verdict: "accept" };
  expect(await ingest(pool, { decisions: [verdict] })).toEqual([]);
  const id = await createPerson(as("admin"), { email, name: "Late Comer", role: "bdr", passwordHash: null });
  const cycle = (of: bigint) => database().prisma.cycle.findUniqueOrThrow({ where: { id: of } });
  expect(await cycle(given)).toMatchObject({ assignedId: id, sourcedById: null });
  expect(await cycle(sourced)).toMatchObject({ assignedId: null, sourcedById: id });
  expect(await cycle(decided)).toMatchObject({ assignedId: null, sourcedById: null });
});

test("an account is created as it will be found, with an audit row that holds no secret", async () => {
  const id = await createPerson(as("admin"), { ...jo, passwordHash: "$argon2id$secret" });
  expect(await row(id)).toMatchObject({ email: "jo.weber@example.com", name: "Jo Weber", role: "bdr", active: true });
  expect(await personOfEmail(" JO.WEBER@example.com")).toBe(id);
  const entry = await lastAudit();
  expect(entry).toMatchObject({
    actorId: as("admin").id,
    actor: as("admin").email,
    action: "person.create",
    object: `user:${id}`,
  });
  expect(entry.after).toEqual({ email: "jo.weber@example.com", name: "Jo Weber", role: "bdr", password: true });
});

test("an address is used once", async () => {
  const before = await database().prisma.user.count();
  await expect(createPerson(command, { ...jo, email: "JO.weber@example.com" })).rejects.toMatchObject({
    code: "EMAIL_TAKEN",
    field: "email",
  });
  expect(await database().prisma.user.count()).toBe(before);
});

describe("what is no address or no name", () => {
  test.each([
    "",
    "jo",
    "jo@",
    "@example.com",
    "jo@example..com",
    "jo weber@example.com",
    "jo＠example.com",
    "jö@example.com",
    "a@b@example.com",
    "jo@example.com\0",
    `${"a".repeat(65)}@example.com`,
    "jo@example.com,ann@example.com",
  ])("%j", async (email) => {
    await expect(createPerson(command, { ...jo, email })).rejects.toMatchObject({
      code: "EMAIL_INVALID",
      field: "email",
    });
  });

  test.each(["", "   ", "a".repeat(101), "Jo\u0000", "Jo\u202eWeber", "Jo\u200bWeber"])("%j", async (name) => {
    await expect(createPerson(command, { ...jo, email: "x@example.com", name })).rejects.toMatchObject({
      code: "NAME_REQUIRED",
      field: "name",
    });
  });
});

describe("every change voids the sessions and is written down", () => {
  test.each([
    ["person.change_role", (actor: Actor) => changeRole(actor, target, "ae"), { role: "ae" }],
    ["person.rename", (actor: Actor) => rename(actor, target, "New Name"), { name: "New Name" }],
    ["person.disable", (actor: Actor) => setActive(actor, target, false), { active: false }],
    ["person.enable", (actor: Actor) => setActive(actor, target, true), { active: true }],
    [
      "person.set_password",
      (actor: Actor) => setPassword(actor, target, "$argon2id$x"),
      { passwordHash: "$argon2id$x" },
    ],
  ])("%s", async (action, change, expected) => {
    const before = await row(target);
    await change(as("admin"));
    const after = await row(target);
    expect(after).toMatchObject(expected);
    expect(after.sessionVersion).toBe(before.sessionVersion + 1);
    const entry = await lastAudit();
    expect(entry).toMatchObject({ action, object: `user:${target}`, actorId: as("admin").id });
    expect(entry.before).toEqual({ name: before.name, role: before.role, active: before.active });
    expect(entry.after).toEqual({ name: after.name, role: after.role, active: after.active });
  });

  test("somebody who does not exist", async () => {
    await expect(changeRole(command, 999_999n, "ae")).rejects.toMatchObject({ code: "NOT_FOUND", status: 404 });
  });
});

describe("nobody but an admin", () => {
  test.each(ROLES.filter((role) => role !== "admin"))("%s changes nothing but the denial log", async (role) => {
    const state = async () => [
      await database().prisma.user.findMany({ orderBy: { id: "asc" } }),
      (await lastAudit()).seq,
    ];
    const before = await state();
    const denied = await database().prisma.denial.count();
    const tries = [
      () => createPerson(as(role), { ...jo, email: "new@example.com" }),
      () => changeRole(as(role), as(role).id, "admin"),
      () => rename(as(role), target, "Other"),
      () => setActive(as(role), target, false),
      () => setPassword(as(role), as("admin").id, "$argon2id$x"),
      () => listPeople(as(role)),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await state()).toEqual(before);
    expect(await database().prisma.denial.count()).toBe(denied + tries.length);
  });
});

describe("the last admin stays", () => {
  test("cannot be disabled or given another role, but renamed", async () => {
    const { id } = as("admin");
    await expect(setActive(command, id, false)).rejects.toMatchObject({ code: "LAST_ADMIN", status: 409 });
    await expect(changeRole(as("admin"), id, "cro")).rejects.toMatchObject({ code: "LAST_ADMIN" });
    await rename(command, id, "Still Admin");
    expect(await row(id)).toMatchObject({ role: "admin", active: true, name: "Still Admin" });
  });

  test("a disabled admin does not count", async () => {
    const other = await addPerson(database().pool, "admin", { tag: "off" });
    await setActive(command, other.id, false);
    await expect(changeRole(command, as("admin").id, "cro")).rejects.toMatchObject({ code: "LAST_ADMIN" });
  });

  test("two admins who take each other's role at once: one is left", async () => {
    const one = await addPerson(database().pool, "admin", { tag: "one" });
    for (let round = 0; round < 5; round++) {
      const results = await Promise.allSettled([
        setActive(command, one.id, false),
        changeRole(command, as("admin").id, "cro"),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await database().prisma.user.count({ where: { role: "admin", active: true } })).toBe(1);
      await setActive(command, one.id, true);
      await changeRole(command, as("admin").id, "admin");
    }
  });
});

test("signing out counts the version up and is written down", async () => {
  const { sessionVersion } = await row(as("ae").id);
  await endSessions(as("ae"));
  expect((await row(as("ae").id)).sessionVersion).toBe(sessionVersion + 1);
  expect(await lastAudit()).toMatchObject({ action: "person.sign_out", actorId: as("ae").id });
});

test("the list shows whether there is a password, never the password", async () => {
  await setPassword(command, target, "$argon2id$hidden");
  const rows = await listPeople(command);
  expect(rows.find(({ id }) => id === target)).toMatchObject({ hasPassword: true });
  expect(JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(
    "$argon2id$hidden",
  );
});

test("forms offer active people of the roles asked for", async () => {
  await setActive(command, target, false);
  const people = await listActivePeople(["bdr", "cro"]);
  expect(new Set(people.map(({ role }) => role))).toEqual(new Set(["bdr", "cro"]));
  expect(people.some(({ id }) => id === target)).toBe(false);
});
