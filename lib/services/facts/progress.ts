import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { FactsRules } from "./refresh";

/**
 * Moves the cycles of the refreshed opportunities' own leads: SAL → SQL when the opportunity exists,
 * SQL → Pipeline at its first entry to stage 3, once (product.md A6). An event never lies before the
 * verdict that it follows.
 */
export async function moveOwnCycles(tx: Tx, rules: FactsRules, auditSeq: bigint): Promise<void> {
  await move(tx, rules, auditSeq, { from: "sal", to: "sql", reached: Prisma.sql`true`, at: Prisma.sql`o.created_at` });
  await move(tx, rules, auditSeq, {
    from: "sql",
    to: "pipeline",
    reached: Prisma.sql`o.pipeline_on IS NOT NULL`,
    at: Prisma.sql`o.pipeline_on::timestamp AT TIME ZONE ${rules.zone}`,
  });
}

interface Step {
  from: "sal" | "sql";
  to: "sql" | "pipeline";
  reached: Prisma.Sql;
  at: Prisma.Sql;
}

async function move(tx: Tx, rules: FactsRules, auditSeq: bigint, step: Step): Promise<void> {
  await tx.rows(Prisma.sql`
    WITH due AS (
      SELECT DISTINCT ON (c.id) c.id, greatest(${step.at}, c.decided_at, (SELECT max(e.at) FROM lifecycle_events e WHERE e.cycle_id = c.id)) AS at
      FROM refreshed r JOIN opportunities o ON o.id = r.id JOIN cycles c ON c.id = o.origin_cycle_id AND c.lead_id = o.lead_id
      WHERE c.stage = ${step.from}::stage AND ${step.reached}
      ORDER BY c.id, 2
    ),
    moved AS (UPDATE cycles c SET stage = ${step.to}::stage FROM due WHERE c.id = due.id AND c.stage = ${step.from}::stage RETURNING c.id, due.at)
    INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, agreement_version, audit_seq)
    SELECT id, ${step.from}::stage, ${step.to}::stage, at, ${rules.agreementVersion}, ${auditSeq} FROM moved`);
}
