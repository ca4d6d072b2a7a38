import { beforeAll, expect, test, vi } from "vitest";
import { PATCH, POST, PUT } from "@/app/api/v1/leads/[external_id]/score/route";
import { systemActor } from "@/lib/auth/actor";
import { createKey } from "@/lib/auth/keys";
import { can } from "@/lib/auth/permissions";
import { ROLES, type Role } from "@/lib/domain/roles";
import { addPeople, sessionCookie, type TestPerson } from "@/tests/support/actors";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { fingerprint } from "@/tests/support/settings";

const SECRET = "a secret of this test, thirty-two letters";
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

const ADDRESS = "http://localhost/api/v1/leads/L-1/score";
const METHODS = { PATCH, POST, PUT };
const database = processDatabase();
let people: Record<Role, TestPerson>;
const keys = { read: "", ingest: "" };

beforeAll(async () => {
  people = await addPeople(database().pool);
  for (const scope of ["read", "ingest"] as const) {
    keys[scope] = await createKey(systemActor("test"), { name: scope, scopes: [scope] });
  }
  const lead = { external_id: "L-1", source: "webinar", created_at: "2027-06-01", score: "80", score_vendor: "6sense" };
  expect(await ingest(database().pool, { leads: [lead] })).toEqual([]);
});

async function write(method: keyof typeof METHODS, headers: Record<string, string>) {
  const request = new Request(ADDRESS, { method, headers, body: JSON.stringify({ score: 99 }) });
  const response = await METHODS[method](request, { params: Promise.resolve({ external_id: "L-1" }) });
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return { status: response.status, ...((await response.json()) as { code: string; detail: string }) };
}

const cookieOf = async (role: Role) => {
  const { name, value } = await sessionCookie(people[role], { secret: SECRET, url: ADDRESS });
  return { cookie: `${name}=${value}` };
};

test.each(["PATCH", "PUT", "POST"] as const)(
  "%s: nobody writes a score, and who may read hears why",
  async (method) => {
    const before = await fingerprint(database().pool);
    const denials = await database().prisma.denial.count();
    for (const role of ROLES) {
      const code = can(role, "metrics.read") ? "SCORE_READ_ONLY" : "FORBIDDEN";
      expect(await write(method, await cookieOf(role)), role).toMatchObject({ status: 403, code });
    }
    const read = await write(method, { authorization: `Bearer ${keys.read}` });
    expect(read).toMatchObject({
      status: 403,
      code: "SCORE_READ_ONLY",
      detail: expect.stringContaining("score_vendor"),
    });
    expect(await write(method, { authorization: `Bearer ${keys.ingest}` })).toMatchObject({
      status: 403,
      code: "FORBIDDEN",
    });
    expect(await write(method, {})).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    expect(await fingerprint(database().pool)).toEqual(before);
    expect((await database().prisma.denial.count()) - denials).toBe(ROLES.length + 2);
  },
);
