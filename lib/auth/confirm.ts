import "server-only";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { type Confirmed, confirmed, type Person, type Proof } from "./actor";
import { consume, forget } from "./limits";
import { passwordMatches } from "./passwords";

/** How long after a sign-in those without a password can sign. */
export const FRESH_MINUTES = 5;
const MINUTE_MS = 60_000;

/**
 * The hash of the person's password, which they have typed again. Guesses count as those at sign-in do. `field` is that of
 * the form. Throws AppError PASSWORD_NONE, RATE_LIMITED, UNAVAILABLE, PASSWORD_WRONG.
 */
export async function requirePassword(person: Person, password: string, field: string): Promise<string> {
  const { passwordHash } = await db().user.findUniqueOrThrow({
    where: { id: person.id },
    select: { passwordHash: true },
  });
  if (passwordHash === null) {
    const message = "Your account has no password: you come in another way. An admin can give you one.";
    throw new AppError("PASSWORD_NONE", { field, message });
  }
  await consume("signInByAccount", person.email);
  if (await passwordMatches(passwordHash, password)) return passwordHash;
  const message = "This is not your present password, so nothing has changed. Type it again.";
  throw new AppError("PASSWORD_WRONG", { field, message });
}

/** How this person would confirm now; `again`: without a password, and the last sign-in is too long ago. */
export async function confirmationOf(person: Person, now: Date): Promise<Proof | "again"> {
  const { passwordHash, lastSeenAt } = await db().user.findUniqueOrThrow({
    where: { id: person.id },
    select: { passwordHash: true, lastSeenAt: true },
  });
  if (passwordHash !== null) return "password";
  const isFresh = lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() <= FRESH_MINUTES * MINUTE_MS;
  return isFresh ? "sign_in" : "again";
}

/**
 * Asks again who it is, before a signature (product.md C3): the password, or for those who come in another way a sign-in of
 * the last five minutes. Throws AppError SIGN_IN_AGAIN, and as `requirePassword`.
 */
export async function confirmPerson(person: Person, password: string, now: Date): Promise<Confirmed> {
  const proof = await confirmationOf(person, now);
  if (proof === "again") {
    throw new AppError("SIGN_IN_AGAIN", {
      message: `Sign in once more, then sign within ${FRESH_MINUTES} minutes. Nothing was signed.`,
    });
  }
  if (proof === "password") {
    await requirePassword(person, password, "password");
    await forget("signInByAccount", person.email);
  }
  return confirmed(person, proof);
}
