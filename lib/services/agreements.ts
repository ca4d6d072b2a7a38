import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { definitionObject } from "@/lib/data/agreements";
import type { Definition } from "@/lib/domain/definition";
import { validateDefinition } from "@/lib/domain/definition-validation";
import { Prisma } from "@/prisma/generated/client";
import { editTarget, writeInto } from "./agreement/drafts";
import { editSettings, fieldsRefused } from "./settings";
import { onlyRow } from "./sql";

/** A checked definition. Throws AppError with every error in its details: FIELD_MISSING, BAD_NAICS, BAD_PATTERN, … */
export function requireDefinition(input: unknown): Definition {
  const result = validateDefinition(input);
  if (result.ok) return result.definition;
  throw fieldsRefused(result.errors);
}

/**
 * Replaces the definition on the screen of version `version` (product.md C1, C4): in place while nobody has begun to write the
 * first agreement, and then it judges hand-overs from now on; else in the draft of the next version.
 * @param input the definition from outside (lib/domain/definition-validation.ts)
 * @throws AppError FORBIDDEN, CONFLICT, UNCHANGED, NOT_FOUND, ALREADY_SIGNED, OVER_ONE_PAGE, or what is wrong with a field
 */
export async function define(
  actor: Actor,
  edit: { version: number; seen: bigint; definition: unknown },
): Promise<void> {
  await editSettings(
    actor,
    "agreement.edit",
    { object: definitionObject(edit.version), seen: edit.seen },
    async (tx) => {
      const definition = requireDefinition(edit.definition);
      const target = await editTarget(tx, actor, edit.version);
      const { version } = target;
      const before = await onlyRow<{ definition: Definition }>(
        tx,
        Prisma.sql`SELECT definition FROM agreements WHERE version = ${version} FOR UPDATE`,
      );
      await writeInto(tx, target, () =>
        tx.rows(Prisma.sql`
        UPDATE agreements SET definition = ${JSON.stringify(definition)}::jsonb, updated_at = now() WHERE version = ${version}`),
      );
      return {
        action: "agreement.define",
        object: definitionObject(version),
        before: before.definition,
        after: definition,
        agreementVersion: version,
      };
    },
  );
}
