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
  "audit.read",
  "dispute.raise",
  "fixes.work",
  "pulse.answer",
  "review.attend",
  "review.comment",
  "review.decide",
  "review.open",
  "watch.choose",
];

/** What the two heads do in the review and about fixes. */
const ATTENDS: Permission[] = ["fixes.open", "fixes.work", "review.attend", "review.comment"];

/** Written out, not derived: product.md, People. */
const EXPECTED: Record<Role, Permission[]> = {
  cro: [...READS, ...LEADERS, "thanks.give"],
  cmo: [...READS, ...LEADERS, "fixes.open", "leads.hand_over"],
  vp_revops: [
    ...READS,
    "agreement.acknowledge",
    "agreement.edit",
    "agreement.sign",
    "arguments.log",
    "audit.read",
    "brief.edit",
    "decisions.correct",
    "diagnostic.open",
    "digest.manage",
    "fixes.open",
    "fixes.work",
    "imports.run",
    "leads.hand_over",
    "review.attend",
    "review.comment",
    "review.decide",
    "review.open",
    "settings.edit",
    "watch.choose",
  ],
  head_demand_gen: [
    ...READS,
    ...ATTENDS,
    "agreement.acknowledge",
    "arguments.log",
    "brief.edit",
    "feedback.acknowledge",
    "leads.hand_over",
  ],
  head_sdr: [...READS, ...ATTENDS, "agreement.acknowledge", "arguments.log", "queue.reassign", "queue.work"],
  bdr: [...READS, "agreement.acknowledge", "fixes.work", "leads.decide", "queue.work"],
  ae: [...READS, "agreement.acknowledge", "fixes.work", "leads.qualify"],
  partner_manager: [
    ...READS,
    "agreement.acknowledge",
    "fixes.work",
    "leads.decide",
    "leads.hand_over",
    "queue.work",
    "review.comment",
  ],
  ceo: [...READS, "dispute.resolve"],
  cfo: ["account.manage", "cost.read"],
  admin: [
    ...READS,
    "agreement.acknowledge",
    "audit.read",
    "digest.manage",
    "fixes.work",
    "imports.run",
    "people.manage",
  ],
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
