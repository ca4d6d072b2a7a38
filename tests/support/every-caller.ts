import { beforeAll, expect } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { createKey } from "@/lib/auth/keys";
import { SCOPES } from "@/lib/auth/permissions";
import { authCookie, sealSession } from "@/lib/auth/session";
import { ROLES, type Role } from "@/lib/domain/roles";
import { changeRole, setActive } from "@/lib/services/people";
import { addPeople, addPerson, type TestPerson } from "./actors";
import type { Caller, Row } from "./authorization";
import type { FreshDatabase } from "./database";
import { request } from "./request";
import { tableDigests } from "./tables";

const command = systemActor("test");

/** People of each role, the same people closed, the same people in a role that lost the right, and a key of each scope. */
interface Callers {
  people: Record<Role, TestPerson>;
  disabled: Record<Role, TestPerson>;
  demoted: Record<Role, TestPerson>;
  keys: ReadonlyMap<Caller, string>;
}

async function changedPeople(
  { pool }: FreshDatabase,
  tag: string,
  change: (id: bigint, role: Role) => Promise<void>,
): Promise<Record<Role, TestPerson>> {
  const made: [Role, TestPerson][] = [];
  for (const role of ROLES) {
    const person = await addPerson(pool, role, { tag });
    await change(person.id, role);
    made.push([role, person]);
  }
  return Object.fromEntries(made) as Record<Role, TestPerson>;
}

async function addCallers(database: FreshDatabase): Promise<Callers> {
  const people = await addPeople(database.pool);
  const disabled = await changedPeople(database, "disabled", (id) => setActive(command, id, false));
  const demoted = await changedPeople(database, "demoted", (id, role) =>
    changeRole(command, id, role === "ceo" ? "cfo" : "ceo"),
  );
  const keys = new Map<Caller, string>();
  for (const scope of SCOPES) {
    keys.set(scope, await createKey(command, { name: scope, scopes: [scope] }));
  }
  return { people, disabled, demoted, keys };
}

/** A session of this version counted from the one that counts now. */
async function signInAs({ prisma }: FreshDatabase, { id }: TestPerson, age: number): Promise<void> {
  const { sessionVersion } = await prisma.user.findUniqueOrThrow({ where: { id } });
  const value = await sealSession({ uid: String(id), sv: sessionVersion - age });
  request.cookies.set(authCookie("session").name, value);
  request.headers.set("cookie", `${authCookie("session").name}=${value}`);
}

/** Code of a refusal for lack of a right; null when the call got past the gate. */
type Call = () => Promise<string | null>;

/**
 * Every caller of the matrix in the database of the file: `expectRow(row, call)` makes the call as each of them, expects
 * that exactly those of the row get past, that nobody else changes a table, and that each refusal for lack of a right is logged.
 */
export function everyCaller(database: () => FreshDatabase): (row: Row, call: Call) => Promise<void> {
  let callers: Callers;
  beforeAll(async () => {
    callers = await addCallers(database());
  });

  /** The request of each caller of a column; those who lost a right had it before, for every role that has it. */
  function requestsOf(caller: Caller, row: Row): (() => Promise<void>)[] {
    const { people, disabled, demoted, keys } = callers;
    const had = ROLES.filter((role) => row[role]);
    if (caller === "out") return [async () => {}];
    if (caller === "disabled") return had.map((role) => () => signInAs(database(), disabled[role], 0));
    if (caller === "demoted") return had.map((role) => () => signInAs(database(), demoted[role], 1));
    const key = keys.get(caller);
    if (key) return [async () => request.headers.set("authorization", `Bearer ${key}`)];
    return [() => signInAs(database(), people[caller as Role], 0)];
  }

  async function ask(caller: Caller, row: Row, call: Call): Promise<(string | null)[]> {
    const codes: (string | null)[] = [];
    for (const identify of requestsOf(caller, row)) {
      request.reset();
      await identify();
      codes.push(await call());
    }
    expect(
      codes.map((code) => code === null),
      caller,
    ).toEqual(codes.map(() => row[caller]));
    return codes;
  }

  return async (row, call) => {
    const columns = Object.keys(row) as Caller[];
    const before = await tableDigests(database().pool);
    const denials = await database().prisma.denial.count();
    const codes: (string | null)[] = [];
    for (const caller of columns.filter((name) => !row[name])) codes.push(...(await ask(caller, row, call)));
    expect(await tableDigests(database().pool)).toEqual(before);
    const logged = codes.filter((code) => ["FORBIDDEN", "CEO_ICP_ONLY", "SCORE_READ_ONLY"].includes(code ?? ""));
    expect((await database().prisma.denial.count()) - denials).toBe(logged.length);
    for (const caller of columns.filter((name) => row[name])) await ask(caller, row, call);
  };
}
