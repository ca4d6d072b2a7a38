import "server-only";
import { type Actor, authorize, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { Role } from "@/lib/domain/roles";

/** An account as the people screen lists it. */
export interface PersonRow {
  id: bigint;
  name: string;
  email: string;
  role: Role;
  active: boolean;
  hasPassword: boolean;
  createdAt: Date;
  /** Last sign-in; null when never. */
  lastSeenAt: Date | null;
}

/** All accounts, active ones first, by name. Throws AppError FORBIDDEN. */
export async function listPeople(actor: Actor): Promise<PersonRow[]> {
  await authorize(actor, "people.manage", "people");
  const users = await db().user.findMany({
    orderBy: [{ active: "desc" }, { name: "asc" }, { id: "asc" }],
    select: {
      id: true,
      name: true,
      email: true,
      role: true,
      active: true,
      passwordHash: true,
      createdAt: true,
      lastSeenAt: true,
    },
  });
  return users.map(({ passwordHash, ...user }) => ({ ...user, hasPassword: passwordHash !== null }));
}

/** Whether this person can sign in with a password, and so change it. Throws AppError FORBIDDEN. */
export async function hasOwnPassword(person: Person): Promise<boolean> {
  await authorize(person, "account.manage", "account");
  const { passwordHash } = await db().user.findUniqueOrThrow({
    where: { id: person.id },
    select: { passwordHash: true },
  });
  return passwordHash !== null;
}

/** One of the people that a form offers. */
export interface PersonOption {
  id: bigint;
  name: string;
  role: Role;
}

/** Active people of the given roles, by name; for forms that name a person. */
export async function listActivePeople(roles: readonly Role[]): Promise<PersonOption[]> {
  return db().user.findMany({
    where: { active: true, role: { in: [...roles] } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true, role: true },
  });
}
