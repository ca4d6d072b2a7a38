import { verify } from "@node-rs/argon2";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { authorizeCredentials } from "@/lib/auth/credentials";
import { consume } from "@/lib/auth/limits";
import { hashPassword, passwordMatches, randomPassword } from "@/lib/auth/passwords";
import { closeDatabase, openDatabase } from "@/lib/db";
import { addPerson, type TestPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";

// The real thing, watched.
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});

const database = processDatabase();
const password = "a sentence does well";
let dana: TestPerson;

beforeAll(async () => {
  dana = await addPerson(database().pool, "cro", { passwordHash: await hashPassword(password) });
});

let calls = 0;
/** Every attempt from an address of its own, unless the test is about addresses. */
const attempt = (changes: Partial<Parameters<typeof authorizeCredentials>[0]> = {}) =>
  authorizeCredentials({ email: dana.email, password, address: `198.51.100.${calls++}`, ...changes });

const wrong = { code: "CREDENTIALS", status: 401, field: "password" };

test("the right password opens, whatever the case of the address, and is remembered", async () => {
  expect(await attempt({ email: ` ${dana.email.toUpperCase()} ` })).toEqual({
    id: dana.id,
    role: "cro",
    sessionVersion: 1,
  });
  const { lastSeenAt } = await database().prisma.user.findUniqueOrThrow({ where: { id: dana.id } });
  expect(lastSeenAt).not.toBeNull();
});

test("the same letters from another keyboard are the same password", async () => {
  const { email } = await addPerson(database().pool, "cmo", { passwordHash: await hashPassword("Zoë hat ﬁnf Äpfel") });
  await attempt({ email, password: "Zoë hat finf Äpfel" });
});

describe("one answer for everything that is wrong", () => {
  beforeAll(async () => {
    await addPerson(database().pool, "ae");
    const off = await addPerson(database().pool, "bdr", { passwordHash: await hashPassword(password) });
    await database().prisma.user.update({ where: { id: off.id }, data: { active: false } });
  });

  test.each([
    ["a wrong password", {}, "a sentence does not"],
    ["an unknown address", { email: "nobody@accord.test" }, password],
    ["an account without a password", { email: "ae@accord.test" }, password],
    ["an account without a password, and none given", { email: "ae@accord.test" }, ""],
    ["a disabled account", { email: "bdr@accord.test" }, password],
    ["another case", {}, password.toUpperCase()],
    ["a password with more behind it", {}, `${password} `],
    ["a megabyte", {}, "a".repeat(1_000_000)],
  ])("%s", async (_, changes, given) => {
    await expect(attempt({ ...changes, password: given })).rejects.toMatchObject(wrong);
  });
});

describe("an unknown account costs what a known one costs: one verification of the same price", () => {
  test.each([
    ["known", () => dana.email],
    ["unknown", () => "nobody@accord.test"],
    ["without a password", () => "ae@accord.test"],
    ["disabled", () => "bdr@accord.test"],
  ])("%s", async (_, email) => {
    vi.mocked(verify).mockClear();
    await expect(attempt({ email: email(), password: "a guess of somebody" })).rejects.toMatchObject(wrong);
    expect(vi.mocked(verify).mock.calls).toEqual([
      [expect.stringContaining("$m=19456,t=2,p=1$"), "a guess of somebody"],
    ]);
  });
});

describe("attempts are counted in the database", () => {
  test("an account closes after ten wrong passwords, from wherever, and says how long", async () => {
    const { email } = await addPerson(database().pool, "ceo", { passwordHash: await hashPassword(password) });
    for (let count = 0; count < 10; count++)
      await expect(attempt({ email, password: "no" })).rejects.toMatchObject(wrong);
    const refused = { code: "RATE_LIMITED", status: 429, message: "Too many attempts. Try again in 15 minutes." };
    await expect(attempt({ email })).rejects.toMatchObject(refused);
    await attempt();
  });

  test("the right password forgets the wrong ones", async () => {
    const { email } = await addPerson(database().pool, "cfo", { passwordHash: await hashPassword(password) });
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 9; count++)
        await expect(attempt({ email, password: "no" })).rejects.toMatchObject(wrong);
      await attempt({ email });
    }
  });

  test("a caller closes after fifty accounts tried, and others stay open", async () => {
    const address = "2001:db8:1:2::/64";
    for (let count = 0; count < 50; count++) {
      await expect(attempt({ email: `guess-${count}@accord.test`, address })).rejects.toMatchObject(wrong);
    }
    await expect(attempt({ address })).rejects.toMatchObject({ code: "RATE_LIMITED" });
    await attempt();
  });

  test("twenty at once count twenty", async () => {
    const { email } = await addPerson(database().pool, "admin", { passwordHash: await hashPassword(password) });
    const tries = Array.from({ length: 20 }, () =>
      attempt({ email, password: "no" }).catch((error: { code: string }) => error.code),
    );
    const codes = await Promise.all(tries);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(10);
  });

  test("no address that was typed is readable in the table", async () => {
    const { rows } = await database().pool.query<{ key: string }>("SELECT key FROM rate_limits");
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ key }) => key.includes("@") || key.includes("198.51"))).toBe(false);
  });

  test("closed when it cannot be counted, even with the right password", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { url } = database();
    await closeDatabase();
    openDatabase(url.replace(/\/[^/]*$/, "/no_such_database"));
    await expect(consume("action", "1")).rejects.toMatchObject({ code: "UNAVAILABLE", status: 503 });
    await expect(attempt()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await closeDatabase();
    openDatabase(url);
    stderr.mockRestore();
    await attempt();
  });
});

test("a password has 12 to 200 characters and is kept as argon2id", async () => {
  for (const short of ["", "elevenchars", "👩‍👩‍👧"]) {
    await expect(hashPassword(short)).rejects.toMatchObject({ code: "PASSWORD_LENGTH", field: "password" });
  }
  await expect(hashPassword("a".repeat(201))).rejects.toMatchObject({ code: "PASSWORD_LENGTH" });
  const hash = await hashPassword("a".repeat(200));
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordMatches(hash, "a".repeat(200))).toBe(true);
  expect(randomPassword()).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
});
