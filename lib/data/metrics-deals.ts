import type { DateRange } from "@/lib/domain/dates";
import type { DocumentDeal } from "@/lib/domain/metrics-document";
import type { Reader } from "./reader";

/**
 * The won new-business deals of a range with their credits, for `influence.deals` of the metrics JSON. Ordered by won date,
 * then outside id, then source system; credits by position, then source.
 */
export function fetchDeals(db: Reader, { from, to }: DateRange): Promise<DocumentDeal[]> {
  return db.$queryRaw<DocumentDeal[]>`
    SELECT o.external_id AS opportunity, o.won_on::text AS won_date, o.won_amount::text AS amount,
      o.is_truncated AS truncated, o.is_implicit AS implicit,
      coalesce((SELECT json_agg(json_build_object('source', c.source, 'position', c.position, 'credit', c.credit::text)
        ORDER BY c.position, c.source COLLATE "C") FROM deal_credits c WHERE c.opportunity_id = o.id), '[]') AS credits
    FROM opportunities o
    WHERE o.won_on BETWEEN ${from}::date AND ${to}::date AND o.won_amount IS NOT NULL AND o.type = 'new_business'
    ORDER BY o.won_on, o.external_id COLLATE "C", o.source_system COLLATE "C"`;
}
