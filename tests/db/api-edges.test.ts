import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { createKey } from "@/lib/auth/keys";
import { isRefusing } from "@/lib/http/methods";
import { DATA_POLICY } from "@/lib/http/security-headers";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";

vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

const database = processDatabase();
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
type Handler = (request: Request, context: object) => Promise<Response>;
type Exports = Readonly<Record<string, Handler>>;

const root = "app/api/v1";
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("route.ts"));
const ANYTHING = "[[...path]]/route.ts";
const load = async (file: string) => (await import(/* @vite-ignore */ join(process.cwd(), root, file))) as Exports;
const routes = await Promise.all(
  files.map(async (file) => ({ path: dirname(file), isAnything: file === ANYTHING, handlers: await load(file) })),
);

let key: string;
beforeAll(async () => {
  key = await createKey(systemActor("test"), { name: "both", scopes: ["read", "ingest"] });
});

const ask = (handler: Handler | undefined, method: string, path: string) => {
  const headers = { authorization: `Bearer ${key}` };
  const request = new Request(`http://localhost/api/v1/${path}`, { method, headers });
  return handler?.(request, { params: Promise.resolve({}) });
};

async function expectProblem(response: Response | undefined, status: number, code: string): Promise<void> {
  expect(response?.status).toBe(status);
  const headers = response?.headers ?? new Headers();
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "application/problem+json",
    "content-security-policy": DATA_POLICY,
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
  const body = await response?.json();
  expect(body).toMatchObject({ status, code, request_id: headers.get("x-request-id") });
  expect(body.title).toBe(status === 404 ? "Not found" : "Method not allowed");
}

test("one file answers for every address that has none of its own", () => {
  expect(files).toContain(ANYTHING);
});

describe.each(routes)("$path", ({ path, isAnything, handlers }) => {
  test.each(METHODS)("%s is answered by us", async (method) => {
    const handler = handlers[method];
    expect(handler).toBeTypeOf("function");
    if (!isRefusing(handler)) return;
    const before = await tableDigests(database().pool, []);
    const response = await ask(handler, method, isAnything ? "no/such/thing" : path);
    expect(await tableDigests(database().pool, [])).toEqual(before);
    if (isAnything) return expectProblem(response, 404, "NOT_FOUND");
    expect(response?.headers.get("allow")).toBe(allowed(handlers));
    if (method !== "OPTIONS") return expectProblem(response, 405, "METHOD_NOT_ALLOWED");
    expect(response?.status).toBe(204);
    expect(response?.headers.get("x-content-type-options")).toBe("nosniff");
  });
});

/** By the exports themselves: those that do not refuse, HEAD where there is GET. */
function allowed(handlers: Exports): string {
  const open = METHODS.filter((method) => handlers[method] && !isRefusing(handlers[method]));
  return [...open.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"].join(", ");
}

test("the use of a key is noted when its call was answered, not when it was refused", async () => {
  const lastUse = async () => (await database().prisma.apiKey.findFirstOrThrow({ where: { name: "both" } })).lastUsedAt;
  const of = (name: string) => routes.find(({ path }) => path === name)?.handlers.GET;
  expect((await ask(of("metrics"), "GET", "metrics?as_of=tomorrow"))?.status).toBe(422);
  expect(await lastUse()).toBeNull();
  expect((await ask(of("openapi.json"), "GET", "openapi.json"))?.status).toBe(200);
  expect(await lastUse()).not.toBeNull();
});
