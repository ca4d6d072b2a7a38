import { versionAt } from "@/lib/services/agreement/version-at";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { FactsRules } from "./refresh";

/** An AE's word that the discovery call of this cycle took place, and when it was given. */
export interface Qualification {
  cycleId: string;
  actorId: bigint;
  at: Date;
}

/**
 * Moves the cycles of the refreshed opportunities' own leads: SAL → SQL when the opportunity exists,
 * SQL → Pipeline at its first entry to stage 3, once (product.md A6). An event never lies before the
 * verdict that it follows. A verdict that came from the CRM is followed by the CRM's opportunity as it is;
 * one given here needs the discovery call, so it waits for `qualified`, and can be undone until then.
 */
export async function moveOwnCycles(
  tx: Tx,
  rules: FactsRules,
  auditSeq: bigint,
  qualified: Qualification | null,
): Promise<void> {
  const given = Prisma.sql`EXISTS (
    SELECT FROM decisions d JOIN audit_log a ON a.seq = d.audit_seq WHERE d.cycle_id = c.id AND d.is_live AND a.action = 'decision.accept')`;
  const steps: Step[] = [
    {
      from: "sal",
      to: "sql",
      reached: Prisma.sql`(c.id = ${qualified?.cycleId ?? null}::bigint OR NOT ${given})`,
      at: Prisma.sql`o.created_at`,
    },
    {
      from: "sql",
      to: "pipeline",
      reached: Prisma.sql`o.pipeline_on IS NOT NULL`,
      at: Prisma.sql`o.pipeline_on::timestamp AT TIME ZONE ${rules.zone}`,
    },
  ];
  for (const step of steps) await move(tx, rules, auditSeq, step, qualified);
}

interface Step {
  from: "sal" | "sql";
  to: "sql" | "pipeline";
  reached: Prisma.Sql;
  at: Prisma.Sql;
}

async function move(
  tx: Tx,
  rules: FactsRules,
  auditSeq: bigint,
  step: Step,
  qualified: Qualification | null,
): Promise<void> {
  const isQualified = Prisma.sql`c.id = ${qualified?.cycleId ?? null}::bigint`;
  await tx.rows(Prisma.sql`
    WITH due AS (
      SELECT DISTINCT ON (c.id) c.id, CASE WHEN ${isQualified} THEN ${qualified?.actorId ?? null}::bigint END AS actor_id,
        greatest(CASE WHEN ${isQualified} THEN ${qualified?.at ?? null}::timestamptz ELSE ${step.at} END, c.decided_at,
          (SELECT max(e.at) FROM lifecycle_events e WHERE e.cycle_id = c.id AND NOT EXISTS (SELECT FROM superseded_events x WHERE x.event_id = e.id))) AS at
      FROM refreshed r JOIN opportunities o ON o.id = r.id JOIN cycles c ON c.id = o.origin_cycle_id AND c.lead_id = o.lead_id
      WHERE c.stage = ${step.from}::stage AND ${step.reached}
      ORDER BY c.id, 3
    ),
    moved AS (
      UPDATE cycles c SET stage = ${step.to}::stage FROM due WHERE c.id = due.id AND c.stage = ${step.from}::stage
      RETURNING c.id, due.at, due.actor_id
    )
    INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, actor_id, agreement_version, audit_seq)
    SELECT id, ${step.from}::stage, ${step.to}::stage, at, actor_id, ${versionAt(rules.eras, Prisma.sql`at`)}, ${auditSeq} FROM moved`);
}
