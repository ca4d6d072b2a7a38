/** A message on its way to one recipient (product.md D11). */
export type DeliveryState = "claimed" | "handed_over" | "sent" | "refused";
export type DeliveryChannel = "email" | "slack";

/**
 * Minutes after the start of each try until the next one: eight tries over 23 hours. Who has more of them than this list
 * has waits is not tried again by itself.
 */
export const RETRY_MINUTES: readonly number[] = [1, 5, 30, 60, 180, 360, 720];
export const MOST_ATTEMPTS = RETRY_MINUTES.length + 1;

/** No conversation lasts longer, however slowly the other side talks. */
export const LONGEST_TALK_MINUTES = 5;

/** Whoever claimed a message, or has handed it over, and has not said so by then is taken for dead: its conversation is over. */
export const STALE_MINUTES = 2 * LONGEST_TALK_MINUTES;

const MINUTE_MS = 60_000;

export interface DeliveryProgress {
  readonly state: DeliveryState;
  /** Tries so far, this one included. */
  readonly attempts: number;
  readonly claimedAt: Date;
  /** When its last byte was let go; null before. */
  readonly handedOverAt: Date | null;
  /** How the last try ended, where not well; null while it goes on. */
  readonly error: string | null;
}

/** One message to one recipient, with what became of it. */
export interface DeliveryRow extends DeliveryProgress {
  readonly id: bigint;
  /** `digest:<Monday>`, `reminder:<number>` or `missed:<date>`. */
  readonly key: string;
  readonly channel: DeliveryChannel;
  /** Name of the person; null for Slack. */
  readonly name: string | null;
  readonly sentAt: Date | null;
  /** It is still for this person. */
  readonly isRecipient: boolean;
}

const after = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);

/** From when on a message is tried again by itself; null: never. What was handed over may have arrived and is not. */
export function nextTryAt({
  state,
  attempts,
  claimedAt,
}: Omit<DeliveryProgress, "error" | "handedOverAt">): Date | null {
  if (attempts >= MOST_ATTEMPTS || state === "sent" || state === "handed_over") return null;
  if (state === "claimed") return after(claimedAt, STALE_MINUTES);
  return after(claimedAt, RETRY_MINUTES[attempts - 1] ?? 0);
}

/**
 * Whether somebody may send it once more: what may not have arrived, and what is not tried by itself any more. A message
 * whose conversation may still be going on is neither.
 */
export function maySendAgain(delivery: DeliveryProgress, now: Date): boolean {
  const { state, claimedAt, handedOverAt, error } = delivery;
  if (state === "sent") return false;
  if (state === "refused" || error !== null) return true;
  return now.getTime() >= after(handedOverAt ?? claimedAt, STALE_MINUTES).getTime();
}
