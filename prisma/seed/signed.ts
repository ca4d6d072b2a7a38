import { createHash } from "node:crypto";
import pg from "pg";
import { fetchDocument, LIVE_ORGANISATION } from "@/lib/data/agreement-versions";
import { definitionObject } from "@/lib/data/agreements";
import { sessionUrl } from "@/lib/database-url";
import { canonicalAgreement } from "@/lib/domain/agreement-document";
import type { SignerRole } from "@/lib/domain/agreement-status";
import { addDays, type IsoDate, instantAtOrAfter, startOfDay } from "@/lib/domain/dates";
import { frozenUntil } from "@/lib/domain/fiscal";
import { openDraft } from "@/lib/services/agreement/drafts";
import { audit } from "@/lib/services/audit";
import type { IngestOptions } from "@/lib/services/ingest";
import { pgTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { DEMO_REQUIRED, DEMO_SPEND } from "./agreement";
import { ORGANISATION } from "./organisation";
import type { Scene } from "./scene";

/** The Thursday fourteen weeks before the Monday that is looked at: twelve weeks of the loop and two to write and sign. */
export function signedOn({ asOf }: Pick<Scene, "asOf">): IsoDate {
  return addDays(asOf, -7 * 14 + 3);
}

/** Minutes of that day. */
const SIGNED: readonly (readonly [role: SignerRole, minute: number])[] = [
  ["cmo", 604],
  ["cro", 691],
  ["vp_revops", 912],
];

/** Triggers that keep the clock and count signatures: the past of the sample company is older than its database. */
const GUARDED = ["agreements", "agreement_signatures"] as const;

async function force(tx: Tx, version: number, scene: Scene): Promise<void> {
  const day = signedOn(scene);
  const at = (minute: number): Date => instantAtOrAfter(day, minute, ORGANISATION.timeZone);
  await tx.rows(Prisma.sql`UPDATE agreements SET organisation = ${LIVE_ORGANISATION} WHERE version = ${version}`);
  const text = canonicalAgreement(await fetchDocument(tx.rows, version));
  const hash = createHash("sha256").update(text).digest("hex");
  for (const [role, minute] of SIGNED) {
    await tx.rows(Prisma.sql`
      INSERT INTO agreement_signatures (agreement_version, user_id, role, content_hash, signed_at, proof)
      SELECT ${version}, id, role, decode(${hash}, 'hex'), ${at(minute)}, 'sign_in' FROM users
      WHERE role = ${role}::user_role AND active ORDER BY id LIMIT 1`);
  }
  const third = at(SIGNED.at(-1)?.[1] ?? 0);
  await tx.rows(
    Prisma.sql`UPDATE agreements SET status = 'superseded', superseded_at = ${third}, created_at = ${startOfDay(scene.firstMonday, ORGANISATION.timeZone)}
    WHERE status = 'provisional'`,
  );
  await tx.rows(Prisma.sql`
    UPDATE agreements SET status = 'in_force', document = ${text}, content_hash = decode(${hash}, 'hex'), signed_at = ${third},
      in_force_at = ${third}, created_at = ${at(0)}, proposed_at = ${at(540)}, frozen_until = ${frozenUntil(day, ORGANISATION.fiscalYearStartMonth)}::date,
      proposed_by_id = (SELECT id FROM users WHERE role = 'vp_revops' AND active ORDER BY id LIMIT 1)
    WHERE version = ${version}`);
}

/**
 * The agreement of the sample company as it was signed fourteen weeks ago and is in force since. Only the owner of the
 * database can write a past: the app's role signs now or not at all.
 */
export async function signDemoAgreement(url: string, scene: Scene, actor: IngestOptions["actor"]): Promise<void> {
  const client = new pg.Client({ connectionString: sessionUrl(url) });
  await client.connect();
  try {
    await client.query("BEGIN");
    const tx = pgTx(client);
    const version = await openDraft(tx, actor);
    await tx.rows(Prisma.sql`
      UPDATE agreements SET required_data = ${[...DEMO_REQUIRED]}::text[], spend_policy = spend_policy || ${JSON.stringify(DEMO_SPEND)}::jsonb
      WHERE version = ${version}`);
    for (const table of GUARDED) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await force(tx, version, scene);
    for (const table of GUARDED) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    const object = definitionObject(version);
    await audit(tx, { actor, action: "agreement.in_force", object, after: { version }, agreementVersion: version });
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}
