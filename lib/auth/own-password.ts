import "server-only";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { prismaTx } from "@/lib/services/sql";
import { authorize, type Person } from "./actor";
import { requirePassword } from "./confirm";
import type { SignedIn } from "./credentials";
import { forget } from "./limits";
import { hashPassword, passwordMatches } from "./passwords";

export interface PasswordChange {
  current: string;
  /** 12 to 200 characters, as everywhere (passwords.ts). */
  password: string;
}

/**
 * Gives somebody who knows their password another one and ends all their sessions; the caller opens a new one with what is
 * returned. Throws AppError FORBIDDEN, PASSWORD_NONE, PASSWORD_WRONG, PASSWORD_SAME, PASSWORD_LENGTH, RATE_LIMITED,
 * UNAVAILABLE, CONFLICT.
 */
export async function changeOwnPassword(person: Person, { current, password }: PasswordChange): Promise<SignedIn> {
  await authorize(person, "account.manage", "account");
  const known = await requirePassword(person, current, "current");
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
