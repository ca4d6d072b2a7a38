import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/** Who stands at the positions of one won deal, as the database found it for all deals at once. */
export interface DealPicks {
  id: string;
  /** Minor units of the reporting currency. */
  cents: string;
  outbound: boolean;
  truncated: boolean;
  implicit: boolean;
  first: string[] | null;
  created: string[] | null;
  won: string[] | null;
  assists: Record<string, number> | null;
}

/**
 * Puts the won new-business deals into a table of their own with statistics. Those of opportunities may be from before
 * this transaction set who is won: a planner that expects none joins them with their touches row by row.
 */
async function stageDeals(tx: Tx, deals: Prisma.Sql, lookbackDays: number): Promise<void> {
  await tx.rows(Prisma.sql`
    CREATE TEMP TABLE IF NOT EXISTS won_deals (id bigint PRIMARY KEY, lead_id bigint, account_key text, created_on date, won_on date,
      won_amount numeric, is_outbound boolean, window_on date) ON COMMIT DROP`);
  await tx.rows(Prisma.sql`TRUNCATE won_deals`);
  await tx.rows(Prisma.sql`
    INSERT INTO won_deals
    SELECT o.id, o.lead_id, o.account_key, o.created_on, o.won_on, o.won_amount, o.is_outbound, o.won_on - ${lookbackDays}::int
    FROM (${deals}) AS r JOIN opportunities o ON o.id = r.id
    WHERE o.won_on IS NOT NULL AND o.won_amount IS NOT NULL AND o.type = 'new_business'`);
  await tx.rows(Prisma.sql`ANALYZE won_deals`);
}

/**
 * The positions of all won new-business deals of a relation, set-based (metrics.md §4). The same rule
 * for one deal in plain words is lib/domain/attribution.ts; a property test holds the two together. Inside a transaction.
 * @param deals relation with a column `id` of opportunities
 */
export async function pickDeals(tx: Tx, deals: Prisma.Sql, lookbackDays: number): Promise<DealPicks[]> {
  const response = Prisma.sql`t.kind IN ('form', 'click', 'attended', 'meeting', 'reply', 'call') AND t.touched_on <= d.won_on`;
  await stageDeals(tx, deals, lookbackDays);
  return tx.rows<DealPicks>(Prisma.sql`
    WITH direct AS MATERIALIZED (
      SELECT d.id, t.source_code, t.touched_on FROM won_deals d JOIN touches t ON t.opportunity_id = d.id AND ${response}
      UNION ALL
      SELECT d.id, t.source_code, t.touched_on FROM won_deals d JOIN touches t ON t.lead_id = d.lead_id AND ${response}
    ),
    served AS (SELECT DISTINCT d.id FROM direct x JOIN won_deals d ON d.id = x.id WHERE x.touched_on >= d.window_on),
    lonely AS (SELECT d.* FROM won_deals d LEFT JOIN served s ON s.id = d.id WHERE s.id IS NULL AND d.account_key IS NOT NULL),
    asked AS MATERIALIZED (
      SELECT id, source_code, touched_on, false AS via_account FROM direct
      UNION ALL
      SELECT d.id, t.source_code, t.touched_on, true FROM lonely d JOIN touches t ON t.account_key = d.account_key AND ${response}
      UNION ALL
      SELECT d.id, t.source_code, t.touched_on, true
      FROM lonely d JOIN leads l ON l.account_key = d.account_key AND l.id IS DISTINCT FROM d.lead_id JOIN touches t ON t.lead_id = l.id AND ${response}
    ),
    dated AS (
      SELECT a.id, bool_or(a.touched_on < d.window_on) AS truncated, bool_or(a.via_account AND a.touched_on >= d.window_on) AS implicit,
        min(a.touched_on) FILTER (WHERE a.touched_on >= d.window_on) AS first_on,
        max(a.touched_on) FILTER (WHERE a.touched_on >= d.window_on AND a.touched_on <= d.created_on) AS created_on,
        max(a.touched_on) FILTER (WHERE a.touched_on >= d.window_on) AS last_on
      FROM asked a JOIN won_deals d ON d.id = a.id GROUP BY a.id
    ),
    standing AS (
      SELECT a.id,
        array_agg(DISTINCT a.source_code) FILTER (WHERE a.touched_on = x.first_on) AS first,
        array_agg(DISTINCT a.source_code) FILTER (WHERE a.touched_on = x.created_on) AS created,
        array_agg(DISTINCT a.source_code) FILTER (WHERE a.touched_on = x.last_on) AS won
      FROM asked a JOIN dated x ON x.id = a.id WHERE a.touched_on >= x.first_on GROUP BY a.id
    ),
    assisting AS (
      SELECT id, jsonb_object_agg(source_code, touches) AS assists FROM (
        SELECT a.id, a.source_code, count(*)::int AS touches FROM asked a JOIN dated x ON x.id = a.id
        WHERE a.touched_on > x.first_on AND a.touched_on < x.last_on AND a.touched_on IS DISTINCT FROM x.created_on
        GROUP BY a.id, a.source_code
      ) AS per_source GROUP BY id
    )
    SELECT d.id::text, (d.won_amount * 100)::bigint::text AS cents, d.is_outbound AS outbound, coalesce(x.truncated, false) AS truncated,
      coalesce(x.implicit, false) AS implicit, s.first, s.created, s.won, g.assists
    FROM won_deals d LEFT JOIN dated x ON x.id = d.id LEFT JOIN standing s ON s.id = d.id LEFT JOIN assisting g ON g.id = d.id`);
}
