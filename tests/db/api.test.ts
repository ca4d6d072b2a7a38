import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET as getHealth } from "@/app/api/v1/health/route";
import { GET as getMetrics } from "@/app/api/v1/metrics/route";
import { GET as getOpenApi } from "@/app/api/v1/openapi.json/route";
import { GET as getSnapshot } from "@/app/api/v1/snapshots/[asOf]/route";
import { GET as getSnapshots } from "@/app/api/v1/snapshots/route";
import { systemActor } from "@/lib/auth/actor";
import { createKey, revokeKeys } from "@/lib/auth/keys";
import { can } from "@/lib/auth/permissions";
import { databaseAnswers } from "@/lib/data/health";
import { metricsJson } from "@/lib/data/metrics-document";
import { connect } from "@/lib/db";
import { ROLES, type Role } from "@/lib/domain/roles";
import { metricsSchema } from "@/lib/http/schemas/metrics";
import { snapshotListSchema } from "@/lib/http/schemas/snapshots";
import { takeSnapshot } from "@/lib/services/snapshots";
import { addPeople, sessionCookie, type TestPerson } from "@/tests/support/actors";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { MONDAY } from "@/tests/support/vectors";

const SECRET = vi.hoisted(() => {
  const secret = "a secret of this test, thirty-two letters";
  vi.stubEnv("NEXTAUTH_SECRET", secret);
  return secret;
});

const database = processDatabase();
const URL_V1 = "http://localhost/api/v1";
const AS_OF = "2027-07-05";
const command = systemActor("test");
let people: Record<Role, TestPerson>;
let readKey: string;
let ingestKey: string;

type Headers = Record<string, string>;
const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });
const call = (path: string, headers: Headers = {}, params: Record<string, string> = {}) => {
  const handler = path.startsWith("/metrics")
    ? getMetrics
    : path.startsWith("/snapshots/")
      ? getSnapshot
      : path.startsWith("/snapshots")
        ? getSnapshots
        : path.startsWith("/openapi")
          ? getOpenApi
          : getHealth;
  return handler(new Request(`${URL_V1}${path}`, { headers }), { params: Promise.resolve(params) });
};
const as = async (role: Role): Promise<Headers> => {
  const { name, value } = await sessionCookie(people[role], { secret: SECRET, url: URL_V1 });
  return { cookie: `other=1; ${name}=${value}` };
};
const problemOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ status: response.status, request_id: response.headers.get("x-request-id") });
  for (const name of ["type", "title", "detail", "code"]) expect(typeof body[name]).toBe("string");
  return body;
};

beforeAll(async () => {
  people = await addPeople(database().pool);
  readKey = await createKey(command, { name: "reader", scopes: ["read"] });
  ingestKey = await createKey(command, { name: "writer", scopes: ["ingest"] });
  await ingest(database().pool, MONDAY);
});

describe("GET /metrics", () => {
  it("answers a key with the JSON of the Monday, never to be kept", async () => {
    const response = await call(`/metrics?as_of=${AS_OF}`, bearer(readKey));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const text = await response.text();
    expect(text).toBe(await metricsJson(AS_OF));
    expect(metricsSchema.parse(JSON.parse(text))).toMatchObject({ as_of: AS_OF, frozen: false, hash: null });
  });

  it("gives the CRO and the CMO the same bytes", async () => {
    const bytesFor = async (role: Role) =>
      Buffer.from(await (await call(`/metrics?as_of=${AS_OF}`, await as(role))).arrayBuffer());
    const cro = await bytesFor("cro");
    expect(cro.equals(await bytesFor("cmo"))).toBe(true);
    expect(cro.byteLength).toBeGreaterThan(5_000);
  });

  it.each(ROLES)("asks the permission table about the role %s", async (role) => {
    const response = await call(`/metrics?as_of=${AS_OF}`, await as(role));
    expect(response.status).toBe(can(role, "metrics.read") ? 200 : 403);
    if (response.status === 403) expect(await problemOf(response)).toMatchObject({ code: "FORBIDDEN" });
  });

  it("takes the current Monday unless told", async () => {
    const { as_of } = (await (await call("/metrics", bearer(readKey))).json()) as { as_of: string };
    const newYork = new Date(new Date().toLocaleString("en-US", { timeZone: "America/New_York" }));
    expect(new Date(`${as_of}T00:00:00Z`).getUTCDay()).toBe(1);
    expect(Math.abs(newYork.getTime() - Date.parse(as_of))).toBeLessThan(8 * 86_400_000);
  });

  it.each([
    ["as_of=2027-07-07", "AS_OF_NOT_MONDAY", "2027-07-05"],
    ["as_of=2027-02-31", "AS_OF_INVALID", "YYYY-MM-DD"],
    ["as_of=", "AS_OF_INVALID", "YYYY-MM-DD"],
    ["as_of=%00", "AS_OF_INVALID", "YYYY-MM-DD"],
    ["asof=2027-07-05", "PARAMETER_UNKNOWN", "asof"],
  ])("refuses %s with %s", async (query, code, word) => {
    const response = await call(`/metrics?${query}`, bearer(readKey));
    expect(response.status).toBe(422);
    const body = await problemOf(response);
    expect(body).toMatchObject({ code, errors: [{ code, field: query.split("=")[0] }] });
    expect(body.detail).toContain(word);
  });
});

describe("who is refused", () => {
  it.each<[string, () => Headers]>([
    ["nobody", () => ({})],
    ["a key that is none", () => bearer("accord_nonsense")],
    ["another scheme", () => ({ authorization: "Basic abc" })],
    ["a cookie that was not sealed here", () => ({ cookie: "accord.session=abc" })],
    ["a bad key, whatever the cookie says", () => ({ ...bearer("accord_x"), cookie: "accord.session=abc" })],
  ])("%s: 401", async (_, headers) => {
    for (const path of ["/metrics", "/snapshots", `/snapshots/${AS_OF}`, "/openapi.json"]) {
      const response = await call(path, headers(), { asOf: AS_OF });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await problemOf(response)).toMatchObject({ code: "UNAUTHENTICATED" });
    }
  });

  it("a bad key beside a good session: the key counts", async () => {
    const response = await call("/metrics", { ...bearer("accord_x"), ...(await as("cro")) });
    expect(response.status).toBe(401);
  });

  it("a key without the scope: 403, and the denial log says so", async () => {
    const response = await call("/metrics", bearer(ingestKey));
    expect(await problemOf(response)).toMatchObject({ status: 403, code: "FORBIDDEN" });
    const denial = await database().prisma.denial.findFirst({ where: { actor: "key:writer" } });
    expect(denial).toMatchObject({ action: "metrics.read", object: "/api/v1/metrics", code: "FORBIDDEN" });
  });

  it("strangers learn nothing about parameters", async () => {
    expect((await call("/metrics?as_of=junk")).status).toBe(401);
  });

  it("a revoked key, and a person who was disabled, from the next call on", async () => {
    const key = await createKey(command, { name: "gone", scopes: ["read"] });
    expect((await call("/snapshots", bearer(key))).status).toBe(200);
    await revokeKeys(command, "gone");
    expect((await call("/snapshots", bearer(key))).status).toBe(401);
    const headers = await as("head_sdr");
    await database().prisma.user.update({ where: { id: people.head_sdr.id }, data: { active: false } });
    expect((await call("/metrics", headers)).status).toBe(401);
  });

  it("too many calls: 429 with Retry-After, until the minute is over", async () => {
    const key = await createKey(command, { name: "eager", scopes: ["read"] });
    expect((await call("/openapi.json", bearer(key))).status).toBe(200);
    await database().pool.query("UPDATE rate_limits SET points = 600");
    const refused = await call("/openapi.json", bearer(key));
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(refused)).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    await database().pool.query("UPDATE rate_limits SET expire = 0");
    expect((await call("/openapi.json", bearer(key))).status).toBe(200);
  });
});

describe("GET /snapshots", () => {
  it("lists none, then the frozen Monday; /metrics gives the frozen bytes", async () => {
    expect(await (await call("/snapshots", bearer(readKey))).json()).toEqual({ total: 0, snapshots: [] });
    const missing = await call(`/snapshots/${AS_OF}`, bearer(readKey), { asOf: AS_OF });
    expect(await problemOf(missing)).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const { hash } = await takeSnapshot(database().prisma, command, AS_OF, new Date("2027-07-05T10:00:00Z"));
    const list = snapshotListSchema.parse(await (await call("/snapshots?limit=5", bearer(readKey))).json());
    expect(list).toEqual({
      total: 1,
      snapshots: [
        { snapshot_id: AS_OF, as_of: AS_OF, taken_at: "2027-07-05T10:00:00.000Z", agreement_version: 1, hash },
      ],
    });
    const frozen = await (await call(`/snapshots/${AS_OF}`, bearer(readKey), { asOf: AS_OF })).text();
    expect(metricsSchema.parse(JSON.parse(frozen))).toMatchObject({ frozen: true, snapshot_id: AS_OF, hash });
    expect(await (await call(`/metrics?as_of=${AS_OF}`, await as("cmo"))).text()).toBe(frozen);
  });

  it.each([
    ["/snapshots?limit=0", {}, "PARAMETER_INVALID"],
    ["/snapshots?limit=x&offset=-1", {}, "PARAMETER_INVALID"],
    ["/snapshots/2027-07-06", { asOf: "2027-07-06" }, "AS_OF_NOT_MONDAY"],
    ["/snapshots/latest", { asOf: "latest" }, "AS_OF_INVALID"],
  ])("refuses %s", async (path, params, code) => {
    const response = await call(path, bearer(readKey), params);
    expect(await problemOf(response)).toMatchObject({ status: 422, code });
  });
});

describe("GET /openapi.json", () => {
  it("describes every call, each with its parameters and schema", async () => {
    const document = (await (await call("/openapi.json", bearer(ingestKey))).json()) as {
      openapi: string;
      paths: Record<string, { get: { parameters: { name: string; in: string }[]; security?: unknown[] } }>;
      components: { schemas: Record<string, { properties: object; required: string[] }> };
    };
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual([
      "/metrics",
      "/snapshots",
      "/snapshots/{as_of}",
      "/openapi.json",
      "/health",
    ]);
    expect(document.paths["/metrics"]?.get.parameters).toMatchObject([
      { name: "as_of", in: "query", required: false, schema: { type: "string", format: "date" } },
    ]);
    expect(document.paths["/snapshots/{as_of}"]?.get.parameters).toMatchObject([
      { name: "as_of", in: "path", required: true },
    ]);
    expect(document.paths["/health"]?.get.security).toEqual([]);
    const live = JSON.parse(await metricsJson(AS_OF)) as object;
    expect(document.components.schemas.Metrics?.required).toEqual(Object.keys(live));
    expect(JSON.stringify(document)).not.toContain("$schema");
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name ?? "",
    );
    for (const name of refs) expect(document.components.schemas).toHaveProperty(name);
  });
});

describe("GET /health", () => {
  it("is open, and says that the database answers", async () => {
    const response = await call("/health");
    expect([response.status, await response.text()]).toEqual([200, '{"status":"ok"}']);
  });

  it("knows a database that does not", async () => {
    const away = connect("postgresql://nobody:x@127.0.0.1:9/none");
    expect(await databaseAnswers(() => away.prisma)).toBe(false);
    await away.close();
  });
});
