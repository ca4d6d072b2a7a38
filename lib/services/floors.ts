import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { termsObject, termsSql } from "@/lib/data/floors";
import { parseTerms, type Terms, type TermsText, termsText } from "@/lib/domain/terms";
import { Prisma } from "@/prisma/generated/client";
import { requireCurrent } from "./agreements";
import { recountReached } from "./facts/days";
import { factsRules, refreshOpportunities } from "./facts/refresh";
import { changeReason, editSettings, fieldsRefused, lock } from "./settings";
import { onlyRow, type Tx } from "./sql";

/** Codes of the configured sources; floors of anything else are refused. */
export async function configuredSources(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ code: string }>(Prisma.sql`
    SELECT code FROM sources WHERE NOT is_unmapped ORDER BY position, code COLLATE "C"`);
  return rows.map(({ code }) => code);
}

/** Checked terms. Throws AppError with every error in its details: FLOOR_RANGE, LOOKBACK_RANGE, WEIGHTS_SUM, SLA_RANGE. */
export function requireTerms(text: TermsText, sources: readonly string[]): Terms {
  const result = parseTerms(text, sources);
  if (result.ok) return result.terms;
  throw fieldsRefused(result.errors);
}

async function store(tx: Tx, version: number, terms: Terms): Promise<void> {
  const [first, created, won] = terms.weights;
  await tx.rows(Prisma.sql`
    UPDATE agreements SET rejection_cap = ${terms.rejectionCap}::numeric, pipeline_floor = ${terms.pipelineFloor}::numeric,
      cost_line = ${terms.costLine}::numeric, acv_min = ${terms.acvMin}::numeric, acv_max = ${terms.acvMax}::numeric,
      minimum_n = ${terms.minimumN}, weight_first = ${first}, weight_created = ${created}, weight_won = ${won},
      lookback_days = ${terms.lookbackDays}, decision_days = ${terms.decisionDays}, follow_up_hours = ${terms.followUpHours},
      updated_at = now()
    WHERE version = ${version}`);
  await tx.rows(Prisma.sql`DELETE FROM floors WHERE agreement_version = ${version}`);
  await tx.rows(Prisma.sql`
    INSERT INTO floors (agreement_version, source_code, segment_code, percent)
    SELECT ${version}, source, segment, percent
    FROM jsonb_to_recordset(${JSON.stringify(terms.floors)}::jsonb) AS f(source text, segment segment_code, percent numeric)`);
}

/** What the derived figures depend on, of each kind. */
const bandOf = ({ acvMin, acvMax }: Terms): string => `${acvMin}–${acvMax}`;
const modelOf = ({ lookbackDays, weights }: Terms): string => [lookbackDays, ...weights].join();

/**
 * Sets floors, limits, model and SLAs of a version in place (product.md C5). Counters of the ACV band and credits of won
 * deals follow in the same transaction; due dates of cycles that were handed over before stay.
 * @param edit `text` as lib/domain/terms.ts reads it; `reason` why, kept in the audit log
 * @throws AppError FORBIDDEN, CONFLICT, UNCHANGED, CHANGE_REASON_REQUIRED, NOT_FOUND, or what is wrong with a field
 */
export async function setFloors(
  actor: Actor,
  edit: { version: number; seen: bigint; text: TermsText; reason: string },
): Promise<void> {
  const { version, seen } = edit;
  await editSettings(actor, "agreement.edit", { object: termsObject(version), seen }, async (tx) => {
    const terms = requireTerms(edit.text, await configuredSources(tx));
    const reason = changeReason(edit.reason);
    await requireCurrent(tx, version);
    const before = await onlyRow<Terms>(tx, termsSql(version));
    await store(tx, version, terms);
    return {
      action: "floors.set",
      before: termsText(before),
      after: termsText(terms),
      reason,
      agreementVersion: version,
      follow: async (auditSeq) => {
        const rules = await factsRules(tx);
        if (modelOf(before) !== modelOf(terms)) await refreshOpportunities(tx, "all", rules, auditSeq);
        if (bandOf(before) !== bandOf(terms)) {
          await lock(tx, "facts");
          await recountReached(tx, "all", rules);
        }
      },
    };
  });
}
