import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { definitionObject } from "@/lib/data/agreements";
import { disputeObject } from "@/lib/data/disputes";
import type { Definition, DefinitionKey } from "@/lib/domain/definition";
import { asksTheSame, type FieldValue, fieldLabel, fieldWords, isSide, withField } from "@/lib/domain/disputes";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { openDraft } from "./agreement/drafts";
import { audit } from "./audit";
import { requireRoomForPick } from "./dispute-room";
import { disputeReason, lockDispute } from "./disputes";
import { checkUnseen, settingsTransaction } from "./settings";
import { onlyRow, type Tx } from "./sql";

/**
 * The CEO picks one of two positions, with a reason (product.md C10). The draft of the agreement takes the pick, which voids
 * what was signed of it, and the field is closed for 12 months.
 * @param input `seen`: last audit entry about the dispute that the CEO saw, so that nobody changes a position under the pick
 * @throws AppError CEO_ICP_ONLY, NOT_FOUND, DISPUTE_CLOSED, CONFLICT, POSITION_MISSING, PICK_REQUIRED,
 * POSITION_REASON_REQUIRED, OVER_ONE_PAGE, ALREADY_SIGNED when a signed version waits for its day
 */
export async function resolve(
  actor: Actor,
  input: { dispute: bigint; side: string; reason: string; seen: bigint },
  now: Date,
): Promise<void> {
  const object = disputeObject(input.dispute);
  await authorize(actor, "dispute.resolve", object);
  const { side } = input;
  if (!isSide(side)) {
    throw new AppError("PICK_REQUIRED", { field: "side", message: "Pick one of the two positions." });
  }
  const reason = disputeReason(input.reason, "why you pick this");
  await settingsTransaction(async (tx) => {
    const { field, positions } = await lockDispute(tx, input.dispute);
    await checkUnseen(tx, object, input.seen);
    const { cro, cmo } = positions;
    if (!cro || !cmo) {
      const missing = cro ? "The CMO" : "The CRO";
      const message = `${missing} has not stated a position yet. Pick when both are in.`;
      throw new AppError("POSITION_MISSING", { message });
    }
    const { value } = side === "cro" ? cro : cmo;
    await requireRoomForPick(tx, { field, value, side: side.toUpperCase() });
    const version = await writePick(tx, actor, { field, value, reason });
    await tx.rows(Prisma.sql`
      UPDATE disputes SET resolved_at = ${now}, resolved_by_id = ${actor.id}::bigint, picked = ${side}::user_role,
        reason = ${reason}, agreement_version = ${version}
      WHERE id = ${input.dispute} AND num_nonnulls(resolved_at, withdrawn_at) = 0`);
    const after = {
      field: fieldLabel(field),
      picked: side.toUpperCase(),
      definition: fieldWords(field, value),
      version,
      reason,
    };
    await audit(tx, { actor, action: "dispute.resolve", object, after, agreementVersion: version });
  });
}

/**
 * Writes the pick into the version that is being written, made if there is none. One that says so already stays as it is: its
 * signatures are of what was picked.
 * @returns the version that carries the pick
 */
async function writePick(
  tx: Tx,
  actor: Actor,
  { field, value, reason }: { field: DefinitionKey; value: FieldValue; reason: string },
): Promise<number> {
  const standing = await onlyRow<{ version: number; definition: Definition }>(
    tx,
    Prisma.sql`
      SELECT version, definition FROM agreements WHERE status <> 'superseded'
      ORDER BY (status IN ('draft', 'proposed', 'signed')) DESC LIMIT 1`,
  );
  if (asksTheSame(standing.definition[field], value)) return standing.version;
  const version = await openDraft(tx, actor);
  const before = standing.definition;
  const after = withField(before, field, value);
  await tx.rows(Prisma.sql`
    UPDATE agreements SET definition = ${JSON.stringify(after)}::jsonb, updated_at = now()
    WHERE version = ${version} AND status = 'draft'`);
  await audit(tx, {
    actor,
    action: "agreement.define",
    object: definitionObject(version),
    before,
    after: { ...after, reason: `The CEO picked: ${reason}` },
    agreementVersion: version,
  });
  return version;
}
