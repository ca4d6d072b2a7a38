import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { env } from "@/lib/env";

/** A session ends this many seconds after its sign-in at the latest. */
export const SESSION_SECONDS = 14 * 24 * 3_600;

/** All that a session holds: who, and as of which session version of theirs. */
export interface Session {
  uid: string;
  sv: number;
}

/** The key that seals sessions. Throws when it is not set: nobody is signed in with a guessable one. */
export function sessionSecret(): string {
  const secret = env().NEXTAUTH_SECRET;
  if (!secret) throw new Error("NEXTAUTH_SECRET is not set (openssl rand -base64 32); npm start makes one by itself.");
  return secret;
}

/** Whether people reach the app by https; then every cookie is Secure and __Host-. */
export function isSecure(): boolean {
  return env().NEXTAUTH_URL?.startsWith("https://") ?? false;
}

export interface CookieShape {
  name: string;
  options: { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean; maxAge?: number };
}

/** A cookie of sign-in: for this host alone, unreadable to scripts. */
export function authCookie(name: string, maxAge?: number): CookieShape {
  const secure = isSecure();
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure, ...(maxAge && { maxAge }) } as const;
  return { name: `${secure ? "__Host-" : ""}accord.${name}`, options };
}

/** The sealed value of the session cookie. */
export function sealSession(session: Session): Promise<string> {
  return encode({ token: { ...session }, secret: sessionSecret(), maxAge: SESSION_SECONDS });
}

/** What a session cookie says, or null when it is missing, expired, or was not sealed here. */
export async function openSession(value: string | undefined): Promise<Session | null> {
  if (!value) return null;
  const secret = sessionSecret();
  const token = await decode({ token: value, secret }).catch(() => null);
  const { uid, sv } = token ?? {};
  return typeof uid === "string" && /^\d{1,18}$/.test(uid) && typeof sv === "number" ? { uid, sv } : null;
}

/** The session of this request. */
export async function readSession(): Promise<Session | null> {
  return openSession((await cookies()).get(authCookie("session").name)?.value);
}

/** Signs the browser of this request in; only in an action or a route. */
export async function startSession(user: { id: bigint; sessionVersion: number }): Promise<void> {
  const { name, options } = authCookie("session", SESSION_SECONDS);
  (await cookies()).set(name, await sealSession({ uid: String(user.id), sv: user.sessionVersion }), options);
}

/** Takes the cookie away; the session version is what makes the sign-out final (services/people.ts, endSessions). */
export async function endSession(): Promise<void> {
  const { name, options } = authCookie("session");
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
