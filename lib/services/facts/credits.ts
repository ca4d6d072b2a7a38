import { type Credit, splitCredit, type Weights } from "@/lib/domain/credits";
import { formatMoney } from "@/lib/domain/money";
import { OUTBOUND_BDR, OUTSIDE_WINDOW, UNATTRIBUTED } from "@/lib/domain/source-rows";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { type DealPicks, pickDeals } from "./picks";
import type { FactsRules } from "./refresh";

/** Rows sent to the database in one statement; keeps a full recomputation flat in memory. */
const BATCH = 10_000;

/** The credits of one deal: the database's picks, with the fallback rows of metrics.md §4, split into cents. */
export function creditsOf(deal: DealPicks, weights: Weights): Credit[] {
  const fallback = deal.outbound ? OUTBOUND_BDR : deal.first === null ? UNATTRIBUTED : OUTSIDE_WINDOW;
  const picks = {
    firstTouch: deal.first ?? [fallback],
    opportunityCreated: deal.created ?? [fallback],
    closedWon: deal.won ?? [fallback],
  };
  return splitCredit(BigInt(deal.cents), picks, weights);
}

/** Rewrites credits, assists and flags of the opportunities in `refreshed`. */
export async function refreshCredits(tx: Tx, rules: FactsRules): Promise<void> {
  await tx.rows(Prisma.sql`DELETE FROM deal_credits c USING refreshed r WHERE c.opportunity_id = r.id`);
  await tx.rows(Prisma.sql`DELETE FROM deal_assists a USING refreshed r WHERE a.opportunity_id = r.id`);
  await tx.rows(Prisma.sql`
    UPDATE opportunities o SET is_truncated = false, is_implicit = false FROM refreshed r
    WHERE o.id = r.id AND (o.is_truncated OR o.is_implicit) AND (o.won_on IS NULL OR o.won_amount IS NULL OR o.type <> 'new_business')`);
  const deals = await pickDeals(tx, Prisma.sql`SELECT id FROM refreshed`, rules.lookbackDays);
  for (let start = 0; start < deals.length; start += BATCH)
    await writeDeals(tx, deals.slice(start, start + BATCH), rules.weights);
}

async function writeDeals(tx: Tx, deals: readonly DealPicks[], weights: Weights): Promise<void> {
  const credits = deals.flatMap((deal) =>
    creditsOf(deal, weights).map(({ source, position, credit }) => [deal.id, position, source, formatMoney(credit)]),
  );
  const assists = deals.flatMap((deal) =>
    Object.entries(deal.assists ?? {}).map(([source, count]) => [deal.id, source, count]),
  );
  const flags = deals.map((deal) => [deal.id, deal.truncated, deal.implicit]);
  await tx.rows(Prisma.sql`
    INSERT INTO deal_credits (opportunity_id, position, source, credit)
    SELECT (e->>0)::bigint, (e->>1)::credit_position, e->>2, (e->>3)::numeric FROM jsonb_array_elements(${JSON.stringify(credits)}::jsonb) AS e`);
  await tx.rows(Prisma.sql`
    INSERT INTO deal_assists (opportunity_id, source, count)
    SELECT (e->>0)::bigint, e->>1, (e->>2)::int FROM jsonb_array_elements(${JSON.stringify(assists)}::jsonb) AS e`);
  await tx.rows(Prisma.sql`
    UPDATE opportunities o SET is_truncated = (e->>1)::boolean, is_implicit = (e->>2)::boolean
    FROM jsonb_array_elements(${JSON.stringify(flags)}::jsonb) AS e
    WHERE o.id = (e->>0)::bigint AND (o.is_truncated, o.is_implicit) IS DISTINCT FROM ((e->>1)::boolean, (e->>2)::boolean)`);
}
