import "server-only";
import { may, type Person } from "@/lib/auth/actor";
import { fetchPresence } from "@/lib/data/review-presence";
import { listenToRoom } from "@/lib/data/room-events";
import type { IsoDate } from "@/lib/domain/dates";
import { asAppError } from "@/lib/errors";
import { logError } from "@/lib/log";
import { seenInRoom } from "./attend";

/** A page that was not heard of for three of these is not in the room any more. */
const BEAT_MS = 15_000;

interface Page {
  asOf: IsoDate;
  /** Who looks, asked anew at every beat; null once they are signed out, disabled or have lost the right. */
  who(): Promise<Person | null>;
  changed(): void;
  /** Says that the session is over. */
  signedOut(): void;
  end(): void;
}

/**
 * Keeps an open page of a room up to date: tells it when something changed, notes every 15 s that one of the five is there, and
 * ends when whoever looks may not look any more. Returns how it is stopped.
 */
export function followRoom(page: Page): () => void {
  let shown: string | null = null;
  let isStopped = false;
  const beat = async () => {
    const actor = await page.who();
    if (isStopped) return;
    if (!actor) {
      page.signedOut();
      page.end();
      return;
    }
    if (may(actor, "review.attend")) await seenInRoom(actor, page.asOf, new Date());
    const present = await fetchPresence(page.asOf, new Date());
    if (isStopped) return;
    // Somebody who left is noticed by the silence.
    if (shown !== null && shown !== present) page.changed();
    shown = present;
  };
  const run = () =>
    beat().catch((error: unknown) => {
      if (asAppError(error, "").code === "INTERNAL")
        logError("a beat of a review room failed", { asOf: page.asOf }, error);
    });
  const timer = setInterval(run, BEAT_MS);
  const unlisten = listenToRoom(page.asOf, { changed: page.changed, stopping: page.end });
  void run();
  return () => {
    isStopped = true;
    clearInterval(timer);
    unlisten();
  };
}
