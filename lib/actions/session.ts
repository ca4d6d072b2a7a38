"use server";

import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { safeCallback } from "@/lib/auth/callback-url";
import { clientAddress } from "@/lib/auth/client-address";
import { authorizeCredentials, type SignedIn } from "@/lib/auth/credentials";
import { authorizeDemo } from "@/lib/auth/demo";
import { currentActor } from "@/lib/auth/gate";
import { startProvider } from "@/lib/auth/handler";
import { homePath } from "@/lib/auth/permissions";
import { endSession, startSession } from "@/lib/auth/session";
import { isRole } from "@/lib/domain/roles";
import { AppError, asAppError, type Failure, failureOf } from "@/lib/errors";
import { logError } from "@/lib/log";
import { endSessions } from "@/lib/services/people";

/** Why a sign-in was refused, with the e-mail address to put back into its field. */
export type SignInState = (Failure & { email: string }) | null;

const textOf = (form: unknown, name: string): string => {
  const value = form instanceof FormData ? form.get(name) : null;
  return typeof value === "string" ? value.slice(0, 2_000) : "";
};

function missing(field: "email" | "password"): AppError {
  const message = field === "email" ? "Enter your e-mail address." : "Enter your password.";
  return new AppError("FIELD_MISSING", { field, message });
}

/** Opens the session and goes where the form said, else to the role's own work. */
async function enter(user: SignedIn, form: FormData): Promise<never> {
  await startSession(user);
  redirect(safeCallback(textOf(form, "callbackUrl")) ?? homePath(user.role));
}

async function refused(error: unknown, email: string): Promise<SignInState> {
  unstable_rethrow(error);
  const id = randomUUID();
  const refusal = asAppError(error, id);
  if (refusal !== error) logError("sign-in failed", { id }, error);
  return { ...failureOf(refusal), email };
}

/** Sign-in by e-mail and password; works as a plain form. Fields: email, password, callbackUrl. */
export async function signIn(_previous: SignInState, form: FormData): Promise<SignInState> {
  const email = textOf(form, "email").trim();
  try {
    const password = textOf(form, "password");
    if (email === "") throw missing("email");
    if (password === "") throw missing("password");
    const address = clientAddress(await headers());
    return await enter(await authorizeCredentials({ email, password, address }), form);
  } catch (error) {
    return refused(error, email);
  }
}

/** One-click sign-in on the sample company. Fields: role, callbackUrl. */
export async function signInDemo(_previous: SignInState, form: FormData): Promise<SignInState> {
  try {
    const role = textOf(form, "role");
    if (!isRole(role)) throw new AppError("INVALID", { message: "Choose one of the accounts." });
    return await enter(await authorizeDemo(role), form);
  } catch (error) {
    return refused(error, "");
  }
}

/** Goes to an outside provider, which leads back. Fields: provider, callbackUrl, again (asks also those whom it knows). */
export async function signInWith(_previous: SignInState, form: FormData): Promise<SignInState> {
  try {
    const isAgain = textOf(form, "again") !== "";
    redirect(await startProvider(textOf(form, "provider"), textOf(form, "callbackUrl"), isAgain));
  } catch (error) {
    return refused(error, "");
  }
}

/** Signs out, here and everywhere, from the next request on. */
export async function signOut(): Promise<void> {
  const actor = await currentActor();
  if (actor) await endSessions(actor);
  await endSession();
  redirect("/sign-in");
}
