import "server-only";
import { db } from "@/lib/db";
import type { Role } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { consume, forget, giveBack } from "./limits";
import { passwordMatches } from "./passwords";

/** Enough to open a session for somebody. */
export interface SignedIn {
  id: bigint;
  role: Role;
  sessionVersion: number;
}

export interface Credentials {
  email: string;
  password: string;
  /** Bucket of the caller (client-address.ts). */
  address: string;
}

/** No account has this address. Asked for in place of one that Postgres cannot hold, which then costs as much as any. */
const NOBODY = "";

const wrong = () =>
  new AppError("CREDENTIALS", {
    status: 401,
    field: "password",
    message: "E-mail and password do not match. Check both; an admin can set a new password.",
  });

/**
 * Checks e-mail and password of an active account. Throws AppError CREDENTIALS (the same words and the same time,
 * whatever was wrong), RATE_LIMITED, or UNAVAILABLE when attempts cannot be counted.
 */
export async function authorizeCredentials({ email, password, address }: Credentials): Promise<SignedIn> {
  const account = email.trim().toLowerCase();
  await consume("signInByAddress", address);
  await consume("signInByAccount", account);
  const user = await db().user.findUnique({
    where: { email: account.includes("\0") ? NOBODY : account },
    select: { id: true, role: true, sessionVersion: true, active: true, passwordHash: true },
  });
  const matches = await passwordMatches(user?.active ? user.passwordHash : null, password);
  if (!user || !matches) throw wrong();
  await Promise.all([giveBack("signInByAddress", address), forget("signInByAccount", account)]);
  await rememberVisit(user.id);
  return { id: user.id, role: user.role, sessionVersion: user.sessionVersion };
}

/** Notes when somebody signed in last; shown on the people screen. */
export async function rememberVisit(id: bigint): Promise<void> {
  await db().user.update({ where: { id }, data: { lastSeenAt: new Date() }, select: { id: true } });
}
