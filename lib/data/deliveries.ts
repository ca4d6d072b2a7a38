import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { DeliveryChannel, DeliveryState } from "@/lib/domain/deliveries";
import { IS_RECIPIENT } from "./recipients";

export const deliveryObject = (id: bigint): string => `delivery:${id}`;

/** One message to one recipient, with what became of it. */
export interface DeliveryRow {
  id: bigint;
  /** `digest:<Monday>`, `reminder:<number>` or `missed:<date>`. */
  key: string;
  channel: DeliveryChannel;
  /** Name of the person; null for Slack. */
  name: string | null;
  state: DeliveryState;
  attempts: number;
  claimedAt: Date;
  handedOverAt: Date | null;
  sentAt: Date | null;
  /** What the other side said last. */
  error: string | null;
  /** It is still for this person. */
  isRecipient: boolean;
}

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
