import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { safeCallback } from "./callback-url";
import { authOptions } from "./options";
import { configuredProviders } from "./provider-settings";
import { authCookie, sessionSecret } from "./session";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** What next-auth takes as its own address when nobody told it. */
const UNTOLD = "http://localhost:3000";

/** Redirects to ourselves are given as paths, so that they hold on whatever name or port people came by. */
function ownPath(location: string): string {
  const own = new URL(env().NEXTAUTH_URL ?? UNTOLD).origin;
  return location.startsWith(`${own}/`) ? location.slice(own.length) : location;
}

/** next-auth's routes under /api/auth. */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  const response: Response = await NextAuth(authOptions())(request, context);
  const location = response.headers.get("Location");
  if (location) response.headers.set("Location", ownPath(location));
  return response;
}

/**
 * Begins a sign-in with an outside provider: sets the cookies of the exchange and returns the provider's address.
 * It is next-auth's own POST, made from inside an action, which has checked where the form came from.
 * `again`: the provider asks who it is although it knows. Throws AppError NOT_FOUND for a provider that is not configured.
 */
export async function startProvider(id: string, callbackUrl: string | null, again = false): Promise<string> {
  const base = env().NEXTAUTH_URL;
  if (!base || !configuredProviders().some((provider) => provider.id === id)) {
    throw new AppError("NOT_FOUND", {
      message: "This way to sign in is not set up here. Use your e-mail and password.",
    });
  }
  const jar = await cookies();
  const csrf = authCookie("csrf");
  const token = randomBytes(32).toString("hex");
  jar.set(
    csrf.name,
    `${token}|${createHash("sha256").update(`${token}${sessionSecret()}`).digest("hex")}`,
    csrf.options,
  );
  const request = new NextRequest(new URL(`/api/auth/signin/${id}${again ? "?prompt=login" : ""}`, base), {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken: token, callbackUrl: safeCallback(callbackUrl) ?? "/sign-in" }).toString(),
  });
  const response = await handleAuth(request, { params: Promise.resolve({ nextauth: ["signin", id] }) });
  for (const cookie of new NextResponse(null, { headers: response.headers }).cookies.getAll()) jar.set(cookie);
  return response.headers.get("Location") ?? "/sign-in?error=OAuthSignin";
}
