import type { Client, Pool } from "pg";
import { confirmed, type Person, personOfSession } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { fetchStanding } from "@/lib/data/agreement-versions";
import type { SignerRole } from "@/lib/domain/agreement-status";
import { SIGNER_ROLES } from "@/lib/domain/agreement-status";
import { dateIn } from "@/lib/domain/dates";
import { startDraft } from "@/lib/services/agreement/drafts";
import { propose } from "@/lib/services/agreement/propose";
import { type Signed, sign } from "@/lib/services/agreement/sign";
import type { Prisma } from "@/prisma/generated/client";
import { addPerson } from "./actors";

/**
 * Writes the past of a scenario as the owner of the database with triggers off: an agreement that was signed last year
 * cannot be signed today, because the database itself keeps the clock.
 */
export async function withoutGuards(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("SET session_replication_role = replica");
    await work(client);
  });
}

export type Signers = Readonly<Record<SignerRole, Person>>;

/** One person for each of the three signatures, made for the test. */
export async function addSigners(pool: Pool, tag = "signer"): Promise<Signers> {
  const made = await Promise.all(
    SIGNER_ROLES.map(async (role) => {
      const { id } = await addPerson(pool, role, { tag });
      const person = await personOfSession(id, 1);
      if (!person) throw new Error(`${role} must be signed in`);
      return [role, person] as const;
    }),
  );
  return Object.fromEntries(made) as Signers;
}

/** A day on which what is signed today waits, also in the fortnight of grace in January. */
export function nextNewYear(): string {
  return `${Number(dateIn(new Date(), "America/New_York").slice(0, 4)) + 1}-01-01`;
}

/** What stands now, read as a test does. */
export function standing(pool: Pool): ReturnType<typeof fetchStanding> {
  return fetchStanding(async <T>(sql: Prisma.Sql) => (await pool.query(sql.text, sql.values)).rows as T[]);
}

/** Proposes the open draft and lets these sign it, in this order. Returns what the last signature made of it. */
export async function proposeAndSign(
  pool: Pool,
  signers: Signers,
  { by = SIGNER_ROLES, effectiveFrom = "" }: { by?: readonly SignerRole[]; effectiveFrom?: string } = {},
): Promise<Signed | null> {
  const draft = (await standing(pool)).open;
  if (!draft) throw new Error("there is no draft");
  await propose(signers.vp_revops, { version: draft.version, effectiveFrom }, new Date());
  const hash = (await standing(pool)).open?.hash ?? "";
  let last: Signed | null = null;
  for (const role of by) {
    last = await sign(confirmed(signers[role], "password"), { version: draft.version, hash }, new Date());
  }
  return last;
}

interface InForce {
  /** Rewritten afterwards, as if it had been signed then. */
  signedAt?: Date;
  frozenUntil?: string;
}

/** An agreement in force, signed by three people of its own the way the product does it; by default a copy of the defaults, signed now. */
export async function agreementInForce(
  database: { url: string; pool: Pool },
  { signedAt, frozenUntil }: InForce = {},
): Promise<{ version: number; signers: Signers }> {
  const signers = await addSigners(database.pool, `signer-${Date.now()}`);
  const version = await startDraft(signers.vp_revops);
  await proposeAndSign(database.pool, signers);
  if (signedAt ?? frozenUntil) {
    await withoutGuards(database.url, (client) =>
      client.query(
        `UPDATE agreements SET signed_at = coalesce($2, signed_at), in_force_at = coalesce($2, in_force_at),
           frozen_until = coalesce($3::date, frozen_until) WHERE version = $1`,
        [version, signedAt ?? null, frozenUntil ?? null],
      ),
    );
  }
  return { version, signers };
}
