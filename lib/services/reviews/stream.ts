import "server-only";
import type { Person } from "@/lib/auth/actor";
import { fetchRoomPulse, type RoomPulse } from "@/lib/data/review-presence";
import { listenToRoom } from "@/lib/data/room-events";
import type { IsoDate } from "@/lib/domain/dates";
import { AppError, asAppError } from "@/lib/errors";
import { logError } from "@/lib/log";

/** How often a stream looks whether it should still be there, and shows the proxies on its way that it is. */
const BEAT_MS = 15_000;
/** Pages of one person on one process. Their browsers hold no more to one server without HTTP/2. */
const MOST_PAGES = 6;

interface Page {
  asOf: IsoDate;
  /** Whose page it is. */
  readerId: bigint;
  /** Who looks, asked anew at every beat; null once they are signed out, disabled or have lost the right. */
  who(): Promise<Person | null>;
  changed(): void;
  /** Something comes through, or nobody reads any more. */
  ping(): void;
  /** Says that the session is over. */
  signedOut(): void;
  end(): void;
}

/** The room of a Monday at `now`. Throws AppError NOT_FOUND where that Monday is neither frozen nor the one of this week. */
export async function roomPulse(asOf: IsoDate, now: Date): Promise<RoomPulse> {
  const pulse = await fetchRoomPulse(asOf, now);
  if (pulse) return pulse;
  throw new AppError("NOT_FOUND", {
    message: "There is no review of that week: its Monday is not frozen, nor this week's.",
  });
}

// On globalThis, as the pool is (lib/db.ts): Next bundles this file more than once.
const shared = globalThis as typeof globalThis & { accordPages?: Map<bigint, number> };
shared.accordPages ??= new Map();
const pages = shared.accordPages;

/** Throws AppError RATE_LIMITED for one page more than a person may follow; such a page looks for itself. */
export function requirePlace(readerId: bigint): void {
  if ((pages.get(readerId) ?? 0) < MOST_PAGES) return;
  throw new AppError("RATE_LIMITED", {
    message: `You have ${MOST_PAGES} review rooms open. Close one, and this one is told of changes too.`,
  });
}

function takePlace(readerId: bigint): () => void {
  pages.set(readerId, (pages.get(readerId) ?? 0) + 1);
  return () => {
    const left = (pages.get(readerId) ?? 1) - 1;
    if (left > 0) pages.set(readerId, left);
    else pages.delete(readerId);
  };
}

/**
 * Keeps an open page of a room up to date: tells it when something changed, and ends when the review is over or whoever looks may
 * not look any more. It says nothing about who is there: that is the page's own heartbeat (attend.ts). Returns how it is
 * stopped.
 */
export function followRoom(page: Page): () => void {
  let shown: string | null = null;
  let isStopped = false;
  const beat = async () => {
    page.ping();
    const [actor, pulse] = await Promise.all([page.who(), fetchRoomPulse(page.asOf, new Date())]);
    if (isStopped) return;
    if (!actor) {
      page.signedOut();
      page.end();
    } else if (pulse?.state !== "open") {
      page.changed();
      page.end();
    } else {
      // Somebody who left is noticed by the silence, and so is what a half-dead connection to the database never told.
      if (shown !== null && shown !== pulse.shows) page.changed();
      shown = pulse.shows;
    }
  };
  const run = () =>
    beat().catch((error: unknown) => {
      if (asAppError(error, "").code === "INTERNAL")
        logError("a beat of a review room failed", { asOf: page.asOf }, error);
    });
  const leave = takePlace(page.readerId);
  const timer = setInterval(run, BEAT_MS);
  const unlisten = listenToRoom(page.asOf, { changed: page.changed, stopping: page.end });
  void run();
  return () => {
    if (isStopped) return;
    isStopped = true;
    clearInterval(timer);
    unlisten();
    leave();
  };
}
