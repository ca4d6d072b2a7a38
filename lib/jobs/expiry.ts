import "server-only";
import { systemActor } from "@/lib/auth/actor";
import type { IsoDate } from "@/lib/domain/dates";
import type { Definition } from "@/lib/domain/definition";
import { audit } from "@/lib/services/audit";
import { addCounts } from "@/lib/services/records/counts";
import type { CountDelta } from "@/lib/services/records/write";
import { onlyRow, prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma, type PrismaClient } from "@/prisma/generated/client";

/**
 * Expires open cycles without activity for longer than the time-decay rule allows: day 90 is live, day
 * 91 expired (product.md A7). Idempotent: a second run finds nothing; two runs at once share the work.
 * @returns how many cycles expired
 */
export async function expireCycles(prisma: PrismaClient, now: Date): Promise<number> {
  return prisma.$transaction(async (client) => {
    const tx = prismaTx(client);
    const rules = await onlyRow<{ version: number; definition: Definition; today: IsoDate }>(
      tx,
      Prisma.sql`
        SELECT a.version, a.definition, (${now}::timestamptz AT TIME ZONE o.time_zone)::date::text AS today
        FROM agreements a CROSS JOIN organisation o WHERE a.status IN ('provisional', 'in_force')`,
    );
    const due = await idleCycles(tx, rules.today, rules.definition.time_decay.days);
    if (due.length === 0) return 0;
    const auditSeq = await audit(tx, {
      actor: systemActor("expiry"),
      action: "cycles.expire",
      object: `day:${rules.today}`,
      after: { cycles: due.length },
      agreementVersion: rules.version,
    });
    await addCounts(tx, await expire(tx, due, { now, version: rules.version, auditSeq }));
    return due.length;
  });
}

async function idleCycles(tx: Tx, today: IsoDate, decayDays: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(Prisma.sql`
    SELECT id::text FROM cycles WHERE stage IN ('mql', 'referred') AND last_activity_on < ${today}::date - ${decayDays}::int
    ORDER BY id FOR UPDATE SKIP LOCKED`);
  return rows.map((row) => row.id);
}

async function expire(
  tx: Tx,
  ids: string[],
  by: { now: Date; version: number; auditSeq: bigint },
): Promise<Partial<CountDelta>[]> {
  return tx.rows<Partial<CountDelta>>(Prisma.sql`
    WITH due AS (SELECT id, stage FROM cycles WHERE id = ANY(${ids}::bigint[])),
    moved AS (
      INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, agreement_version, audit_seq)
      SELECT id, stage, 'expired', greatest(${by.now}::timestamptz, (SELECT max(e.at) FROM lifecycle_events e WHERE e.cycle_id = due.id)),
        ${by.version}::int, ${by.auditSeq}::bigint
      FROM due
    ),
    expired AS (UPDATE cycles c SET stage = 'expired' FROM due WHERE c.id = due.id RETURNING c.*)
    SELECT handed_over_on::text AS day, source_code AS source, segment_code::text AS segment, lane::text, count(*)::int AS expired
    FROM expired GROUP BY 1, 2, 3, 4`);
}
