import { verify } from "@node-rs/argon2";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { signIn } from "@/lib/actions/session";
import { authOptions } from "@/lib/auth/options";
import { hashPassword } from "@/lib/auth/passwords";
import { withClient } from "@/lib/cli/client";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});
vi.hoisted(() => {
  const provider = { GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret", NEXTAUTH_URL: "https://accord.test" };
  const set = { NEXTAUTH_SECRET: "a secret of this test, thirty-two letters", ...provider };
  for (const [name, value] of Object.entries(set)) vi.stubEnv(name, value);
});

const database = processDatabase();
const password = "a sentence does well";
const EMAIL = "cro@accord.test";

beforeAll(async () => {
  await addPerson(database().pool, "cro", { passwordHash: await hashPassword(password) });
});
afterEach(() => request.reset());

const form = (email: string, secret: string) => {
  const data = new FormData();
  data.set("email", email);
  data.set("password", secret);
  return data;
};

type Authorize = (input: object, request: { headers: Record<string, string> }) => Promise<unknown>;
/** What next-auth calls for POST /api/auth/callback/credentials; it puts the message of an error into an address. */
const authorize = (input: object) => {
  const provider = authOptions().providers.find(({ id }) => id === "credentials");
  const { authorize: check } = (provider as { options: object }).options as { authorize: Authorize };
  return check(input, { headers: {} });
};

test.each(["a\0@accord.test", "\0", `${EMAIL}\0`])(
  "an address that cannot be stored (%j) is a wrong one: same words, same price",
  async (email) => {
    vi.mocked(verify).mockClear();
    const unknown = await signIn(null, form("nobody@accord.test", password));
    const unstorable = await signIn(null, form(email, password));
    expect({ ...unstorable, email: "" }).toEqual({ ...unknown, email: "" });
    expect(unstorable).toMatchObject({ ok: false, code: "CREDENTIALS" });
    expect(verify).toHaveBeenCalledTimes(2);
    expect(await authorize({ email, password })).toBeNull();
  },
);

/** While `work` runs, the app may not read the accounts: a fault of the database, with words of its own. */
async function withoutAccounts<T>(work: () => Promise<T>): Promise<{ value: T; log: string }> {
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const asOwner = (sql: string) => withClient(database().url, (client) => client.query(sql));
  await asOwner("REVOKE SELECT ON users FROM accord_app");
  try {
    const value = await work();
    return { value, log: stderr.mock.calls.join("\n") };
  } finally {
    await asOwner("GRANT SELECT ON users TO accord_app");
    stderr.mockRestore();
  }
}

const wordsOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Error) => error.message,
  );

test("of a fault only a code leaves through next-auth; the log has the rest", async () => {
  const { value, log } = await withoutAccounts(() => wordsOf(authorize({ email: EMAIL, password })));
  expect(value).toBe("INTERNAL");
  expect(log).toMatch(/permission denied/i);
});

test("the same for a fault after an outside sign-in", async () => {
  const { signIn: callback } = authOptions().callbacks as Record<string, (input: object) => Promise<unknown>>;
  const profile = { email: EMAIL, email_verified: true };
  const account = { type: "oauth", provider: "google" };
  const { value, log } = await withoutAccounts(() => wordsOf(callback?.({ account, profile }) ?? Promise.resolve()));
  expect(value).toBe("INTERNAL");
  expect(log).toMatch(/permission denied/i);
});
