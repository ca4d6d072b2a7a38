/** The roles of product.md, People, in the order in which screens list them. */
export const ROLES = [
  "cro",
  "cmo",
  "vp_revops",
  "head_demand_gen",
  "head_sdr",
  "bdr",
  "ae",
  "partner_manager",
  "ceo",
  "cfo",
  "admin",
] as const;
export type Role = (typeof ROLES)[number];

/** The five seats of the Tuesday review, in their order (product.md D4). There are no optional ones. */
export const REVIEW_SEATS = [
  "cro",
  "cmo",
  "vp_revops",
  "head_demand_gen",
  "head_sdr",
] as const satisfies readonly Role[];
export type ReviewSeat = (typeof REVIEW_SEATS)[number];

const LABELS: Readonly<Record<Role, string>> = {
  cro: "Chief Revenue Officer",
  cmo: "Chief Marketing Officer",
  vp_revops: "VP RevOps",
  head_demand_gen: "Head of demand-gen",
  head_sdr: "Head of SDR",
  bdr: "BDR",
  ae: "Account executive",
  partner_manager: "Partner manager",
  ceo: "CEO",
  cfo: "CFO",
  admin: "Admin",
};

/** Whether text is exactly one of the role codes; case matters. */
export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** Whether a role has a seat in the Tuesday review. */
export function isReviewSeat(role: Role): role is ReviewSeat {
  return (REVIEW_SEATS as readonly Role[]).includes(role);
}

/** What people call the role. The CMO's title is editable and comes from the organisation. */
export function roleLabel(role: Role, cmoTitle: string = LABELS.cmo): string {
  return role === "cmo" ? cmoTitle : LABELS[role];
}
