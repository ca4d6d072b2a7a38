import type { Reason } from "@/lib/domain/reasons";

/** The roles of the people; the names of the database enum `user_role`. */
export type DemoRole =
  | "cro"
  | "cmo"
  | "vp_revops"
  | "head_demand_gen"
  | "head_sdr"
  | "bdr"
  | "ae"
  | "partner_manager"
  | "ceo"
  | "cfo"
  | "admin";

export interface DemoUser {
  readonly email: string;
  readonly name: string;
  readonly role: DemoRole;
  readonly active: boolean;
}

function user(name: string, role: DemoRole, active = true): DemoUser {
  return { email: `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}@larkspur.example`, name, role, active };
}

export const BDRS = [
  user("Noor Castellane", "bdr"),
  user("Wes Takamori", "bdr"),
  user("Lucia Brandvold", "bdr"),
  user("Jonah Mbekwe", "bdr"),
] as const;

/**
 * The fifth seat. Its owner left fourteen weeks ago, and the routing still feeds it: the leads that nobody works are here,
 * and so is the sales-SLA breach.
 */
export const FORMER_BDR = user("Dana Whitcombe", "bdr", false);

export const PARTNER_MANAGER = user("Odette Fairbourn", "partner_manager");

/** One person per role, without passwords: the sample company has demo sign-in only. */
export const USERS: readonly DemoUser[] = [
  user("Ingrid Vasholt", "cro"),
  user("Tobias Okaforde", "cmo"),
  user("Priya Lindquister", "vp_revops"),
  user("Camille Oseyre", "head_demand_gen"),
  user("Dmitri Hallstrand", "head_sdr"),
  ...BDRS,
  FORMER_BDR,
  user("Hanna Quistgard", "ae"),
  user("Rafael Dunmoor", "ae"),
  PARTNER_MANAGER,
  user("Soren Achterbrook", "ceo"),
  user("Beatriz Lumley-Prado", "cfo"),
  user("Kit Solheimer", "admin"),
];

/** Each reason has one person (product.md D2); a person may have several. */
export const REASON_OWNERS: Readonly<Record<Reason, DemoRole>> = {
  out_of_icp: "head_demand_gen",
  wrong_persona: "head_demand_gen",
  no_intent: "cmo",
  bad_data: "vp_revops",
  already_in_pipeline: "head_sdr",
};
