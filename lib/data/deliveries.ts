import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { DeliveryRow } from "@/lib/domain/deliveries";
import { IS_RECIPIENT } from "./recipients";

export const deliveryObject = (id: bigint): string => `delivery:${id}`;

/** More are not listed. */
export const DELIVERIES_SHOWN = 100;

/** The log of messages, latest first. Throws AppError FORBIDDEN. */
export async function listDeliveries(actor: Actor): Promise<DeliveryRow[]> {
  await authorize(actor, "digest.manage", "deliveries");
  return db().$queryRaw<DeliveryRow[]>`
    SELECT d.id, d.key, d.channel::text, u.name, d.state::text, d.attempts, d.claimed_at AS "claimedAt",
      d.handed_over_at AS "handedOverAt", d.sent_at AS "sentAt", d.error, ${IS_RECIPIENT} AS "isRecipient"
    FROM deliveries d LEFT JOIN users u ON u.id = d.user_id ORDER BY d.claimed_at DESC, d.id DESC LIMIT ${DELIVERIES_SHOWN}`;
}
