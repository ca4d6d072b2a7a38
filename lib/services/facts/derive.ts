import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { FactsRules } from "./refresh";

/** Settles rows of one instant and ordinal as lib/domain/ownership.ts does, so that the order of rows changes nothing. */
const VALUE = Prisma.sql`h.amount IS NULL, h.amount::text COLLATE "C", h.currency::text COLLATE "C"`;

/**
 * Owner, outbound flag, pipeline entry and win of the opportunities in `refreshed`, set-based. The rules
 * are those of lib/domain/ownership.ts (metrics.md §3); tests hold the two against each other.
 */
export async function deriveOpportunities(tx: Tx, rules: FactsRules): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE opportunities o
    SET is_outbound = outbound.yes,
      origin_cycle_id = coalesce(own.id, related.id),
      owner_source = coalesce(own.source_code, related.source_code, CASE WHEN outbound.yes THEN 'outbound_bdr' ELSE 'Unattributed' END),
      won_on = won.day,
      won_amount = CASE WHEN won.day IS NULL THEN NULL ELSE ${converted("won", rules)} END,
      pipeline_on = entry.day,
      pipeline_amount = CASE WHEN entry.day IS NULL THEN NULL WHEN kept.entry OR kept.amount THEN coalesce(f.pipeline_amount, ${converted("entry", rules)}) ELSE ${converted("entry", rules)} END,
      is_approximate = entry.day IS NOT NULL AND entry.history_at IS NULL,
      is_amount_late = entry.is_late
    FROM refreshed r
    JOIN opportunities f ON f.id = r.id
    ${ownership(rules)}
    ${winning(rules)}
    ${pipelineEntry(rules)}
    WHERE o.id = r.id`);
}

/**
 * Joins `outbound`, `own` (the lead's cycle) and `related` (the account's latest accepted cycle). A cycle that was accepted and
 * later rejected counts as rejected from then on (metrics.md §2), so that it owns nothing by its account any more; the
 * lead's own cycle owns whatever its verdict.
 */
function ownership(rules: FactsRules): Prisma.Sql {
  const outboundTouch = Prisma.sql`t.kind IN ('outbound_call', 'outbound_email') AND t.touched_on <= f.created_on`;
  return Prisma.sql`
    CROSS JOIN LATERAL (SELECT coalesce(f.created_by_team = 'sales', false) AND (
      EXISTS (SELECT FROM touches t WHERE t.opportunity_id = f.id AND ${outboundTouch})
      OR EXISTS (SELECT FROM touches t WHERE t.lead_id = f.lead_id AND ${outboundTouch})
      OR EXISTS (SELECT FROM touches t WHERE t.account_key = f.account_key AND ${outboundTouch})
      OR EXISTS (SELECT FROM leads l JOIN touches t ON t.lead_id = l.id WHERE l.account_key = f.account_key AND ${outboundTouch})
    ) AS yes) AS outbound
    LEFT JOIN LATERAL (
      SELECT c.id, c.source_code FROM cycles c WHERE c.lead_id = f.lead_id
      ORDER BY c.handed_over_on <= f.created_on DESC,
        CASE WHEN c.handed_over_on <= f.created_on THEN c.handed_over_on END DESC, c.handed_over_on, c.id DESC LIMIT 1
    ) AS own ON true
    LEFT JOIN LATERAL (
      SELECT c.id, c.source_code FROM leads l JOIN cycles c ON c.lead_id = l.id
      CROSS JOIN LATERAL (SELECT (c.decided_at AT TIME ZONE ${rules.zone})::date AS day) AS accepted
      WHERE own.id IS NULL AND l.account_key = f.account_key AND c.stage IN ('sal', 'sql', 'pipeline') AND accepted.day <= f.created_on
      ORDER BY accepted.day DESC, c.handed_over_on DESC, c.id DESC LIMIT 1
    ) AS related ON true`;
}

/** Join `won`: the day of the history row that set Won, else the close date; the amount at that date. */
function winning(rules: FactsRules): Prisma.Sql {
  return Prisma.sql`
    LEFT JOIN LATERAL (SELECT is_won FROM stage_history h WHERE h.opportunity_id = f.id ORDER BY entered_at DESC, ordinal DESC, is_won DESC LIMIT 1) AS latest ON true
    LEFT JOIN LATERAL (
      SELECT entered_on, amount, currency FROM stage_history h
      WHERE h.opportunity_id = f.id AND h.is_won ORDER BY entered_at DESC, ordinal DESC, ${VALUE} LIMIT 1
    ) AS set_won ON true
    CROSS JOIN LATERAL (
      SELECT CASE WHEN f.outcome = 'won' OR (f.outcome = 'open' AND latest.is_won) THEN coalesce(set_won.entered_on, f.closed_on) END AS day,
        coalesce(set_won.amount, f.amount) AS amount,
        CASE WHEN set_won.amount IS NULL THEN f.currency ELSE set_won.currency END AS currency
    ) AS won
    ${rateOn("won", rules)}`;
}

/**
 * Joins `kept` and `entry`: the first history row at ordinal ≥ 3, else the approximate day. Never restated (metrics.md §3): an
 * approximate entry once counted is kept, and so is the amount that stood in for a missing one as long as the entry is of
 * the same day and still has none. When the entry is first seen, a dated later row is preferred to the undated record.
 */
function pipelineEntry(rules: FactsRules): Prisma.Sql {
  return Prisma.sql`
    LEFT JOIN LATERAL (
      SELECT entered_at, entered_on, ordinal, amount FROM stage_history h
      WHERE h.opportunity_id = f.id AND h.ordinal >= 3 ORDER BY entered_at, ordinal, ${VALUE} LIMIT 1
    ) AS reached ON true
    LEFT JOIN LATERAL (
      SELECT amount, currency FROM stage_history h
      WHERE h.opportunity_id = f.id AND h.amount IS NOT NULL AND (h.entered_at, h.ordinal) >= (reached.entered_at, reached.ordinal)
      ORDER BY entered_at, ordinal, ${VALUE} LIMIT 1
    ) AS valued ON true
    CROSS JOIN LATERAL (
      SELECT reached.entered_at IS NULL AND f.is_approximate AND f.pipeline_on IS NOT NULL AS entry,
        reached.amount IS NULL AND f.is_amount_late AND f.pipeline_amount IS NOT NULL AND f.pipeline_on IS NOT DISTINCT FROM reached.entered_on AS amount
    ) AS kept
    CROSS JOIN LATERAL (
      SELECT reached.entered_at AS history_at,
        CASE
          WHEN reached.entered_at IS NOT NULL THEN reached.entered_on
          WHEN kept.entry THEN f.pipeline_on
          WHEN won.day IS NOT NULL THEN won.day
          WHEN f.outcome = 'won' OR f.stage_ordinal >= 3 THEN greatest(f.first_seen_on, f.created_on)
        END AS day,
        coalesce(valued.amount, f.amount) AS amount,
        CASE WHEN valued.amount IS NULL THEN f.currency ELSE valued.currency END AS currency,
        kept.amount OR (reached.entered_at IS NOT NULL AND reached.amount IS NULL AND coalesce(valued.amount, f.amount) IS NOT NULL) AS is_late
    ) AS entry
    ${rateOn("entry", rules)}`;
}

/** Join of the rate on the day of `name` (an alias with day and currency). */
function rateOn(name: "won" | "entry", rules: FactsRules): Prisma.Sql {
  const alias = Prisma.raw(name);
  const rate = Prisma.raw(`${name}_rate`);
  return Prisma.sql`
    LEFT JOIN fx_rates ${rate} ON ${rate}.day = ${alias}.day AND ${rate}.from_currency = ${alias}.currency AND ${rate}.to_currency = ${rules.currency}`;
}

/**
 * Amount of `name` in the reporting currency at that day's rate. Null without that rate, and for what numeric(16,2) does not
 * hold: such an entry counts no money until the rate comes in (records/fx-rates.ts). It stands with "—" among the deals of its
 * cell, and `npm run verify` names it.
 */
function converted(name: "won" | "entry", rules: FactsRules): Prisma.Sql {
  const alias = Prisma.raw(name);
  const inReporting = Prisma.sql`CASE WHEN ${alias}.currency = ${rules.currency} THEN ${alias}.amount ELSE round(${alias}.amount * ${Prisma.raw(`${name}_rate`)}.rate, 2) END`;
  return Prisma.sql`(SELECT money.amount FROM (SELECT ${inReporting} AS amount) AS money WHERE money.amount < 1e14::numeric)`;
}
