import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { FactsRules } from "./refresh";

/** Days on which the opportunities in `refreshed` count somewhere: as pipeline, as won, by hand-over. */
export interface AffectedDays {
  pipeline: string[];
  won: string[];
  handedOver: string[];
}

/** Reads the affected days as they stand now; call it before and after the facts change. */
export async function affectedDays(tx: Tx): Promise<AffectedDays> {
  return onlyRow<AffectedDays>(
    tx,
    Prisma.sql`
      SELECT coalesce(array_agg(DISTINCT o.pipeline_on::text) FILTER (WHERE o.pipeline_on IS NOT NULL), '{}') AS pipeline,
        coalesce(array_agg(DISTINCT o.won_on::text) FILTER (WHERE o.won_on IS NOT NULL), '{}') AS won,
        coalesce(array_agg(DISTINCT c.handed_over_on::text) FILTER (WHERE c.id IS NOT NULL), '{}') AS "handedOver"
      FROM refreshed r JOIN opportunities o ON o.id = r.id LEFT JOIN cycles c ON c.id = o.origin_cycle_id`,
  );
}

/** Sums again the days that the refreshed opportunities counted on before or count on now. */
export async function recountDays(tx: Tx, before: AffectedDays, rules: FactsRules): Promise<void> {
  const after = await affectedDays(tx);
  await recountPipeline(tx, [...before.pipeline, ...after.pipeline]);
  await recountReached(tx, [...before.handedOver, ...after.handedOver], rules);
  await recountInfluence(tx, [...before.won, ...after.won]);
}

async function recountPipeline(tx: Tx, days: string[]): Promise<void> {
  await tx.rows(Prisma.sql`DELETE FROM pipeline_days WHERE day = ANY(${days}::date[])`);
  await tx.rows(Prisma.sql`
    INSERT INTO pipeline_days (day, source, amount, opportunities)
    SELECT pipeline_on, owner_source, coalesce(sum(pipeline_amount), 0), count(*) FROM opportunities
    WHERE pipeline_on = ANY(${days}::date[]) GROUP BY 1, 2`);
}

/**
 * Opportunities that reached stage 3 from 0 to 90 days after the hand-over of their cycle, inside the
 * ACV band, standard lane only (metrics.md §2). Also called for all days when the band changes.
 */
export async function recountReached(
  tx: Tx,
  days: string[] | "all",
  rules: Pick<FactsRules, "acvMin" | "acvMax">,
): Promise<void> {
  const scope = (column: string) =>
    days === "all" ? Prisma.sql`true` : Prisma.sql`${Prisma.raw(column)} = ANY(${days}::date[])`;
  await tx.rows(Prisma.sql`DELETE FROM reached_days WHERE ${scope("day")}`);
  await tx.rows(Prisma.sql`
    INSERT INTO reached_days (day, segment, reached)
    SELECT c.handed_over_on, c.segment_code, count(*)
    FROM cycles c JOIN opportunities o ON o.origin_cycle_id = c.id
    WHERE ${scope("c.handed_over_on")} AND c.lane = 'standard'
      AND o.pipeline_on BETWEEN c.handed_over_on AND c.handed_over_on + 90
      AND o.pipeline_amount BETWEEN ${rules.acvMin}::numeric AND ${rules.acvMax}::numeric
    GROUP BY 1, 2`);
}

async function recountInfluence(tx: Tx, days: string[]): Promise<void> {
  await tx.rows(Prisma.sql`DELETE FROM influence_days WHERE day = ANY(${days}::date[])`);
  await tx.rows(Prisma.sql`DELETE FROM won_days WHERE day = ANY(${days}::date[])`);
  await tx.rows(Prisma.sql`
    INSERT INTO influence_days (day, source, first_touch, opportunity_created, closed_won, deals, assists)
    SELECT day, source, sum(first_touch), sum(opportunity_created), sum(closed_won), sum(deals), sum(assists)
    FROM (
      SELECT o.won_on AS day, c.source, coalesce(sum(c.credit) FILTER (WHERE c.position = 'first_touch'), 0) AS first_touch,
        coalesce(sum(c.credit) FILTER (WHERE c.position = 'opportunity_created'), 0) AS opportunity_created,
        coalesce(sum(c.credit) FILTER (WHERE c.position = 'closed_won'), 0) AS closed_won, count(DISTINCT o.id) AS deals, 0 AS assists
      FROM opportunities o JOIN deal_credits c ON c.opportunity_id = o.id WHERE o.won_on = ANY(${days}::date[]) GROUP BY 1, 2
      UNION ALL
      SELECT o.won_on, a.source, 0, 0, 0, 0, sum(a.count) FROM opportunities o JOIN deal_assists a ON a.opportunity_id = o.id
      WHERE o.won_on = ANY(${days}::date[]) GROUP BY 1, 2
    ) AS parts GROUP BY day, source`);
  await tx.rows(Prisma.sql`
    INSERT INTO won_days (day, deals, amount)
    SELECT won_on, count(*), sum(won_amount) FROM opportunities
    WHERE won_on = ANY(${days}::date[]) AND won_amount IS NOT NULL AND type = 'new_business' GROUP BY 1`);
}
