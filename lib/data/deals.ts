import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { explainTouches } from "@/lib/domain/deal-touches";
import type { Deal, DealFacts } from "@/lib/domain/opportunities";
import { fetchDealTouches } from "./deal-touches";
import type { Reader } from "./reader";

async function fetchDealFacts(reader: Reader, id: string): Promise<DealFacts | undefined> {
  const [deal] = await reader.$queryRaw<DealFacts[]>`
    SELECT o.id::text AS id, o.source_system AS "sourceSystem", o.external_id AS "externalId", o.name, o.account, o.type::text AS type,
      o.currency::text AS currency, o.amount::text AS amount, o.stage, o.outcome::text AS outcome, o.lost_reason AS "lostReason",
      o.created_on::text AS "createdOn", o.created_by_team::text AS "createdByTeam", o.closed_on::text AS "closedOn",
      o.lead_id::text AS "leadId", l.external_id AS "leadExternalId", o.origin_cycle_id::text AS "originCycleId",
      c.lead_id::text AS "originLeadId", o.owner_source AS "ownerSource", o.is_outbound AS "isOutbound",
      o.pipeline_on::text AS "pipelineOn", o.pipeline_amount::text AS "pipelineAmount", o.is_approximate AS "isApproximate",
      o.is_amount_late AS "isAmountLate", o.won_on::text AS "wonOn", o.won_amount::text AS "wonAmount",
      o.is_truncated AS "isTruncated", o.is_implicit AS "isImplicit"
    FROM opportunities o LEFT JOIN leads l ON l.id = o.lead_id LEFT JOIN cycles c ON c.id = o.origin_cycle_id
    WHERE o.id = ${id}::bigint`;
  return deal;
}

type Parts = Pick<Deal, "history" | "credits" | "assists" | "model">;

async function fetchParts(reader: Reader, id: string): Promise<Parts> {
  const [parts] = await reader.$queryRaw<[Parts]>`
    SELECT
      (SELECT coalesce(json_agg(json_build_object('stage', stage, 'ordinal', ordinal, 'amount', amount::text, 'currency', currency,
        'enteredOn', entered_on::text) ORDER BY entered_at, ordinal), '[]') FROM stage_history WHERE opportunity_id = ${id}::bigint) AS history,
      (SELECT coalesce(json_agg(json_build_object('source', source, 'position', position, 'credit', credit::text)
        ORDER BY position, source COLLATE "C"), '[]') FROM deal_credits WHERE opportunity_id = ${id}::bigint) AS credits,
      (SELECT coalesce(json_agg(json_build_object('source', source, 'count', count) ORDER BY source COLLATE "C"), '[]')
        FROM deal_assists WHERE opportunity_id = ${id}::bigint) AS assists,
      (SELECT json_build_object('agreementVersion', version, 'weights', ARRAY[weight_first, weight_created, weight_won],
        'lookbackDays', lookback_days) FROM agreements WHERE status IN ('provisional', 'in_force')) AS model`;
  return parts;
}

/**
 * One deal with all that its drawer shows: every touch and what became of it, positions, credits, flags and the model they
 * were given by (product.md B5). Null when there is none with this id. Throws AppError FORBIDDEN.
 */
export async function readDeal(actor: Actor, id: string, reader: Reader = db()): Promise<Deal | null> {
  await authorize(actor, "deals.read", `deal:${id.slice(0, 20)}`);
  if (!/^\d{1,18}$/.test(id)) return null;
  const deal = await fetchDealFacts(reader, id);
  if (!deal) return null;
  const [parts, { touches, hasMore }] = await Promise.all([fetchParts(reader, id), fetchDealTouches(reader, id)]);
  const { wonOn, createdOn, createdByTeam } = deal;
  const explained = wonOn === null ? [] : explainTouches({ wonOn, createdOn, createdByTeam }, touches, parts.model);
  const lines = touches.map((touch, index) => ({ ...touch, explanation: explained[index] ?? null }));
  return { deal, touches: lines, hasMoreTouches: hasMore, ...parts };
}
