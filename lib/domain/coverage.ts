import type { Role } from "./roles";

/**
 * Who must read the agreement, by team, in the order of screens: everybody who may confirm it
 * (`agreement.acknowledge`). The CEO resolves disputes and nothing else, a CFO account reads costs.
 */
export const TEAMS = [
  { key: "bdr", label: "BDRs", roles: ["bdr"] },
  { key: "ae", label: "AEs", roles: ["ae"] },
  { key: "heads", label: "Heads", roles: ["head_demand_gen", "head_sdr"] },
  { key: "leaders", label: "Leaders", roles: ["cro", "cmo", "vp_revops"] },
  { key: "partner", label: "Partner managers", roles: ["partner_manager"] },
  { key: "admin", label: "Admins", roles: ["admin"] },
] as const satisfies readonly { key: string; label: string; roles: readonly Role[] }[];

export const READER_ROLES: readonly Role[] = TEAMS.flatMap(({ roles }) => roles);

/** People of a role: how many of the active ones have confirmed the version in force. */
export interface RoleCount {
  readonly role: Role;
  readonly of: number;
  readonly read: number;
}

export interface TeamCoverage {
  readonly key: string;
  readonly label: string;
  readonly of: number;
  readonly read: number;
}

const sum = (counts: readonly RoleCount[], which: "of" | "read"): number =>
  counts.reduce((total, count) => total + count[which], 0);

/** Read of all, team by team, in whole people (product.md C7); a team without anybody is missing. */
export function coverageOf(counts: readonly RoleCount[]): TeamCoverage[] {
  return TEAMS.map(({ key, label, roles }) => {
    const own = counts.filter(({ role }) => (roles as readonly Role[]).includes(role));
    return { key, label, of: sum(own, "of"), read: sum(own, "read") };
  }).filter(({ of }) => of > 0);
}
