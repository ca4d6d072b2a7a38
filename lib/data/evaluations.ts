import "server-only";
import type { IsoDate } from "@/lib/domain/dates";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import type { TouchKind } from "@/lib/domain/touches";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

interface FactsRow extends Omit<LeadFacts, "touches"> {
  id: string;
  touches: { kind: TouchKind; campaign: string | null; on: string }[] | null;
}

/**
 * What is known of each lead, as the definition evaluates it: the record, its responses of the two
 * years before `on`, and whether its company is a customer or has an open opportunity that is not the lead's own.
 * @param ids lead ids as text
 * @param on the day of the evaluation
 * @returns facts by lead id; unknown ids are missing
 */
export async function leadFacts(reader: Reader, ids: readonly string[], on: IsoDate): Promise<Map<string, LeadFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.$queryRaw<FactsRow[]>(Prisma.sql`
    SELECT l.id::text, l.email, l.company, l.domain, l.title, l.country::text, l.naics, l.employees, l.annual_revenue::text AS "annualRevenue",
      l.technologies, l.score::text,
      EXISTS (SELECT FROM opportunities o WHERE o.account_key = l.account_key AND o.won_on IS NOT NULL AND o.lead_id IS DISTINCT FROM l.id) AS "currentCustomer",
      EXISTS (SELECT FROM opportunities o WHERE o.account_key = l.account_key AND o.outcome = 'open' AND o.won_on IS NULL AND o.lead_id IS DISTINCT FROM l.id) AS "openOpportunity",
      (SELECT json_agg(json_build_object('kind', t.kind, 'campaign', t.campaign, 'on', t.touched_on))
        FROM touches t WHERE t.lead_id = l.id AND t.touched_on > ${on}::date - 730) AS touches
    FROM leads l WHERE l.id = ANY(${[...ids]}::bigint[])`);
  return new Map(rows.map(({ id, touches, ...facts }) => [id, { ...facts, touches: touches ?? [] }]));
}
