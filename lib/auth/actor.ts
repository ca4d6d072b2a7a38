import "server-only";
import { timingSafeEqual } from "node:crypto";
import { db } from "@/lib/db";
import type { Role } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { recordDenial } from "./denials";
import { can, type Permission, scopesAllow } from "./permissions";

declare const minted: unique symbol;

interface Minted {
  /** Exists for the compiler alone: an object literal elsewhere is no actor. */
  readonly [minted]: true;
  /** As the audit and the denial log name it. */
  readonly label: string;
  readonly name: string;
}

/** Somebody who is signed in, as the users table had it when the request came. */
export interface Person extends Minted {
  readonly kind: "person";
  readonly id: bigint;
  readonly email: string;
  readonly role: Role;
  /** The lane this role is confined to in all that it writes; null is both (product.md, People). */
  readonly onlyLane: "partner" | null;
}

/** An integration: what its scopes allow, and never more than its maker may. */
export interface KeyActor extends Minted {
  readonly kind: "key";
  readonly id: null;
  readonly keyId: bigint;
  readonly scopes: readonly string[];
  /** Role of the person who made the key; null when it was made on the command line. */
  readonly makerRole: Role | null;
}

/** The command line and the jobs: whoever runs them owns the database anyway. */
export interface SystemActor extends Minted {
  readonly kind: "system";
  readonly id: null;
}

/** Who acts. Only this file makes one, and only out of a row that it has just read. */
export type Actor = Person | KeyActor | SystemActor;

/** How somebody showed again that it is they who act. */
export type Proof = "password" | "sign_in";

/** A person who has just shown again who they are (confirm.ts): what a signature needs. */
export interface Confirmed {
  readonly [minted]: true;
  readonly person: Person;
  readonly proof: Proof;
}

/** For confirm.ts and tests: nobody else may say that somebody was asked again. */
export function confirmed(person: Person, proof: Proof): Confirmed {
  return Object.freeze({ person, proof }) as Confirmed;
}

function mint<A extends Actor>(actor: Omit<A, typeof minted>): A {
  return Object.freeze(actor) as A;
}

/** The person behind a session: null when unknown, disabled, or the session is older than the last sign-out or change. */
export async function personOfSession(userId: bigint, sessionVersion: number): Promise<Person | null> {
  const user = await db().user.findUnique({
    where: { id: userId },
    select: { id: true, email: true, name: true, role: true, active: true, sessionVersion: true },
  });
  if (!user?.active || user.sessionVersion !== sessionVersion) return null;
  const { id, email, name, role } = user;
  const onlyLane = role === "partner_manager" ? "partner" : null;
  return mint<Person>({ kind: "person", id, email, name, role, onlyLane, label: email });
}

/** The key with this SHA-256, unless it is revoked or its maker was disabled. */
export async function actorOfKey(hash: Uint8Array<ArrayBuffer>): Promise<KeyActor | null> {
  const key = await db().apiKey.findUnique({
    where: { hash },
    select: {
      id: true,
      name: true,
      hash: true,
      scopes: true,
      revokedAt: true,
      madeById: true,
      madeBy: { select: { role: true, active: true } },
    },
  });
  if (!key || !timingSafeEqual(key.hash, hash) || key.revokedAt) return null;
  if (key.madeById !== null && !key.madeBy?.active) return null;
  return mint<KeyActor>({
    kind: "key",
    id: null,
    keyId: key.id,
    name: key.name,
    label: `key:${key.name}`,
    scopes: key.scopes,
    makerRole: key.madeBy?.role ?? null,
  });
}

/** The actor of a command or a job, by its name ("import", "expiry"). It may do everything. */
export function systemActor(name: string): SystemActor {
  return mint<SystemActor>({ kind: "system", id: null, name, label: `system:${name}` });
}

/** Whether the actor has the permission. */
export function may(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case "person":
      return can(actor.role, permission);
    case "key":
      return scopesAllow(actor.scopes, permission) && (actor.makerRole === null || can(actor.makerRole, permission));
    case "system":
      return true;
  }
}

/** Rights whose lack has a code of its own. */
const OWN_REFUSALS: Partial<Record<Permission, { code: string; message: string }>> = {
  "dispute.resolve": {
    code: "CEO_ICP_ONLY",
    message:
      "Only the CEO picks between two positions about the ICP (dispute.resolve): no CFO, admin or either side. Nothing has changed. Ask the CEO to pick.",
  },
};

/**
 * The gate of every service. Throws AppError FORBIDDEN, or CEO_ICP_ONLY for the CEO's pick (product.md C10), after a row in
 * the denial log. `object` says what was asked for ("lead:12"); it only goes into that row.
 */
export async function authorize(actor: Actor, permission: Permission, object?: string): Promise<void> {
  if (may(actor, permission)) return;
  const who = actor.kind === "key" ? "This key" : "Your role";
  const cure =
    actor.kind === "key" ? "Use a key with the scope for it." : "If it should, ask an admin to change your role.";
  const message = `${who} does not include this (${permission}). Nothing has changed. ${cure}`;
  const { code, ...own } = OWN_REFUSALS[permission] ?? { code: "FORBIDDEN", message };
  const error = new AppError(code, { ...own, details: { permission } });
  await recordDenial(error, { actor: actor.label, action: permission, object });
  throw error;
}

/** AppError FORBIDDEN for what the role allows but this object does not: somebody else's lead, the other lane. */
export function forbidden(message: string): AppError {
  return new AppError("FORBIDDEN", { message });
}

/**
 * Runs a write and logs its refusal, if it is one for lack of a right. Around the transaction, never inside: the denial log
 * takes a connection of its own, and what was refused is rolled back.
 */
export async function loggingRefusals<T>(
  actor: Actor,
  permission: Permission,
  object: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof AppError && error.status === 403) {
      await recordDenial(error, { actor: actor.label, action: permission, object });
    }
    throw error;
  }
}
