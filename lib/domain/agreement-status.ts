/**
 * A version of the agreement from its first word to its end (issue: the agreement, §1). `provisional`: the defaults, which
 * judge until the first three have signed. `signed`: three signatures, waiting for its fiscal boundary.
 */
export const AGREEMENT_STATUSES = ["provisional", "draft", "proposed", "signed", "in_force", "superseded"] as const;
export type AgreementStatus = (typeof AGREEMENT_STATUSES)[number];

export const STATUS_LABELS: Readonly<Record<AgreementStatus, string>> = {
  provisional: "Provisional",
  draft: "Draft",
  proposed: "Proposed",
  signed: "Signed",
  in_force: "In force",
  superseded: "Superseded",
};

/** Who signs, in this order (metrics.md §6). */
export const SIGNER_ROLES = ["cro", "cmo", "vp_revops"] as const;
export type SignerRole = (typeof SIGNER_ROLES)[number];

export function isSignerRole(role: string): role is SignerRole {
  return (SIGNER_ROLES as readonly string[]).includes(role);
}
