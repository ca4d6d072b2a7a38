import type { Pool } from "pg";
import { expect } from "vitest";
import { type Person, personOfSession } from "@/lib/auth/actor";
import type { Role } from "@/lib/domain/roles";
import { addPeople } from "./actors";

/** One signed-in person of every role. */
export async function signedInPeople(pool: Pool): Promise<Record<Role, Person>> {
  const people = await addPeople(pool);
  const actors = await Promise.all(
    Object.entries(people).map(async ([role, { id }]) => {
      const person = await personOfSession(id, 1);
      if (!person) throw new Error(`${role} must be signed in`);
      return [role, person] as const;
    }),
  );
  return Object.fromEntries(actors) as Record<Role, Person>;
}

/** A digest of every table but the two that record attempts. */
export async function fingerprint(pool: Pool): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT IN ('denials', 'rate_limits') ORDER BY 1",
  );
  const digests = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await pool.query<{ digest: string }>(
        `SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS digest FROM "${name}" t`,
      );
      return [name, rows[0]?.digest ?? ""] as const;
    }),
  );
  return Object.fromEntries(digests);
}

/** Runs a write that must be refused with this code (and these details), and checks that no table changed. */
export async function expectRefused(pool: Pool, write: () => Promise<unknown>, refusal: object): Promise<void> {
  const before = await fingerprint(pool);
  await expect(write()).rejects.toMatchObject(refusal);
  expect(await fingerprint(pool)).toEqual(before);
}

interface LastEntry {
  seq: bigint;
  actor: string;
  action: string;
  object: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** The last entry of the audit log and how many there are. */
export async function auditTail(pool: Pool): Promise<LastEntry & { count: number }> {
  const { rows } = await pool.query<LastEntry & { count: number }>(
    "SELECT seq, actor, action, object, before, after, (SELECT count(*)::int FROM audit_log) AS count FROM audit_log ORDER BY seq DESC LIMIT 1",
  );
  const [entry] = rows;
  if (!entry) throw new Error("the audit log is empty");
  return entry;
}
