import type { DealTouchLine } from "@/lib/domain/opportunities";
import type { Reader } from "./reader";

/** No deal has more; an account that does is a mistake in its name, and the page stays usable. */
const MOST = 2_000;

type Touch = Omit<DealTouchLine, "explanation">;

/**
 * Every touch of a deal, latest first: of the opportunity and its lead (direct), of its account and of the account's other
 * leads. Of kinds that never count too, for the drawer says why.
 */
export async function fetchDealTouches(reader: Reader, id: string): Promise<{ touches: Touch[]; hasMore: boolean }> {
  const rows = await reader.$queryRaw<Touch[]>`
    WITH deal AS (SELECT id, lead_id, account_key FROM opportunities WHERE id = ${id}::bigint),
    linked AS (
      SELECT t.*, 'direct' AS link FROM deal d JOIN touches t ON t.opportunity_id = d.id
      UNION ALL SELECT t.*, 'direct' FROM deal d JOIN touches t ON t.lead_id = d.lead_id
      UNION ALL SELECT t.*, 'account' FROM deal d JOIN touches t ON t.account_key = d.account_key
      UNION ALL SELECT t.*, 'account' FROM deal d
        JOIN leads l ON l.account_key = d.account_key AND l.id IS DISTINCT FROM d.lead_id JOIN touches t ON t.lead_id = l.id
    )
    SELECT t.id::text AS id, t.external_id AS "externalId", t.source_code AS source, t.campaign, t.kind::text AS kind,
      t.touched_on::text AS "on", t.link, l.id::text AS "leadId", nullif(concat_ws(' ', l.first_name, l.last_name), '') AS "leadName"
    FROM linked t LEFT JOIN leads l ON l.id = t.lead_id
    ORDER BY t.touched_at DESC, t.id DESC LIMIT ${MOST + 1}`;
  return { touches: rows.slice(0, MOST), hasMore: rows.length > MOST };
}
