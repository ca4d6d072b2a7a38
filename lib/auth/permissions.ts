import { REVIEW_SEATS, type Role } from "@/lib/domain/roles";

const READERS = [
  "cro",
  "cmo",
  "vp_revops",
  "head_demand_gen",
  "head_sdr",
  "bdr",
  "ae",
  "partner_manager",
  "ceo",
  "admin",
] as const satisfies readonly Role[];

/**
 * The one permission table: permission → roles. What is not here is refused. A CFO account reads the cost
 * page at most and the CEO writes nothing (product.md, People). Permissions say what a role may do at all;
 * whose lead it is, and in which lane, is for the service to check (`Person.onlyLane`).
 */
const TABLE = {
  /** The Monday page, its drawer and its JSON. */
  "metrics.read": READERS,
  "leads.read": READERS,
  "deals.read": READERS,
  "agreement.read": READERS,
  /** What READERS see they may take away as CSV. */
  "export.csv": READERS,
  /** Cost per pipeline dollar. */
  "cost.read": [...READERS, "cfo"],
  /** Open the queue; the head of SDR sees everybody's. */
  "queue.work": ["bdr", "head_sdr", "partner_manager"],
  "queue.reassign": ["head_sdr"],
  /** Accept, reject, undo one's own. */
  "leads.decide": ["bdr", "partner_manager"],
  /** A correction after the Monday snapshot. */
  "decisions.correct": ["vp_revops"],
  "leads.hand_over": ["cmo", "vp_revops", "head_demand_gen", "partner_manager"],
  /** SAL → SQL. */
  "leads.qualify": ["ae"],
  /** The definition, all floors and what else is agreed; proposing it. */
  "agreement.edit": ["vp_revops"],
  /** One of the three signatures; sending a proposal back (metrics.md §6). */
  "agreement.sign": ["cro", "cmo", "vp_revops"],
  /** Confirm that one has read the version in force. The CEO writes nothing but a pick. */
  "agreement.acknowledge": READERS.filter((role) => role !== "ceo"),
  /** Open the diagnostic and close it. */
  "diagnostic.open": ["vp_revops"],
  /** "What is a good lead?": each leader apart (product.md C9). */
  "diagnostic.answer": ["cro", "cmo"],
  /** State a position about the ICP (C10). */
  "dispute.raise": ["cro", "cmo"],
  "dispute.resolve": ["ceo"],
  /** Log an argument by what it is really about (C11). */
  "arguments.log": ["cro", "cmo", "vp_revops", "head_demand_gen", "head_sdr"],
  /** Write a buying brief (C12). */
  "brief.edit": ["vp_revops", "head_demand_gen"],
  /** Sign it, for either side. */
  "brief.sign": ["cro", "cmo"],
  /** Sources, segments, calendar, translation table, reason owners, organisation. */
  "settings.edit": ["vp_revops"],
  "imports.run": ["vp_revops", "admin"],
  "people.manage": ["admin"],
  /** Open the Tuesday review of a week and name its five (product.md D4). */
  "review.open": ["cro", "cmo", "vp_revops"],
  /** Sit in the room. Whether this person has a seat in this review is for the service to check. */
  "review.attend": REVIEW_SEATS,
  /** Record its one decision, take it back, close the review (D5). */
  "review.decide": ["cro", "cmo", "vp_revops"],
  /** Comment a monthly, quarterly or partner review, citing a figure (D7). */
  "review.comment": [...REVIEW_SEATS, "partner_manager"],
  /** Open a fix and name its owner (D3). */
  "fixes.open": ["cmo", "vp_revops", "head_demand_gen", "head_sdr"],
  /** Write the action of a fix and close it: its owner, or who may open one; the service checks which. */
  "fixes.work": READERS.filter((role) => role !== "ceo"),
  /** Choose the one watched reason (D9). */
  "watch.choose": ["cro", "cmo", "vp_revops"],
  /** The public thank-you. */
  "thanks.give": ["cro"],
  /** The conflict pulse of the two leaders (D10). */
  "pulse.answer": ["cro", "cmo"],
  /** Confirm that the week's feedback was read (A13). */
  "feedback.acknowledge": ["head_demand_gen"],
  /** Who did what, with before and after (D12). */
  "audit.read": ["cro", "cmo", "vp_revops", "admin"],
  /** See what was sent to whom, and send again what may not have arrived (D11). */
  "digest.manage": ["vp_revops", "admin"],
  /** See and change one's own sign-in: everybody, also those who write nothing else. */
  "account.manage": [...READERS, "cfo"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof TABLE;

export const PERMISSIONS = Object.keys(TABLE) as Permission[];

const GRANTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(TABLE).map(([permission, roles]) => [permission, new Set<string>(roles)]),
);

/** Whether the role has the permission. An unknown role or permission has none. */
export function can(role: string, permission: string): boolean {
  return GRANTS.get(permission)?.has(role) ?? false;
}

/** What an API key of each scope may do. */
const SCOPE_TABLE = {
  ingest: ["imports.run"],
  read: ["metrics.read"],
} as const satisfies Record<string, readonly Permission[]>;

export type Scope = keyof typeof SCOPE_TABLE;

export const SCOPES = Object.keys(SCOPE_TABLE) as Scope[];

/** Whether text is exactly one of the scopes. */
export function isScope(text: string): text is Scope {
  return Object.hasOwn(SCOPE_TABLE, text);
}

/** Whether one of the scopes gives the permission; a scope that is not in the table gives none. */
export function scopesAllow(scopes: readonly string[], permission: string): boolean {
  return scopes.some((scope) => isScope(scope) && (SCOPE_TABLE[scope] as readonly string[]).includes(permission));
}

/** Where a role's own work is; the first page after sign-in. */
export function homePath(role: Role): string {
  if (role === "bdr") return "/queue";
  if (role === "ae") return "/leads";
  return role === "cfo" ? "/cost" : "/";
}
