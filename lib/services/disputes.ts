import "server-only";
import { authorize, forbidden, loggingRefusals, type Person } from "@/lib/auth/actor";
import { DISPUTES_OBJECT, disputeObject, noDispute } from "@/lib/data/disputes";
import { dateIn } from "@/lib/domain/dates";
import type { DefinitionKey } from "@/lib/domain/definition";
import {
  asksTheSame,
  type FieldValue,
  fieldLabel,
  fieldWords,
  isSide,
  otherSide,
  readField,
  type Side,
} from "@/lib/domain/disputes";
import { lengthOf, shortText } from "@/lib/domain/short-text";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { requireRoom } from "./dispute-room";
import { fieldsRefused, settingsTransaction } from "./settings";
import { onlyRow, type Tx } from "./sql";

/** What one side proposes, from outside. */
export interface PositionInput {
  /** That part of the definition (lib/domain/definition.ts). */
  value: unknown;
  reason: string;
}

const REASON = { least: 3, most: 500 };

/** Why, in words. Throws AppError POSITION_REASON_REQUIRED. */
export function disputeReason(text: string, why: string): string {
  const reason = shortText(text);
  const length = lengthOf(reason);
  if (length >= REASON.least && length <= REASON.most) return reason;
  const message = `Say ${why} in ${REASON.least} to ${REASON.most} characters: it is kept beside the dispute.`;
  throw new AppError("POSITION_REASON_REQUIRED", { field: "reason", message });
}

function requireValue(field: DefinitionKey, input: unknown): FieldValue {
  const result = readField(field, input);
  if (result.ok) return result.value;
  throw fieldsRefused(result.errors);
}

/** The side of whoever states a position; the permission lets nobody else through. */
function sideOf(actor: Person): Side {
  if (isSide(actor.role)) return actor.role;
  throw forbidden("The CRO and the CMO state a position, each for their own side. Nothing has changed.");
}

/** Throws AppError ICP_CLOSED_UNTIL with the date in its details, DISPUTE_OPEN with the id. */
async function requireDisputable(tx: Tx, field: DefinitionKey, now: Date): Promise<void> {
  const label = fieldLabel(field);
  const [open] = await tx.rows<{ id: bigint }>(Prisma.sql`
    SELECT id FROM disputes WHERE field = ${field}::definition_field AND resolved_at IS NULL AND withdrawn_at IS NULL`);
  if (open) {
    const message = `A dispute about “${label}” is open already. State your position there.`;
    throw new AppError("DISPUTE_OPEN", { field: "field", message, details: { dispute: String(open.id) } });
  }
  const { zone, until } = await onlyRow<{ zone: string; until: string | null }>(
    tx,
    Prisma.sql`
      SELECT o.time_zone AS zone, (SELECT max(closed_until)::text FROM disputes WHERE field = ${field}::definition_field) AS until
      FROM organisation o WHERE o.id = 1`,
  );
  if (until === null || until <= dateIn(now, zone)) return;
  throw new AppError("ICP_CLOSED_UNTIL", {
    field: "field",
    message: `The CEO has picked about “${label}”, and it is closed until ${until}. Work with what was picked; from that day on it can be disputed again.`,
    details: { closed_until: until },
  });
}

/** Appends or replaces the position of a side. */
async function storePosition(
  tx: Tx,
  actor: Person,
  at: { dispute: bigint; side: Side; value: FieldValue; reason: string },
  now: Date,
): Promise<void> {
  await tx.rows(Prisma.sql`
    INSERT INTO dispute_positions (dispute_id, side, user_id, value, reason, stated_at)
    VALUES (${at.dispute}, ${at.side}::user_role, ${actor.id}, ${JSON.stringify(at.value)}::jsonb, ${at.reason}, ${now})
    ON CONFLICT (dispute_id, side) DO UPDATE
    SET user_id = EXCLUDED.user_id, value = EXCLUDED.value, reason = EXCLUDED.reason, stated_at = EXCLUDED.stated_at`);
}

/**
 * Opens a dispute about one of the eight fields with the position of the raiser's side (product.md C10).
 * @returns its id
 * @throws AppError FORBIDDEN, DISPUTE_OPEN, ICP_CLOSED_UNTIL, POSITION_REASON_REQUIRED, OVER_ONE_PAGE, or what is wrong with
 * the value
 */
export async function raise(
  actor: Person,
  input: PositionInput & { field: DefinitionKey },
  now: Date,
): Promise<bigint> {
  await authorize(actor, "dispute.raise", DISPUTES_OBJECT);
  const [side, { field }] = [sideOf(actor), input];
  const value = requireValue(field, input.value);
  const reason = disputeReason(input.reason, "why your side wants this");
  return settingsTransaction(async (tx) => {
    await requireDisputable(tx, field, now);
    await requireRoom(tx, field, value);
    const { id } = await onlyRow<{ id: bigint }>(
      tx,
      Prisma.sql`
        INSERT INTO disputes (field, raised_by, opened_at) VALUES (${field}::definition_field, ${side}::user_role, ${now})
        RETURNING id`,
    );
    await storePosition(tx, actor, { dispute: id, side, value, reason }, now);
    const after = { field: fieldLabel(field), [side]: fieldWords(field, value), reason };
    await audit(tx, { actor, action: "dispute.raise", object: disputeObject(id), after });
    return id;
  });
}

interface LockedDispute {
  field: DefinitionKey;
  raisedBy: Side;
  isOver: boolean;
}

export type Standing = LockedDispute & { positions: Partial<Record<Side, { value: FieldValue; reason: string }>> };

/** An open dispute with its positions, locked. Throws AppError NOT_FOUND, DISPUTE_CLOSED. */
export async function lockDispute(tx: Tx, id: bigint): Promise<Standing> {
  const [dispute] = await tx.rows<LockedDispute>(Prisma.sql`
    SELECT field::text, raised_by::text AS "raisedBy", num_nonnulls(resolved_at, withdrawn_at) > 0 AS "isOver"
    FROM disputes WHERE id = ${id} FOR UPDATE`);
  if (!dispute) throw noDispute();
  if (dispute.isOver) {
    const message = "This dispute is over, so nothing has changed. Reload the page to see how it ended.";
    throw new AppError("DISPUTE_CLOSED", { message });
  }
  const rows = await tx.rows<{ side: Side; value: FieldValue; reason: string }>(Prisma.sql`
    SELECT side::text, value, reason FROM dispute_positions WHERE dispute_id = ${id}`);
  return { ...dispute, positions: Object.fromEntries(rows.map(({ side, ...position }) => [side, position])) };
}

/**
 * States the position of one's side, or states it anew until the CEO has picked.
 * @throws AppError FORBIDDEN, NOT_FOUND, DISPUTE_CLOSED, POSITIONS_AGREE when the other side asks for the same, UNCHANGED,
 * POSITION_REASON_REQUIRED, OVER_ONE_PAGE, or what is wrong with the value
 */
export async function statePosition(
  actor: Person,
  input: { dispute: bigint; reason: string; value: (field: DefinitionKey) => unknown },
  now: Date,
): Promise<void> {
  const object = disputeObject(input.dispute);
  await authorize(actor, "dispute.raise", object);
  const side = sideOf(actor);
  const reason = disputeReason(input.reason, "why your side wants this");
  await settingsTransaction(async (tx) => {
    const { field, positions } = await lockDispute(tx, input.dispute);
    const value = requireValue(field, input.value(field));
    const [own, other] = [positions[side], positions[otherSide(side)]];
    if (other && asksTheSame(other.value, value)) throw positionsAgree();
    if (own && own.reason === reason && asksTheSame(own.value, value)) {
      throw new AppError("UNCHANGED", { message: "Your side has stated exactly this already, so nothing was saved." });
    }
    await requireRoom(tx, field, value);
    await storePosition(tx, actor, { dispute: input.dispute, side, value, reason }, now);
    const before = own ? { [side]: fieldWords(field, own.value) } : null;
    const after = { [side]: fieldWords(field, value), reason };
    await audit(tx, { actor, action: own ? "dispute.restate" : "dispute.state", object, before, after });
  });
}

function positionsAgree(): AppError {
  return new AppError("POSITIONS_AGREE", {
    message:
      "Both sides ask for the same, so the CEO has nothing to pick. Ask the VP RevOps to write it into the agreement, and whoever raised the dispute to withdraw it.",
  });
}

/**
 * The side that raised a dispute takes it back before the CEO has picked; the field stays open to others.
 * @throws AppError FORBIDDEN (also for the other side), NOT_FOUND, DISPUTE_CLOSED
 */
export async function withdraw(actor: Person, id: bigint, now: Date): Promise<void> {
  const object = disputeObject(id);
  await authorize(actor, "dispute.raise", object);
  await loggingRefusals(actor, "dispute.raise", object, () =>
    settingsTransaction(async (tx) => {
      const { field, raisedBy } = await lockDispute(tx, id);
      if (raisedBy !== actor.role)
        throw forbidden("Only the side that raised it can withdraw it. Nothing has changed.");
      await tx.rows(
        Prisma.sql`UPDATE disputes SET withdrawn_at = ${now} WHERE id = ${id} AND num_nonnulls(withdrawn_at, resolved_at) = 0`,
      );
      await audit(tx, { actor, action: "dispute.withdraw", object, after: { field: fieldLabel(field) } });
    }),
  );
}
