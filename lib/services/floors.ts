import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { termsObject, termsSql } from "@/lib/data/floors";
import { parseTerms, type Terms, type TermsText, termsText } from "@/lib/domain/terms";
import { Prisma } from "@/prisma/generated/client";
import { editTarget, writeInto } from "./agreement/drafts";
import { followTerms } from "./agreement/in-force";
import { changeReason, editSettings, fieldsRefused } from "./settings";
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

/**
 * Sets floors, limits, model and SLAs on the screen of version `version` (product.md C5, C4): in place while nobody has begun
 * to write the first agreement, with counters of the ACV band and credits of won deals in the same transaction (due dates of
 * cycles that were handed over before stay); else in the draft of the next version, where nothing follows until it judges.
 * @param edit `text` as lib/domain/terms.ts reads it; `reason` why, kept in the audit log
 * @throws AppError FORBIDDEN, CONFLICT, UNCHANGED, CHANGE_REASON_REQUIRED, NOT_FOUND, ALREADY_SIGNED, OVER_ONE_PAGE, or what is wrong with a field
 */
export async function setFloors(
  actor: Actor,
  edit: { version: number; seen: bigint; text: TermsText; reason: string },
): Promise<void> {
  await editSettings(actor, "agreement.edit", { object: termsObject(edit.version), seen: edit.seen }, async (tx) => {
    const terms = requireTerms(edit.text, await configuredSources(tx));
    const reason = changeReason(edit.reason);
    const target = await editTarget(tx, actor, edit.version);
    const { version, isLive } = target;
    const before = await onlyRow<Terms>(tx, termsSql(version));
    await writeInto(tx, target, () => store(tx, version, terms));
    return {
      action: "floors.set",
      object: termsObject(version),
      before: termsText(before),
      after: termsText(terms),
      reason,
      agreementVersion: version,
      ...(isLive && { follow: (auditSeq) => followTerms(tx, before, terms, auditSeq) }),
    };
  });
}
