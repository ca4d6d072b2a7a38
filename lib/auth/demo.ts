import "server-only";
import { db } from "@/lib/db";
import { ROLES, type Role } from "@/lib/domain/roles";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { rememberVisit, type SignedIn } from "./credentials";

/** One click signs in as somebody of this role. */
export interface DemoAccount {
  role: Role;
  name: string;
}

/**
 * Whether anybody may sign in as anybody: on the sample company that `npm start` keeps in the embedded database,
 * nowhere else. Both must hold: a restored copy of it elsewhere is closed, and so is real data behind the switch.
 */
export async function isDemoOpen(): Promise<boolean> {
  if (!env().ACCORD_DEMO) return false;
  const organisation = await db().organisation.findUnique({ where: { id: 1 }, select: { isDemo: true } });
  return organisation?.isDemo === true;
}

/** The accounts of the sign-in page, one for each role, in the order of the roles; none outside the sample company. */
export async function demoAccounts(): Promise<DemoAccount[]> {
  if (!(await isDemoOpen())) return [];
  const users = await db().user.findMany({
    where: { active: true },
    orderBy: { id: "asc" },
    distinct: ["role"],
    select: { role: true, name: true },
  });
  return users.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
}

/** The demo account of a role. Throws AppError DEMO_CLOSED, NOT_FOUND. */
export async function authorizeDemo(role: Role): Promise<SignedIn> {
  if (!(await isDemoOpen())) {
    throw new AppError("DEMO_CLOSED", {
      status: 403,
      message: "One-click sign-in exists only on the sample company. Sign in with your e-mail and password.",
    });
  }
  const user = await db().user.findFirst({
    where: { role, active: true },
    orderBy: { id: "asc" },
    select: { id: true, role: true, sessionVersion: true },
  });
  if (!user) throw new AppError("NOT_FOUND", { message: "The sample company has no active account of this role." });
  await rememberVisit(user.id);
  return user;
}
