import "server-only";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { prismaTx } from "@/lib/services/sql";
import { authorize, type Person } from "./actor";
import type { SignedIn } from "./credentials";
import { consume, forget } from "./limits";
import { hashPassword, passwordMatches } from "./passwords";

export interface PasswordChange {
  current: string;
  /** 12 to 200 characters, as everywhere (passwords.ts). */
  password: string;
}

/** Throws AppError PASSWORD_NONE, RATE_LIMITED, UNAVAILABLE, PASSWORD_WRONG. Guesses count as those at sign-in do. */
async function confirmCurrent(person: Person, current: string): Promise<string> {
  const { passwordHash } = await db().user.findUniqueOrThrow({
    where: { id: person.id },
    select: { passwordHash: true },
  });
  if (passwordHash === null) {
    const message = "Your account has no password: you come in another way. An admin can give you one.";
    throw new AppError("PASSWORD_NONE", { field: "current", message });
  }
  await consume("signInByAccount", person.email);
  if (await passwordMatches(passwordHash, current)) return passwordHash;
  const message = "This is not your present password, so nothing has changed. Type it again.";
  throw new AppError("PASSWORD_WRONG", { field: "current", message });
}

/**
 * Gives somebody who knows their password another one and ends all their sessions; the caller opens a new one with what is
 * returned. Throws AppError FORBIDDEN, PASSWORD_NONE, PASSWORD_WRONG, PASSWORD_SAME, PASSWORD_LENGTH, RATE_LIMITED,
 * UNAVAILABLE, CONFLICT.
 */
export async function changeOwnPassword(person: Person, { current, password }: PasswordChange): Promise<SignedIn> {
  await authorize(person, "account.manage", "account");
  const known = await confirmCurrent(person, current);
  if (await passwordMatches(known, password)) {
    throw new AppError("PASSWORD_SAME", {
      field: "password",
      message: "This is your present password. Choose another.",
    });
  }
  const passwordHash = await hashPassword(password);
  const { id } = person;
  const changed = await db().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, active: true, passwordHash: known },
      data: { passwordHash, sessionVersion: { increment: 1 } },
    });
    if (count === 0) {
      const message = "Your password was changed elsewhere in the meantime. Sign in again, then change it.";
      throw new AppError("CONFLICT", { message });
    }
    await audit(prismaTx(tx), { actor: person, action: "person.change_own_password", object: `user:${id}` });
    return tx.user.findUniqueOrThrow({ where: { id }, select: { id: true, role: true, sessionVersion: true } });
  });
  await forget("signInByAccount", person.email);
  return changed;
}
