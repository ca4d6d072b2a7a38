import { ERAS, type Era } from "@/lib/services/agreement/version-at";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { refreshCredits } from "./credits";
import { affectedDays, recountDays } from "./days";
import { deriveOpportunities } from "./derive";
import { moveOwnCycles, type Qualification } from "./progress";

/** Settings that the derived facts depend on; they come from the organisation and the agreement in force. */
export interface FactsRules {
  zone: string;
  currency: string;
  lookbackDays: number;
  weights: readonly [number, number, number];
  acvMin: string;
  acvMax: string;
  agreementVersion: number;
  /** All versions that ever judged, for what happened under them. */
  eras: readonly Era[];
}

/** The rules in force, read inside the transaction that uses them. */
export async function factsRules(tx: Tx): Promise<FactsRules> {
  const row = await onlyRow<Omit<FactsRules, "weights"> & { first: number; created: number; won: number }>(
    tx,
    Prisma.sql`
      SELECT o.time_zone AS zone, o.currency::text AS currency, a.lookback_days::int AS "lookbackDays", a.weight_first::int AS first,
        a.weight_created::int AS created, a.weight_won::int AS won, a.acv_min::text AS "acvMin", a.acv_max::text AS "acvMax",
        a.version AS "agreementVersion", ${ERAS} AS eras
      FROM organisation o CROSS JOIN agreements a WHERE a.status IN ('provisional', 'in_force')`,
  );
  const { first, created, won, ...rules } = row;
  return { ...rules, weights: [first, created, won] };
}

/**
 * Brings everything that follows from records up to date for the given opportunities: owner, pipeline
 * entry and win (metrics.md §3), credits (§4), the stage of their cycles (product.md A6) and the day
 * sums that the Monday page reads. In the transaction of the write that made them stale; refreshers
 * wait for each other, so that no day is summed from a half-written state.
 * @param ids opportunity ids, or "all"
 * @param qualified the discovery call that an AE confirms with this write, if one does
 */
export async function refreshOpportunities(
  tx: Tx,
  ids: readonly string[] | "all",
  rules: FactsRules,
  auditSeq: bigint,
  qualified: Qualification | null = null,
): Promise<void> {
  if (ids.length === 0) return;
  // As text: Prisma cannot read what a function of no type returns.
  await tx.rows(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('accord.facts'))::text`);
  await tx.rows(Prisma.sql`CREATE TEMP TABLE IF NOT EXISTS refreshed (id bigint PRIMARY KEY) ON COMMIT DROP`);
  await tx.rows(Prisma.sql`TRUNCATE refreshed`);
  await tx.rows(
    ids === "all"
      ? Prisma.sql`INSERT INTO refreshed SELECT id FROM opportunities`
      : Prisma.sql`INSERT INTO refreshed SELECT DISTINCT unnest(${[...ids]}::bigint[])`,
  );
  await tx.rows(Prisma.sql`ANALYZE refreshed`);
  const before = await affectedDays(tx);
  await deriveOpportunities(tx, rules);
  await refreshCredits(tx, rules);
  await moveOwnCycles(tx, rules, auditSeq, qualified);
  await recountDays(tx, before, rules);
}
