import { beforeEach, describe, expect, test, vi } from "vitest";
import { changePassword } from "@/lib/actions/account";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { authorizeCredentials } from "@/lib/auth/credentials";
import { changeOwnPassword } from "@/lib/auth/own-password";
import { hashPassword } from "@/lib/auth/passwords";
import { authCookie, openSession, sealSession } from "@/lib/auth/session";
import type { Role } from "@/lib/domain/roles";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";
import { auditTail, expectRefused } from "@/tests/support/settings";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

const database = processDatabase();
const OLD = "a sentence does well";
const NEW = "another sentence, as good";

let count = 0;
/** Somebody new, who is signed in. */
async function somebody(role: Role = "ceo", password: string | null = OLD): Promise<Person> {
  const passwordHash = password === null ? null : await hashPassword(password);
  const { id } = await addPerson(database().pool, role, { tag: `${count++}`, passwordHash });
  const person = await personOfSession(id, 1);
  if (!person) throw new Error("must be signed in");
  return person;
}

const opens = async ({ email }: Person, password: string) =>
  authorizeCredentials({ email, password, address: `198.51.100.${count++}` }).then(
    () => true,
    () => false,
  );

test("whoever knows the old password gets the new one, and every session of before has ended", async () => {
  const person = await somebody();
  expect(await changeOwnPassword(person, { current: OLD, password: NEW })).toMatchObject({
    id: person.id,
    sessionVersion: 2,
  });
  expect(await personOfSession(person.id, 1)).toBeNull();
  expect(await opens(person, OLD)).toBe(false);
  expect(await opens(person, NEW)).toBe(true);
});

test("it is written down, without either password", async () => {
  const person = await somebody("cfo");
  await changeOwnPassword(person, { current: OLD, password: NEW });
  expect(await auditTail(database().pool)).toMatchObject({
    actor: person.email,
    action: "person.change_own_password",
    object: `user:${person.id}`,
    before: null,
    after: null,
  });
});

describe("refused, and nothing has changed", () => {
  test.each([
    ["a wrong one of before", { current: "a sentence does not", password: NEW }, "PASSWORD_WRONG", "current"],
    ["one that is too short", { current: OLD, password: "elevenchars" }, "PASSWORD_LENGTH", "password"],
    ["one that is too long", { current: OLD, password: "a".repeat(201) }, "PASSWORD_LENGTH", "password"],
    ["the same once more", { current: OLD, password: OLD }, "PASSWORD_SAME", "password"],
    ["a wrong one, and a bad new one", { current: "", password: "" }, "PASSWORD_WRONG", "current"],
  ])("%s", async (_name, change, code, field) => {
    const person = await somebody();
    await expectRefused(database().pool, () => changeOwnPassword(person, change), { code, field });
  });

  test("an account without a password", async () => {
    const person = await somebody("ae", null);
    const refusal = { code: "PASSWORD_NONE", field: "current" };
    await expectRefused(database().pool, () => changeOwnPassword(person, { current: "", password: NEW }), refusal);
  });

  test("guessing with a borrowed session stops after ten tries, at the sign-in page too", async () => {
    const person = await somebody();
    const guess = () => changeOwnPassword(person, { current: "a guess of somebody", password: NEW });
    for (let tries = 0; tries < 10; tries++) await expect(guess()).rejects.toMatchObject({ code: "PASSWORD_WRONG" });
    const right = () => changeOwnPassword(person, { current: OLD, password: NEW });
    await expectRefused(database().pool, right, { code: "RATE_LIMITED" });
    expect(await opens(person, OLD)).toBe(false);
  });

  test("one of two changes at once", async () => {
    const person = await somebody();
    const change = (password: string) => changeOwnPassword(person, { current: OLD, password });
    const results = await Promise.allSettled([change(NEW), change(`${NEW} or not`)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });
});

describe("the form", () => {
  let person: Person;
  beforeEach(async () => {
    request.reset();
    person = await somebody();
    request.cookies.set(authCookie("session").name, await sealSession({ uid: String(person.id), sv: 1 }));
  });
  const send = (entries: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(entries)) form.set(name, value);
    return changePassword(null, form);
  };

  test("keeps this browser signed in, with a session of the new version", async () => {
    expect(await send({ current: OLD, password: NEW, repeat: NEW })).toEqual({ ok: true, value: null });
    const session = await openSession(request.cookies.get(authCookie("session").name));
    expect(session).toEqual({ uid: String(person.id), sv: 2 });
  });

  test.each([
    [{}, "current"],
    [{ current: OLD }, "password"],
    [{ current: OLD, password: NEW }, "repeat"],
    [{ current: OLD, password: NEW, repeat: `${NEW}.` }, "repeat"],
    [{ current: OLD, password: `${NEW}\0`, repeat: `${NEW}\0` }, "password"],
  ])("%j names the field at fault", async (entries, field) => {
    expect(await send(entries as Record<string, string>)).toMatchObject({ ok: false, code: "INVALID", field });
    expect(request.set).not.toHaveBeenCalled();
    expect(await opens(person, OLD)).toBe(true);
  });
});
