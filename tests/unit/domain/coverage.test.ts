import fc from "fast-check";
import { expect, test } from "vitest";
import { can } from "@/lib/auth/permissions";
import { coverageOf, READER_ROLES, TEAMS } from "@/lib/domain/coverage";
import { ROLES } from "@/lib/domain/roles";

test("everybody who may confirm the agreement is in exactly one team", () => {
  const may = ROLES.filter((role) => can(role, "agreement.acknowledge"));
  expect([...READER_ROLES].sort()).toEqual([...may].sort());
  expect(READER_ROLES).not.toContain("ceo");
  expect(READER_ROLES).not.toContain("cfo");
});

test("read of all by team, in the order of screens; who need not read is not counted", () => {
  expect(
    coverageOf([
      { role: "cro", of: 1, read: 1 },
      { role: "bdr", of: 4, read: 3 },
      { role: "head_sdr", of: 1, read: 0 },
      { role: "cmo", of: 2, read: 1 },
      { role: "ceo", of: 1, read: 0 },
      { role: "head_demand_gen", of: 1, read: 1 },
    ]),
  ).toEqual([
    { key: "bdr", label: "BDRs", of: 4, read: 3 },
    { key: "heads", label: "Heads", of: 2, read: 1 },
    { key: "leaders", label: "Leaders", of: 3, read: 2 },
  ]);
  expect(coverageOf([])).toEqual([]);
});

test("no person is lost or counted twice", () => {
  const counts = fc.array(
    fc
      .record({ role: fc.constantFrom(...READER_ROLES), of: fc.nat(50), read: fc.nat(50) })
      .map(({ role, of, read }) => ({
        role,
        of: of + read,
        read,
      })),
  );
  fc.assert(
    fc.property(counts, (all) => {
      const total = (rows: readonly { of: number; read: number }[]) => [
        rows.reduce((sum, { of }) => sum + of, 0),
        rows.reduce((sum, { read }) => sum + read, 0),
      ];
      const teams = coverageOf(all);
      expect(total(teams)).toEqual(total(all));
      expect(teams.every(({ read, of }) => read <= of && of > 0)).toBe(true);
      expect(coverageOf([...all].reverse())).toEqual(teams);
      expect(teams.length).toBeLessThanOrEqual(TEAMS.length);
    }),
  );
});
