import { describe, expect, test } from "vitest";
import { can, homePath, PERMISSIONS, type Permission, SCOPES, scopesAllow } from "@/lib/auth/permissions";
import { isRole, ROLES, type Role, roleLabel } from "@/lib/domain/roles";

const READS: Permission[] = [
  "account.manage",
  "agreement.read",
  "cost.read",
  "deals.read",
  "export.csv",
  "leads.read",
  "metrics.read",
];

/** What CRO and CMO do alike. */
const LEADERS: Permission[] = [
  "agreement.acknowledge",
  "agreement.sign",
  "arguments.log",
  "brief.sign",
  "diagnostic.answer",
  "dispute.raise",
];

/** Written out, not derived: product.md, People. */
const EXPECTED: Record<Role, Permission[]> = {
  cro: [...READS, ...LEADERS],
  cmo: [...READS, ...LEADERS, "leads.hand_over"],
  vp_revops: [
    ...READS,
    "agreement.acknowledge",
    "agreement.edit",
    "agreement.sign",
    "arguments.log",
    "brief.edit",
    "decisions.correct",
    "diagnostic.open",
    "imports.run",
    "leads.hand_over",
    "settings.edit",
  ],
  head_demand_gen: [...READS, "agreement.acknowledge", "arguments.log", "brief.edit", "leads.hand_over"],
  head_sdr: [...READS, "agreement.acknowledge", "arguments.log", "queue.reassign", "queue.work"],
  bdr: [...READS, "agreement.acknowledge", "leads.decide", "queue.work"],
  ae: [...READS, "agreement.acknowledge", "leads.qualify"],
  partner_manager: [...READS, "agreement.acknowledge", "leads.decide", "leads.hand_over", "queue.work"],
  ceo: [...READS, "dispute.resolve"],
  cfo: ["account.manage", "cost.read"],
  admin: [...READS, "agreement.acknowledge", "imports.run", "people.manage"],
};

const CELLS = ROLES.flatMap((role) => PERMISSIONS.map((permission) => [role, permission] as const));

test.each(CELLS)("%s × %s", (role, permission) => {
  expect(can(role, permission)).toBe(EXPECTED[role].includes(permission));
});

test("the expected matrix names no permission that does not exist, and the table has none that nobody expects", () => {
  const expected = new Set(Object.values(EXPECTED).flat());
  expect([...expected].sort()).toEqual([...PERMISSIONS].sort());
});

test("CRO and CMO read the same", () => {
  const reads = (role: Role) =>
    PERMISSIONS.filter((permission) => permission.endsWith(".read") && can(role, permission));
  expect(reads("cro")).toEqual(reads("cmo"));
});

describe("unknown means no", () => {
  test.each([
    ["admin", "people.destroy"],
    ["root", "metrics.read"],
    ["CRO", "metrics.read"],
    ["", "metrics.read"],
    ["constructor", "metrics.read"],
    ["admin", "constructor"],
    ["admin", "__proto__"],
  ])("%s × %s", (role, permission) => {
    expect(can(role, permission)).toBe(false);
  });
});

test("a scope allows its own and nothing else", () => {
  const allowed = Object.fromEntries(
    SCOPES.map((scope) => [scope, PERMISSIONS.filter((p) => scopesAllow([scope], p))]),
  );
  expect(allowed).toEqual({ ingest: ["imports.run"], read: ["metrics.read"] });
  expect(scopesAllow(["admin", "toString", "READ"], "metrics.read")).toBe(false);
  expect(scopesAllow([], "metrics.read")).toBe(false);
});

test.each(ROLES)("%s may open its own home page", (role) => {
  const opens: Record<string, Permission> = {
    "/": "metrics.read",
    "/queue": "queue.work",
    "/leads": "leads.read",
    "/cost": "cost.read",
  };
  const needed = opens[homePath(role)];
  expect(needed !== undefined && can(role, needed)).toBe(true);
});

test("roles have labels; the CMO's is editable", () => {
  expect(ROLES.map((role) => roleLabel(role)).every((label) => /^[A-Z]/.test(label))).toBe(true);
  expect(roleLabel("cmo", "VP Marketing")).toBe("VP Marketing");
  expect(roleLabel("cro", "VP Marketing")).toBe("Chief Revenue Officer");
  expect(isRole("bdr")).toBe(true);
  expect(isRole("toString")).toBe(false);
});
