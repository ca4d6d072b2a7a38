import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { ownerError } from "@/lib/domain/owners";
import { REASONS, type Reason } from "@/lib/domain/reasons";
import type { Role } from "@/lib/domain/roles";
import { lastSeen } from "./changes";
import type { Reader } from "./reader";

export const REASONS_OBJECT = "reasons";

/** The named person who owns each reason now, and whether the account is closed (product.md D2); a reason without one is missing. */
export async function currentReasonOwners(reader: Reader = db()): Promise<Map<Reason, string>> {
  const owners = await reader.$queryRaw<{ reason: Reason; name: string; active: boolean }[]>`
    SELECT r.reason::text, u.name, u.active FROM reason_owners r JOIN users u ON u.id = r.user_id WHERE r.until IS NULL`;
  return new Map(owners.map(({ reason, name, active }) => [reason, active ? name : `${name} (account closed)`]));
}

/** The person who owned each reason at a moment, by the name of today. */
export async function reasonOwnersAt(reader: Reader, at: Date): Promise<Map<Reason, string>> {
  const owners = await reader.$queryRaw<{ reason: Reason; name: string }[]>`
    SELECT r.reason::text, u.name FROM reason_owners r JOIN users u ON u.id = r.user_id
    WHERE r.since <= ${at} AND (r.until IS NULL OR r.until > ${at}) ORDER BY r.since, r.id`;
  return new Map(owners.map(({ reason, name }) => [reason, name]));
}

/** One tenure of a reason. */
export interface Ownership {
  name: string;
  since: Date;
  /** Null: in charge now. */
  until: Date | null;
}

export interface OwnedReason {
  reason: Reason;
  owner: { id: bigint; name: string; role: Role; active: boolean } | null;
  /** Earlier owners, latest first. */
  earlier: Ownership[];
}

/** Somebody who may own a reason. */
export interface Candidate {
  id: bigint;
  name: string;
  role: Role;
}

export interface ReasonsPage {
  reasons: OwnedReason[];
  candidates: Candidate[];
  seen: bigint;
}

interface TenureRow extends Ownership {
  reason: Reason;
  userId: bigint;
  role: Role;
  active: boolean;
}

function fetchTenures(): Promise<TenureRow[]> {
  return db().$queryRaw<TenureRow[]>`
    SELECT r.reason::text, r.user_id AS "userId", u.name, u.role::text, u.active, r.since, r.until
    FROM reason_owners r JOIN users u ON u.id = r.user_id ORDER BY r.since DESC, r.id DESC`;
}

/** Everybody who may own a reason or a fix, by name. */
export async function ownerCandidates(): Promise<Candidate[]> {
  const users = await db().user.findMany({
    where: { active: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true, email: true, role: true, active: true },
  });
  return users.filter((user) => ownerError(user) === null).map(({ id, name, role }) => ({ id, name, role }));
}

/** The five reasons in their order, each with its person and those before. Throws AppError FORBIDDEN. */
export async function readReasonOwners(actor: Actor): Promise<ReasonsPage> {
  await authorize(actor, "settings.edit", REASONS_OBJECT);
  const [tenures, candidates, seen] = await Promise.all([fetchTenures(), ownerCandidates(), lastSeen(REASONS_OBJECT)]);
  const reasons = REASONS.map((reason) => {
    const own = tenures.filter((tenure) => tenure.reason === reason);
    const current = own.find(({ until }) => until === null);
    const owner = current
      ? { id: current.userId, name: current.name, role: current.role, active: current.active }
      : null;
    const earlier = own
      .filter((tenure) => tenure !== current)
      .map(({ name, since, until }) => ({ name, since, until }));
    return { reason, owner, earlier };
  });
  return { reasons, candidates, seen };
}
