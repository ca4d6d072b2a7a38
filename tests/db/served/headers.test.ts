import { beforeAll, describe, expect, test } from "vitest";
import { hashPassword } from "@/lib/auth/passwords";
import { DATA_POLICY } from "@/lib/http/security-headers";
import { addPerson, type TestPerson } from "@/tests/support/actors";
import { servedSite } from "@/tests/support/served-site";

const site = servedSite();
const secure = servedSite({ https: true });
const PASSWORD = "a sentence does well";
let reader: TestPerson;

beforeAll(async () => {
  reader = await addPerson(site().database.pool, "cro");
  await addPerson(secure().database.pool, "cro", { passwordHash: await hashPassword(PASSWORD) });
});

/** The directives of a policy by name. */
function policyOf(response: Response): Record<string, string[]> {
  const text = response.headers.get("content-security-policy") ?? "";
  const parts = text.split(";").map((part) => part.trim().split(/\s+/));
  return Object.fromEntries(parts.map(([name = "", ...values]) => [name, values]));
}

function expectCommon(response: Response): void {
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("x-frame-options")).toBe("DENY");
  expect(response.headers.get("cache-control")).toContain("no-store");
  expect(response.headers.get("referrer-policy")).toBe("same-origin");
  expect(response.headers.get("x-powered-by")).toBeNull();
  expect(policyOf(response)["frame-ancestors"]).toEqual(["'none'"]);
}

describe.each([
  ["/sign-in", 200],
  ["/", 200],
  ["/leads", 200],
  ["/settings/people", 403],
  ["/no/such/page", 404],
])("the page %s (%i)", (path, status) => {
  const open = async () => site().ask(path, path === "/sign-in" ? {} : { cookie: await site().cookieOf(reader) });

  test("runs scripts of its own nonce alone, and no frame, cache or sniffing has it", async () => {
    const [first, second] = await Promise.all([open(), open()]);
    expect(first.status).toBe(status);
    expectCommon(first);
    const scripts = policyOf(first)["script-src"] ?? [];
    expect(scripts).not.toContain("'unsafe-inline'");
    expect(scripts).not.toContain("'unsafe-eval'");
    const nonces = scripts.filter((value) => value.startsWith("'nonce-"));
    expect(nonces).toHaveLength(1);
    const nonce = nonces[0]?.slice("'nonce-".length, -1);
    expect(Buffer.from(nonce ?? "", "base64")).toHaveLength(16);
    expect(policyOf(second)["script-src"]).not.toContain(nonces[0]);
    const tags = (await first.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(0);
    expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  });
});

test.each([
  ["/api/v1/health", 200],
  ["/api/v1/metrics", 200],
  ["/api/v1", 404],
  ["/api/v1/no/such/thing", 404],
  ["/api/v1/snapshots/2027-07-06", 422],
  ["/leads/export", 200],
  ["/export/acceptance?as_of=2027-07-05", 200],
  ["/api/search?q=none", 200],
])("the data of %s (%i) run nothing, are never kept and never guessed at", async (path, status) => {
  const response = await site().ask(path, { cookie: await site().cookieOf(reader) });
  expect(response.status).toBe(status);
  expectCommon(response);
  expect(response.headers.get("content-type")).toMatch(/^(application\/(problem\+)?json|text\/csv)/);
  if (path.startsWith("/api/")) expect(response.headers.get("content-security-policy")).toBe(DATA_POLICY);
});

test("a method that an address of the API lacks is refused in JSON too, HEAD is GET without its body", async () => {
  const refused = await site().ask("/api/v1/metrics", {}, { method: "POST", body: "{}" });
  expect(refused.status).toBe(405);
  expect(refused.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expectCommon(refused);
  const unbuilt = await site().ask("/api/v1/no/such", {}, { method: "POST", body: "{}" });
  expect(await unbuilt.json()).toMatchObject({ status: 404, code: "NOT_FOUND" });
  const head = await site().ask("/api/v1/health", {}, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

describe("where a form came from", () => {
  /** The sign-out of the frame, as a browser without scripts posts it, and as React does. */
  const send = async (origin: string, how: "form" | "script") => {
    const cookie = await site().cookieOf(reader);
    const html = await (await site().ask("/leads", { cookie })).text();
    const id = /name="\$ACTION_ID_([0-9a-f]+)"/.exec(html)?.[1] ?? "";
    expect(id).not.toBe("");
    const body = new FormData();
    if (how === "form") body.set(`$ACTION_ID_${id}`, "");
    else body.set("0", "[]");
    const headers = { cookie, origin, ...(how === "script" && { "next-action": id, accept: "text/x-component" }) };
    return site().ask("/leads", headers, { method: "POST", body });
  };
  const version = async () =>
    (await site().database.pool.query("SELECT session_version AS v FROM users WHERE id = $1", [reader.id])).rows[0].v;

  test.each(["https://evil.example", "http://localhost:1", "http://evil.localhost", "null"])(
    "%s: refused, nobody is signed out",
    async (origin) => {
      const before = await version();
      for (const how of ["form", "script"] as const) {
        const response = await send(origin, how);
        expect(response.status, how).toBeGreaterThanOrEqual(400);
        expect(response.headers.get("set-cookie"), how).toBeNull();
      }
      expect(await version()).toBe(before);
    },
  );

  test.each(["form", "script"] as const)("our own, by %s: done", async (how) => {
    const before = await version();
    const response = await send(site().url, how);
    const led = response.headers.get(how === "form" ? "location" : "x-action-redirect");
    expect(led).toMatch(/^\/sign-in(;|$)/);
    expect(await version()).toBe(before + 1);
  });
});

describe("behind https", () => {
  test("browsers are told to stay there, with pages and with data", async () => {
    for (const path of ["/sign-in", "/api/v1/health"]) {
      const response = await secure().ask(path);
      expect(response.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
    }
    expect((await site().ask("/sign-in")).headers.get("strict-transport-security")).toBeNull();
  });

  test("the session is a __Host- cookie that no script reads and no other site sends", async () => {
    const csrf = await secure().ask("/api/auth/csrf");
    const { csrfToken } = await csrf.json();
    const body = new URLSearchParams({ csrfToken, email: "cro@accord.test", password: PASSWORD });
    const cookie = csrf.headers.getSetCookie().map((line) => line.split(";")[0]);
    const response = await secure().ask(
      "/api/auth/callback/credentials",
      { cookie: cookie.join("; ") },
      { method: "POST", body },
    );
    const lines = response.headers.getSetCookie();
    expect(lines.find((line) => line.startsWith("__Host-accord.session="))).toMatch(/; Path=\/;/);
    for (const line of lines) expect(line).toMatch(/^__Host-accord\.\w+=.*; Path=\/;.*HttpOnly; Secure; SameSite=lax/i);
  });
});

test("of a wrong sign-in through next-auth a code leaves, also when the address cannot be stored", async () => {
  const csrf = await site().ask("/api/auth/csrf");
  const { csrfToken } = await csrf.json();
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const body = new URLSearchParams({ csrfToken, email: "a\0@accord.test", password: PASSWORD });
  const response = await site().ask("/api/auth/callback/credentials", { cookie }, { method: "POST", body });
  expect(new URL(response.headers.get("location") ?? "", site().url).search).toBe(
    "?error=CredentialsSignin&provider=credentials",
  );
});
