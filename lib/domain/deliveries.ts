/** A message on its way to one recipient (product.md D11). */
export type DeliveryState = "claimed" | "handed_over" | "sent" | "refused";
export type DeliveryChannel = "email" | "slack";

/**
 * Minutes after the start of each try until the next one: eight tries over 23 hours. Who has more of them than this list
 * has waits is not tried again by itself.
 */
export const RETRY_MINUTES: readonly number[] = [1, 5, 30, 60, 180, 360, 720];
export const MOST_ATTEMPTS = RETRY_MINUTES.length + 1;

/** Whoever claimed a message and has not handed it over by then is taken for dead; a conversation ends sooner by its timeouts. */
export const STALE_MINUTES = 10;

const MINUTE_MS = 60_000;

export interface DeliveryProgress {
  readonly state: DeliveryState;
  /** Tries so far, this one included. */
  readonly attempts: number;
  readonly claimedAt: Date;
  /** How the last try ended, where not well; null while it goes on. */
  readonly error: string | null;
}

const after = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);

/** From when on a message is tried again by itself; null: never. What was handed over may have arrived and is not. */
export function nextTryAt({ state, attempts, claimedAt }: Omit<DeliveryProgress, "error">): Date | null {
  if (attempts >= MOST_ATTEMPTS || state === "sent" || state === "handed_over") return null;
  if (state === "claimed") return after(claimedAt, STALE_MINUTES);
  return after(claimedAt, RETRY_MINUTES[attempts - 1] ?? 0);
}

/**
 * Whether somebody may send it once more: what may not have arrived, and what is not tried by itself any more. A message
 * whose conversation may still be going on is neither.
 */
export function maySendAgain(delivery: DeliveryProgress, now: Date): boolean {
  const { state, claimedAt, error } = delivery;
  if (state === "sent") return false;
  if (state === "refused" || error !== null) return true;
  return now.getTime() >= after(claimedAt, STALE_MINUTES).getTime();
}
