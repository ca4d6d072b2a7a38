import { decode, encode } from "next-auth/jwt";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { signIn, signInDemo, signOut } from "@/lib/actions/session";
import { personOfSession } from "@/lib/auth/actor";
import { currentActor } from "@/lib/auth/gate";
import { authOptions } from "@/lib/auth/options";
import { hashPassword } from "@/lib/auth/passwords";
import { authCookie, openSession, sealSession, sessionSecret } from "@/lib/auth/session";
import * as settings from "@/lib/env";
import { addPeople, sessionCookie, type TestPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.mock("@/lib/env", async (original) => {
  const module = await original<typeof import("@/lib/env")>();
  return { ...module, env: vi.fn(module.env) };
});

const database = processDatabase();
const password = "a sentence does well";
const name = "accord.session";
let people: Record<string, TestPerson>;

/** The settings of the process under test. */
const set = (changes: Record<string, string>) => {
  const secret = { NEXTAUTH_SECRET: "a secret of this test, thirty-two letters" };
  vi.mocked(settings.env).mockReturnValue(settings.parseEnv({ ...secret, ...changes }));
};
const form = (entries: Record<string, string>) => {
  const data = new FormData();
  for (const [field, value] of Object.entries(entries)) data.set(field, value);
  return data;
};
/** Where a redirect leads. */
const leadsTo = async (work: Promise<unknown>): Promise<string | undefined> => {
  const error = await work.then(
    () => undefined,
    (thrown: { digest?: string }) => thrown,
  );
  return error?.digest?.split(";")[2];
};

beforeAll(async () => {
  set({});
  people = await addPeople(database().pool);
  await database().prisma.user.update({
    where: { email: "bdr@accord.test" },
    data: { passwordHash: await hashPassword(password) },
  });
});
afterEach(() => {
  request.reset();
  set({});
});

describe("a session", () => {
  test("holds the user and the session version, sealed", async () => {
    const value = await sealSession({ uid: "12", sv: 3 });
    expect(await openSession(value)).toEqual({ uid: "12", sv: 3 });
    const token = await decode({ token: value, secret: sessionSecret() });
    expect(Object.keys(token ?? {}).sort()).toEqual(["exp", "iat", "jti", "sv", "uid"]);
    expect((Number(token?.exp) - Number(token?.iat)) / 86_400).toBeCloseTo(14, 3);
  });

  const seal = (token: object, secret = sessionSecret(), maxAge = 60) =>
    encode({ token: { ...token }, secret, maxAge });
  test.each([
    ["nothing", async () => undefined],
    ["an empty value", async () => ""],
    ["noise", async () => "noise"],
    ["noise in five parts", async () => "a.b.c.d.e"],
    [
      "one letter changed",
      async () => (await seal({ uid: "1", sv: 1 })).replace(/.(?=.{9}$)/, (one) => (one === "A" ? "B" : "A")),
    ],
    ["another secret", () => seal({ uid: "1", sv: 1 }, "another secret with thirty-two letters")],
    ["an old one", () => seal({ uid: "1", sv: 1 }, undefined, -60)],
    ["no user", () => seal({ sv: 1 })],
    ["a user that is no id", () => seal({ uid: "1 OR 1=1", sv: 1 })],
    ["a user as number", () => seal({ uid: 1, sv: 1 })],
    ["no version", () => seal({ uid: "1" })],
    ["a version as text", () => seal({ uid: "1", sv: "1" })],
  ])("is not %s", async (_, value) => {
    expect(await openSession(await value())).toBeNull();
  });

  test("nobody is signed in without a secret", async () => {
    vi.mocked(settings.env).mockReturnValue(settings.parseEnv({}));
    await expect(openSession("anything")).rejects.toThrow("NEXTAUTH_SECRET");
  });

  test("its cookie is for this host alone where people come by https", () => {
    expect(authCookie("session")).toEqual({
      name,
      options: { httpOnly: true, sameSite: "lax", path: "/", secure: false },
    });
    set({ NEXTAUTH_URL: "https://accord.example.com" });
    expect(authCookie("session").name).toBe("__Host-accord.session");
    expect(authCookie("session").options.secure).toBe(true);
    const cookies = Object.values(authOptions().cookies ?? {}) as { name: string; options: { secure: boolean } }[];
    expect(cookies).toHaveLength(6);
    expect(cookies.every((cookie) => cookie.name.startsWith("__Host-") && cookie.options.secure)).toBe(true);
  });

  test("tests sign in with the same one", async () => {
    const person = people.cro as TestPerson;
    const cookie = await sessionCookie(person, { secret: sessionSecret(), url: "http://localhost:3000" });
    expect(cookie.name).toBe(authCookie("session").name);
    expect(await openSession(cookie.value)).toEqual({ uid: String(person.id), sv: 1 });
  });
});

describe("the sign-in form", () => {
  const enter = (changes: Record<string, string> = {}) =>
    signIn(null, form({ email: "bdr@accord.test", password, ...changes }));

  test("signs in and leads to the role's own work", async () => {
    expect(await leadsTo(enter())).toBe("/queue");
    expect(request.set).toHaveBeenCalledExactlyOnceWith(
      name,
      expect.any(String),
      expect.objectContaining({ httpOnly: true, secure: false }),
    );
    expect(await currentActor()).toMatchObject({ role: "bdr" });
  });

  test("leads back to where one wanted to go, on this site", async () => {
    expect(await leadsTo(enter({ callbackUrl: "/leads/3?x=1" }))).toBe("/leads/3?x=1");
    expect(await leadsTo(enter({ callbackUrl: "//evil.example" }))).toBe("/queue");
  });

  test.each([
    ["email", { email: "" }, "FIELD_MISSING"],
    ["password", { password: "" }, "FIELD_MISSING"],
    ["password", { password: "wrong wrong wrong" }, "CREDENTIALS"],
    ["password", { email: "nobody@accord.test" }, "CREDENTIALS"],
  ])("ties the fault to %s (%j) and keeps the address", async (field, changes, code) => {
    const email = "email" in changes ? changes.email : "bdr@accord.test";
    expect(await enter(changes)).toMatchObject({ ok: false, code, field, email });
    expect(request.set).not.toHaveBeenCalled();
  });

  test("takes anything for a form", async () => {
    for (const thing of [undefined, null, "text", { email: "x" }, Number.NaN]) {
      expect(await signIn(null, thing as unknown as FormData)).toMatchObject({ code: "FIELD_MISSING", field: "email" });
    }
  });
});

test("signing out ends the session everywhere", async () => {
  const { id } = people.ae as TestPerson;
  request.cookies.set(name, await sealSession({ uid: String(id), sv: 1 }));
  expect(await leadsTo(signOut())).toBe("/sign-in");
  expect(request.set).toHaveBeenLastCalledWith(name, "", expect.objectContaining({ maxAge: 0 }));
  expect(await personOfSession(id, 1)).toBeNull();
});

describe("one-click sign-in", () => {
  const demo = (role: string) => signInDemo(null, form({ role }));
  const mark = (isDemo: boolean) => database().prisma.organisation.update({ where: { id: 1 }, data: { isDemo } });

  test.each([
    ["neither the switch nor the sample company", "0", false],
    ["the switch on real data", "1", false],
    ["the sample company without the switch", "0", true],
  ])("is closed with %s", async (_, flag, isDemo) => {
    set({ ACCORD_DEMO: flag });
    await mark(isDemo);
    expect(await demo("cro")).toMatchObject({ ok: false, code: "DEMO_CLOSED" });
    expect(request.set).not.toHaveBeenCalled();
  });

  test("opens on the sample company that npm start keeps", async () => {
    set({ ACCORD_DEMO: "1" });
    await mark(true);
    expect(await leadsTo(demo("cfo"))).toBe("/cost");
    expect(await currentActor()).toMatchObject({ role: "cfo" });
    expect(await demo("root")).toMatchObject({ ok: false, code: "INVALID" });
  });
});

describe("next-auth", () => {
  const base = {
    NEXTAUTH_URL: "https://accord.example.com",
    OKTA_CLIENT_ID: "id",
    OKTA_CLIENT_SECRET: "s",
    OKTA_ISSUER: "https://okta.example.com",
  };
  const callbacks = () => authOptions().callbacks as Record<string, (input: object) => unknown>;
  const okta = (profile: object) => ({
    account: { type: "oauth", provider: "okta" },
    user: { id: "sub" },
    token: { email: "x", name: "y" },
    profile,
  });

  test("offers an outside provider only when it is configured, and the demo only behind its switch", () => {
    const ids = () => authOptions().providers.map(({ id, options }) => (options as { id?: string }).id ?? id);
    expect(ids()).toEqual(["credentials"]);
    set({ ...base, ACCORD_DEMO: "1" });
    expect(ids()).toEqual(["credentials", "demo", "okta"]);
  });

  test("an outside account comes in by its verified address alone, and nobody is created", async () => {
    set(base);
    const count = await database().prisma.user.count();
    const asks = (profile: object) => callbacks().signIn?.(okta(profile));
    expect(await asks({ email: "CRO@accord.test", email_verified: true })).toBe(true);
    expect(await asks({ email: "cro@accord.test" })).toBe(false);
    expect(await asks({ email: "new@accord.test", email_verified: true })).toBe(false);
    await database().prisma.user.update({ where: { email: "cmo@accord.test" }, data: { active: false } });
    expect(await asks({ email: "cmo@accord.test", email_verified: true })).toBe(false);
    expect(
      await callbacks().signIn?.({
        account: { type: "oauth", provider: "google" },
        profile: { email: "cro@accord.test", email_verified: true },
      }),
    ).toBe(false);
    expect(await database().prisma.user.count()).toBe(count);
  });

  test("whatever the provider says, the token holds two values", async () => {
    set(base);
    const first = await callbacks().jwt?.(okta({ email: "cro@accord.test", email_verified: true }));
    expect(first).toEqual({ uid: String((people.cro as TestPerson).id), sv: 1 });
    expect(await callbacks().jwt?.({ token: { uid: "1", sv: 2, email: "x", role: "admin" } })).toEqual({
      uid: "1",
      sv: 2,
    });
  });

  test.each([
    ["/queue", "/queue"],
    ["https://accord.example.com/queue?x=1", "/queue?x=1"],
    ["https://accord.example.com.evil.example/queue", "/sign-in"],
    ["https://evil.example/", "/sign-in"],
    ["//evil.example", "/sign-in"],
    ["/\\evil.example", "/sign-in"],
  ])("leads back to %s as %s", (url, path) => {
    expect(callbacks().redirect?.({ url, baseUrl: "https://accord.example.com" })).toBe(path);
  });
});
