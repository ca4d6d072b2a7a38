import { parseUnit } from "./cures";
import { isReason, type Reason } from "./reasons";

/** Who owns a breach: a role, or the named person of a reason. */
export type ClockOwner =
  | { readonly kind: "role"; readonly role: "head_demand_gen" | "head_sdr" }
  | { readonly kind: "reason"; readonly reason: Reason };

/** What sales itself brings in is sales' to mend, whatever the metric. */
const OWNED_BY_SALES = "outbound_bdr";

/**
 * Who owns the breach of a unit (metrics.md §2, product.md D1): marketing's source breaches and cost lines are the head of
 * demand-gen's, late sales decisions and everything of outbound the head of SDR's, a reason its named person's. `null` for
 * text that is no unit.
 */
export function clockOwner(unit: string): ClockOwner | null {
  const parts = parseUnit(unit);
  if (!parts) return null;
  if (parts.kind === "reason") return isReason(parts.code) ? { kind: "reason", reason: parts.code } : null;
  const isSales = parts.kind === "sales_sla" || parts.source === OWNED_BY_SALES;
  return { kind: "role", role: isSales ? "head_sdr" : "head_demand_gen" };
}

/** An account that can answer for a breach, or could once. */
export interface OwningPerson {
  readonly id: bigint;
  readonly name: string;
  readonly active: boolean;
}

/** Who is in charge now. */
export interface OwnerDirectory {
  /** Active people of each of the two roles, by name. */
  readonly roles: Readonly<Record<"head_demand_gen" | "head_sdr", readonly OwningPerson[]>>;
  /** A reason that nobody owns is missing; a closed account is still named, and flagged. */
  readonly reasons: ReadonlyMap<Reason, OwningPerson>;
}

/** The people who answer for a unit; nobody where the role is vacant or the reason has no person. */
export function ownersOf(unit: string, directory: OwnerDirectory): readonly OwningPerson[] {
  const owner = clockOwner(unit);
  if (!owner) return [];
  if (owner.kind === "role") return directory.roles[owner.role];
  const person = directory.reasons.get(owner.reason);
  return person ? [person] : [];
}
