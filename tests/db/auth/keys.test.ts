import { beforeAll, describe, expect, test } from "vitest";
import { may, type Person, personOfSession, systemActor } from "@/lib/auth/actor";
import { checkKey, createKey, parseScopes, rememberUse, revokeKeys } from "@/lib/auth/keys";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
const command = systemActor("test");
let bdr: Person | null;

beforeAll(async () => {
  const { id } = await addPerson(database().pool, "bdr");
  bdr = await personOfSession(id, 1);
});

test("a key opens its scopes, and the database cannot give it away", async () => {
  const key = await createKey(command, { name: "crm", scopes: ["ingest"] });
  expect(key).toMatch(/^accord_[A-Za-z0-9_-]{43}$/);
  const actor = await checkKey(`Bearer ${key}`, "203.0.113.1");
  expect(actor).toMatchObject({ kind: "key", label: "key:crm", scopes: ["ingest"], makerRole: null });
  expect(actor && may(actor, "imports.run")).toBe(true);
  expect(actor && may(actor, "metrics.read")).toBe(false);
  const { rows } = await database().pool.query("SELECT row_to_json(k)::text AS row FROM api_keys k");
  const audited = await database().prisma.auditEntry.findMany({ where: { action: "key.create" } });
  expect(JSON.stringify([rows, audited.map(({ after }) => after)])).not.toContain(key.slice(7));
  const lastUse = async () => (await database().prisma.apiKey.findFirstOrThrow({ where: { name: "crm" } })).lastUsedAt;
  expect(await lastUse()).toBeNull();
  if (actor) await rememberUse(actor);
  expect(await lastUse()).not.toBeNull();
});

test("two keys are never the same", async () => {
  const make = () => createKey(command, { name: "twin", scopes: ["read"] });
  expect(await make()).not.toBe(await make());
});

describe("what opens nothing", () => {
  let key: string;
  beforeAll(async () => {
    key = await createKey(command, { name: "closed", scopes: ["read"] });
  });

  test.each([
    ["no header", () => null],
    ["an empty one", () => ""],
    ["the key without Bearer", () => key],
    ["another scheme", () => `Basic ${key}`],
    ["one letter less", () => `Bearer ${key.slice(0, -1)}`],
    ["one letter more", () => `Bearer ${key}A`],
    ["the first letter changed", () => `Bearer ${key.replace(/_./, (two) => (two === "_A" ? "_B" : "_A"))}`],
    ["a path of quotes", () => "Bearer ' OR 1=1 --"],
  ])("%s", async (_, header) => {
    expect(await checkKey(header(), "203.0.113.2")).toBeNull();
  });

  test("a revoked key, from the next request on", async () => {
    expect(await checkKey(`Bearer ${key}`, "203.0.113.2")).not.toBeNull();
    expect(await revokeKeys(command, "closed")).toBe(1);
    expect(await checkKey(`Bearer ${key}`, "203.0.113.2")).toBeNull();
    await expect(revokeKeys(command, "closed")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("guessing is slowed down, per caller", async () => {
  const guess = (address: string) => checkKey(`Bearer accord_${"A".repeat(43)}`, address);
  for (let attempt = 0; attempt < 30; attempt++) expect(await guess("203.0.113.3")).toBeNull();
  await expect(guess("203.0.113.3")).rejects.toMatchObject({ code: "RATE_LIMITED", status: 429 });
  expect(await guess("203.0.113.4")).toBeNull();
});

test("only those who manage people make and end keys", async () => {
  if (!bdr) throw new Error("must be signed in");
  await expect(createKey(bdr, { name: "mine", scopes: ["read"] })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(revokeKeys(bdr, "crm")).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await database().prisma.apiKey.count({ where: { name: "mine" } })).toBe(0);
});

test("scopes are of the list, names are given", async () => {
  expect(parseScopes("ingest, read,read")).toEqual(["ingest", "read"]);
  for (const text of ["", "write", "ingest,", "Ingest", "toString"]) {
    expect(() => parseScopes(text)).toThrow(expect.objectContaining({ code: "SCOPE_UNKNOWN" }));
  }
  await expect(createKey(command, { name: " ", scopes: ["read"] })).rejects.toMatchObject({ code: "NAME_REQUIRED" });
});
