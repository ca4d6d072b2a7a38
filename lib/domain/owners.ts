import type { Role } from "./roles";

/** What is known of an account that should own something. */
export interface OwnerCandidate {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
}

/** Words that name a group or a mailbox, not somebody (product.md D2). */
const GROUP_WORDS = new Set(
  "team teams queue group department dept desk inbox mailbox shared everyone all office crew squad pool committee council".split(
    " ",
  ),
);
/** Parts before the @ behind which nobody in particular reads. */
const SHARED_MAILBOXES = new Set(
  "info sales marketing leads lead sdr sdrs bdr bdrs revops ops operations support help hello contact admin billing finance partners demandgen noreply mail service growth crm postmaster webmaster".split(
    " ",
  ),
);

/** The CFO can be no owner; the CEO resolves ICP disputes and nothing else (product.md, People). */
const NEVER_OWNERS: ReadonlySet<Role> = new Set(["cfo", "ceo"]);

/** Whether an account of this role may own a reason, leads or anything else that is worked on. */
export function mayOwn(role: Role): boolean {
  return !NEVER_OWNERS.has(role);
}

const words = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

function isGroup({ name, email }: OwnerCandidate): boolean {
  const box = email.split("@")[0] ?? "";
  const isShared = SHARED_MAILBOXES.has(box.replaceAll(/[^a-z0-9]/gi, "").toLowerCase());
  return isShared || [...words(name), ...words(box)].some((word) => GROUP_WORDS.has(word));
}

/**
 * Why an account cannot be the named owner of a reason or a fix, in words with the cure; null when it can: an active person, no team,
 * queue or shared mailbox, in a role that may own (product.md D2).
 */
export function ownerError(candidate: OwnerCandidate): string | null {
  const { name, active, role } = candidate;
  if (!active) return `${name}'s account is not active. Choose an active person.`;
  if (isGroup(candidate)) return `"${name}" reads like a team or a shared mailbox. Choose one person by name.`;
  if (!mayOwn(role)) return `A ${role.toUpperCase()} account can own nothing. Choose somebody who works on it.`;
  return null;
}
