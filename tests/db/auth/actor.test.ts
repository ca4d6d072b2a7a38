import { beforeAll, describe, expect, test } from "vitest";
import { actorOfKey, authorize, may, personOfSession, systemActor } from "@/lib/auth/actor";
import { createKey } from "@/lib/auth/keys";
import { PERMISSIONS } from "@/lib/auth/permissions";
import type { Role } from "@/lib/domain/roles";
import { changeRole, endSessions, setActive } from "@/lib/services/people";
import { addPeople, addPerson, type TestPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
const command = systemActor("test");
let people: Record<Role, TestPerson>;

beforeAll(async () => {
  people = await addPeople(database().pool);
});

const denials = () => database().prisma.denial.findMany({ orderBy: { id: "asc" } });

describe("who a session stands for", () => {
  test("the row as it is now", async () => {
    const { id, email, name, role } = people.cro;
    expect(await personOfSession(id, 1)).toEqual({
      kind: "person",
      id,
      email,
      name,
      role,
      onlyLane: null,
      label: email,
    });
  });

  test("a partner manager is confined to the partner lane", async () => {
    expect((await personOfSession(people.partner_manager.id, 1))?.onlyLane).toBe("partner");
  });

  test("nobody, when the user is unknown or the version is another", async () => {
    expect(await personOfSession(999_999n, 1)).toBeNull();
    expect(await personOfSession(people.cro.id, 0)).toBeNull();
    expect(await personOfSession(people.cro.id, 2)).toBeNull();
  });

  test("nobody, the moment after sign-out, disabling and a change of role", async () => {
    const { id } = await addPerson(database().pool, "bdr", { tag: "leaving" });
    const person = await personOfSession(id, 1);
    if (!person) throw new Error("must be signed in");
    await endSessions(person);
    expect(await personOfSession(id, 1)).toBeNull();
    expect(await personOfSession(id, 2)).not.toBeNull();
    await changeRole(command, id, "ae");
    expect(await personOfSession(id, 2)).toBeNull();
    expect((await personOfSession(id, 3))?.role).toBe("ae");
    await setActive(command, id, false);
    expect(await personOfSession(id, 3)).toBeNull();
    expect(await personOfSession(id, 4)).toBeNull();
    await setActive(command, id, true);
    expect(await personOfSession(id, 3)).toBeNull();
    expect(await personOfSession(id, 5)).not.toBeNull();
  });
});

describe("authorize", () => {
  test("lets through and writes nothing", async () => {
    const before = await denials();
    const person = await personOfSession(people.bdr.id, 1);
    if (!person) throw new Error("must be signed in");
    await authorize(person, "leads.decide", "lead:1");
    expect(await denials()).toEqual(before);
  });

  test("refuses with one row in the denial log", async () => {
    const person = await personOfSession(people.cfo.id, 1);
    if (!person) throw new Error("must be signed in");
    const before = (await denials()).length;
    await expect(authorize(person, "leads.decide", "lead:1")).rejects.toMatchObject({ code: "FORBIDDEN", status: 403 });
    const [row, ...more] = (await denials()).slice(before);
    expect(row).toMatchObject({ actor: people.cfo.email, action: "leads.decide", object: "lead:1", code: "FORBIDDEN" });
    expect(more).toEqual([]);
  });

  test("the command line may everything", () => {
    expect(PERMISSIONS.every((permission) => may(command, permission))).toBe(true);
  });
});

describe("keys never outrank their maker", () => {
  const actorOf = async (key: string) => {
    const { createHash } = await import("node:crypto");
    return actorOfKey(new Uint8Array(createHash("sha256").update(key).digest()));
  };

  test("a key of an admin loses what the admin loses, and dies with the account", async () => {
    await addPerson(database().pool, "admin", { tag: "stays" });
    const maker = await addPerson(database().pool, "admin", { tag: "maker" });
    const person = await personOfSession(maker.id, 1);
    if (!person) throw new Error("must be signed in");
    const key = await createKey(person, { name: "warehouse", scopes: ["ingest", "read"] });
    const whole = await actorOf(key);
    expect(whole && PERMISSIONS.filter((permission) => may(whole, permission))).toEqual([
      "metrics.read",
      "imports.run",
    ]);
    await changeRole(command, maker.id, "ceo");
    const less = await actorOf(key);
    expect(less && PERMISSIONS.filter((permission) => may(less, permission))).toEqual(["metrics.read"]);
    await setActive(command, maker.id, false);
    expect(await actorOf(key)).toBeNull();
  });
});
