import "server-only";
import { type Actor, systemActor } from "@/lib/auth/actor";
import { fetchDocument, fetchStanding, rowsOf } from "@/lib/data/agreement-versions";
import { definitionObject } from "@/lib/data/agreements";
import { db } from "@/lib/db";
import type { AgreementDocument } from "@/lib/domain/agreement-document";
import type { Terms } from "@/lib/domain/terms";
import { type AuditRecord, audit } from "@/lib/services/audit";
import { recountReached } from "@/lib/services/facts/days";
import { factsRules, refreshOpportunities } from "@/lib/services/facts/refresh";
import { stageKey } from "@/lib/services/parse/stages";
import { regroupLeads } from "@/lib/services/segments";
import { lock, settingsTransaction } from "@/lib/services/settings";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { fiscalToday } from "./fiscal-today";

/** What the derived figures depend on, of each kind. */
const bandOf = ({ acvMin, acvMax }: Terms): string => `${acvMin}–${acvMax}`;
const modelOf = ({ lookbackDays, weights }: Terms): string => [lookbackDays, ...weights].join();

/** Credits and counters of the ACV band follow new terms; the last step of a transaction. */
export async function followTerms(tx: Tx, before: Terms, after: Terms, auditSeq: bigint): Promise<void> {
  const rules = await factsRules(tx);
  if (modelOf(before) !== modelOf(after)) await refreshOpportunities(tx, "all", rules, auditSeq);
  if (bandOf(before) !== bandOf(after)) {
    await lock(tx, "facts");
    await recountReached(tx, "all", rules);
  }
}

/** The tables that are read every day take what is agreed; names that were added since the draft was made stay. */
async function applyTables(tx: Tx, before: AgreementDocument, after: AgreementDocument): Promise<void> {
  const { version } = after;
  const listed = Prisma.sql`SELECT line FROM agreements a, jsonb_array_elements(a.translation) line WHERE a.version = ${version}`;
  await tx.rows(Prisma.sql`
    DELETE FROM stage_names WHERE key = ANY(${before.translation.map(({ key }) => key)})
      AND key NOT IN (SELECT line ->> 'key' FROM (${listed}) AS l)`);
  await tx.rows(Prisma.sql`
    INSERT INTO stage_names (key, name, stage, ordinal, is_won, crm_value)
    SELECT r.key, r.name, r.stage, r.ordinal, r.is_won, r.crm_value
    FROM (${listed}) AS l, jsonb_populate_record(NULL::stage_names, l.line) r
    ON CONFLICT (key) DO UPDATE SET name = EXCLUDED.name, stage = EXCLUDED.stage, ordinal = EXCLUDED.ordinal,
      is_won = EXCLUDED.is_won, crm_value = EXCLUDED.crm_value`);
  const covered = after.translation.flatMap(({ key, crm_value: value }) =>
    value === null ? [key] : [key, stageKey(value)],
  );
  await tx.rows(Prisma.sql`DELETE FROM unmapped_stages WHERE key = ANY(${covered})`);
  const { days, start_minute, end_minute } = after.workingTime;
  await tx.rows(Prisma.sql`
    UPDATE organisation SET working_days = ${[...days]}::smallint[], work_start_minute = ${start_minute},
      work_end_minute = ${end_minute} WHERE id = 1`);
  await tx.rows(Prisma.sql`
    UPDATE segments s SET min_employees = r.min_employees, max_employees = r.max_employees
    FROM agreements a, jsonb_to_recordset(a.segments) AS r(code segment_code, min_employees int, max_employees int)
    WHERE a.version = ${version} AND s.code = r.code`);
  if (JSON.stringify(before.segments) !== JSON.stringify(after.segments)) {
    await regroupLeads(tx, before.segments, after.segments);
  }
}

/**
 * Lets a version judge from now on and the one before it no longer (metrics.md §6). Three have signed it; the database counts
 * them, sets `frozen_until` and refuses what comes before the boundary of the old one. The caller holds the settings lock.
 * @param signed the entry of the third signature: leads are locked before the head of the audit chain, as everywhere
 */
export async function putInForce(tx: Tx, actor: Actor, version: number, signed?: AuditRecord): Promise<void> {
  // No import is under way that still reads the old tables.
  await lock(tx, "ingest");
  const { judging } = await fetchStanding(tx.rows);
  const [before, after] = [await fetchDocument(tx.rows, judging.version), await fetchDocument(tx.rows, version)];
  await tx.rows(
    Prisma.sql`UPDATE agreements SET status = 'superseded', updated_at = now() WHERE version = ${judging.version}`,
  );
  const { until } = await onlyRow<{ until: string }>(
    tx,
    Prisma.sql`UPDATE agreements SET status = 'in_force', updated_at = now() WHERE version = ${version} RETURNING frozen_until::text AS until`,
  );
  await applyTables(tx, before, after);
  if (signed) await audit(tx, signed);
  const auditSeq = await audit(tx, {
    actor,
    action: "agreement.in_force",
    object: definitionObject(version),
    before: { version: judging.version },
    after: { version, frozen_until: until },
    agreementVersion: version,
  });
  await followTerms(tx, before.terms, after.terms, auditSeq);
}

/**
 * Lets the signed version come into force whose day has come, if there is one: a job of every process, idempotent.
 * @returns its version, or null
 */
export async function activateDue(now: Date): Promise<number | null> {
  // Most of the time nothing waits, and nobody needs to wait for the lock.
  const { open: waiting } = await fetchStanding(rowsOf(db()));
  if (waiting?.status !== "signed") return null;
  return settingsTransaction(async (tx) => {
    const { open } = await fetchStanding(tx.rows);
    if (open?.status !== "signed" || open.effectiveFrom === null) return null;
    const { today } = await fiscalToday(tx, now);
    if (open.effectiveFrom > today) return null;
    await putInForce(tx, systemActor("agreement"), open.version);
    return open.version;
  });
}
