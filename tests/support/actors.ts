import { encode } from "next-auth/jwt";
import type { ClientBase, Pool } from "pg";
import { ROLES, type Role } from "@/lib/domain/roles";

/** An account made for a test. Free of lib/db, so that browser tests can use it too. */
export interface TestPerson {
  id: bigint;
  email: string;
  name: string;
  role: Role;
  sessionVersion: number;
}

type Client = Pick<ClientBase | Pool, "query">;

/** Adds an active account. `tag` tells a second one of the same role apart; no password unless a hash is given. */
export async function addPerson(
  client: Client,
  role: Role,
  { tag = "", passwordHash = null }: { tag?: string; passwordHash?: string | null } = {},
): Promise<TestPerson> {
  const email = `${role}${tag && `-${tag}`}@accord.test`;
  const name = `Test ${role.replaceAll("_", " ")}${tag && ` ${tag}`}`;
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO users (email, name, role, password_hash) VALUES ($1, $2, $3::user_role, $4) RETURNING id::text",
    [email, name, role, passwordHash],
  );
  return { id: BigInt(rows[0]?.id ?? ""), email, name, role, sessionVersion: 1 };
}

/** One account of every role. */
export async function addPeople(client: Client): Promise<Record<Role, TestPerson>> {
  const people: [Role, TestPerson][] = [];
  for (const role of ROLES) people.push([role, await addPerson(client, role)]);
  return Object.fromEntries(people) as Record<Role, TestPerson>;
}

/** A cookie as Playwright's `context.addCookies` takes it. */
export interface SessionCookie {
  name: string;
  value: string;
  url: string;
  httpOnly: true;
  sameSite: "Lax";
}

/**
 * The session that a sign-in would have given, sealed as the app seals it: sign-in by fixture.
 * @param secret the app's NEXTAUTH_SECRET
 * @param url the app's address, http
 */
export async function sessionCookie(
  { id, sessionVersion }: Pick<TestPerson, "id" | "sessionVersion">,
  { secret, url }: { secret: string; url: string },
): Promise<SessionCookie> {
  const value = await encode({ token: { uid: String(id), sv: sessionVersion }, secret, maxAge: 3_600 });
  return { name: "accord.session", value, url, httpOnly: true, sameSite: "Lax" };
}
