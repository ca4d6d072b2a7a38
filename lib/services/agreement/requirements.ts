import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { type Requirements, requirementsObject, requirementsSql } from "@/lib/data/requirements";
import { inOrder, isRequiredField, type RequiredField } from "@/lib/domain/required-data";
import { isSpendPolicy, type SpendPolicies, type SpendPolicy } from "@/lib/domain/spend-policy";
import { configuredSources } from "@/lib/services/floors";
import { editSettings, fieldsRefused } from "@/lib/services/settings";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { editTarget, writeInto } from "./drafts";

/** What a form says: fields by name, policies by source. */
export interface RequirementsText {
  requiredData: readonly string[];
  spendPolicy: Readonly<Record<string, string>>;
}

/** Checked requirements. Throws AppError with every error in its details: FIELD_UNKNOWN, SOURCE_UNKNOWN, POLICY_UNKNOWN. */
function requireRequirements(text: RequirementsText, sources: readonly string[]): Requirements {
  const errors: { field: string; code: string; message: string }[] = [];
  const fields = text.requiredData.filter((field): field is RequiredField => {
    if (isRequiredField(field)) return true;
    const message = `"${field}" is no field of a lead that can be required. Choose from the list.`;
    errors.push({ field: "required_data", code: "FIELD_UNKNOWN", message });
    return false;
  });
  const policies: Record<string, SpendPolicy> = {};
  for (const [source, policy] of Object.entries(text.spendPolicy)) {
    const field = `policy.${source}`;
    if (!sources.includes(source)) {
      errors.push({ field, code: "SOURCE_UNKNOWN", message: "This source is no longer there. Reload the page." });
    } else if (isSpendPolicy(policy)) policies[source] = policy;
    else errors.push({ field, code: "POLICY_UNKNOWN", message: "Choose what counts as spend of this source." });
  }
  if (errors.length > 0) throw fieldsRefused(errors);
  return { requiredData: inOrder(fields), spendPolicy: policies };
}

/** The state as the feed reads it. */
const stateOf = ({ requiredData, spendPolicy }: Requirements): object => ({
  required_data: requiredData,
  policy: spendPolicy,
});

/**
 * Sets the data that a lead must carry to be handed over and what counts as spend of each source (product.md C8): in place while
 * nobody has begun to write the first agreement, else in the draft of the next version. A source that is left out keeps its policy.
 * @throws AppError FORBIDDEN, CONFLICT, UNCHANGED, NOT_FOUND, ALREADY_SIGNED, OVER_ONE_PAGE, or what is wrong with a field
 */
export async function setRequirements(
  actor: Actor,
  edit: RequirementsText & { version: number; seen: bigint },
): Promise<void> {
  const object = requirementsObject(edit.version);
  await editSettings(actor, "agreement.edit", { object, seen: edit.seen }, async (tx) => {
    const asked = requireRequirements(edit, await configuredSources(tx));
    const target = await editTarget(tx, actor, edit.version);
    const { version } = target;
    const before = await onlyRow<Requirements>(tx, requirementsSql(version));
    const spendPolicy: SpendPolicies = { ...before.spendPolicy, ...asked.spendPolicy };
    await writeInto(tx, target, () => store(tx, version, { requiredData: asked.requiredData, spendPolicy }));
    return {
      action: "requirements.set",
      object: requirementsObject(version),
      before: stateOf(before),
      after: stateOf({ requiredData: asked.requiredData, spendPolicy }),
      agreementVersion: version,
    };
  });
}

async function store(tx: Tx, version: number, { requiredData, spendPolicy }: Requirements): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE agreements SET required_data = ${[...requiredData]}::text[], spend_policy = ${JSON.stringify(spendPolicy)}::jsonb,
      updated_at = now()
    WHERE version = ${version}`);
}
