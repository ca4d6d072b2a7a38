import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { AppError } from "@/lib/errors";
import { authorize, type Person, personOfSession } from "./actor";
import { PATH_HEADER, signInPath } from "./callback-url";
import type { Permission } from "./permissions";
import { readSession } from "./session";

/**
 * Who sent this request, read from the session and then from the users table: once per page, afresh for every
 * request. Null when nobody is signed in, or the account was disabled, changed or signed out since.
 */
export const currentActor = cache(async (): Promise<Person | null> => {
  const session = await readSession();
  return session && personOfSession(BigInt(session.uid), session.sv);
});

/**
 * The gate of a page: sends strangers to the sign-in page, which leads back here, and shows those whose role does
 * not include `permission` the 403 page (app/(app)/forbidden.tsx). Await it before anything is streamed.
 */
export async function requireActor(permission: Permission): Promise<Person> {
  const actor = await requirePerson();
  try {
    await authorize(actor, permission, await currentPath());
  } catch (error) {
    if (error instanceof AppError && error.code === "FORBIDDEN") forbidden();
    throw error;
  }
  return actor;
}

/** Somebody who is signed in, whatever the role: for the frame around all pages. */
export async function requirePerson(): Promise<Person> {
  return (await currentActor()) ?? redirect(signInPath(await currentPath()));
}

/** Path and query of the page under way, as proxy.ts noted it; it overwrites what a client sends. */
async function currentPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? "";
}
