import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { CURRENT_AGREEMENT, type CurrentAgreement, definitionObject } from "@/lib/data/agreements";
import type { Definition } from "@/lib/domain/definition";
import { validateDefinition } from "@/lib/domain/definition-validation";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { editSettings, fieldsRefused } from "./settings";
import type { Tx } from "./sql";

/** A checked definition. Throws AppError with every error in its details: FIELD_MISSING, BAD_NAICS, BAD_PATTERN, … */
export function requireDefinition(input: unknown): Definition {
  const result = validateDefinition(input);
  if (result.ok) return result.definition;
  throw fieldsRefused(result.errors);
}

/** The agreement that judges today, locked. Throws AppError NOT_FOUND when it is another version. */
export async function requireCurrent(tx: Tx, version: number): Promise<CurrentAgreement> {
  const [current] = await tx.rows<CurrentAgreement>(Prisma.sql`${CURRENT_AGREEMENT} FOR UPDATE`);
  if (current?.version === version) return current;
  throw new AppError("NOT_FOUND", { message: "Another version is in use by now. Reload the page and edit that one." });
}

/**
 * Replaces the definition of a version in place (product.md C1). It judges hand-overs from now on; verdicts and traces that
 * were stored before stay.
 * @param input the definition from outside (lib/domain/definition-validation.ts)
 * @throws AppError FORBIDDEN, CONFLICT, UNCHANGED, NOT_FOUND, or what is wrong with a field
 */
export async function define(
  actor: Actor,
  edit: { version: number; seen: bigint; definition: unknown },
): Promise<void> {
  const { version, seen } = edit;
  await editSettings(actor, "agreement.edit", { object: definitionObject(version), seen }, async (tx) => {
    const definition = requireDefinition(edit.definition);
    const current = await requireCurrent(tx, version);
    await tx.rows(Prisma.sql`
      UPDATE agreements SET definition = ${JSON.stringify(definition)}::jsonb, updated_at = now() WHERE version = ${version}`);
    return {
      action: "agreement.define",
      before: current.definition,
      after: definition,
      agreementVersion: version,
    };
  });
}
