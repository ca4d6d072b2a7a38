import "server-only";
import type pg from "pg";
import { listeningClient } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import { logError } from "@/lib/log";
import { ROOM_CHANNEL } from "./review-objects";

/** What an open page hears: its room has changed, or the server is about to stop. */
export interface RoomListener {
  changed(): void;
  stopping(): void;
}

const RETRY_MS = { first: 250, most: 5_000 };

/**
 * What the database tells about the rooms, to all open pages of this process, over one connection of its own: opened for the
 * first page, closed with the last one. When Postgres restarts it connects again, and every page looks for itself at what
 * it may have missed.
 */
class RoomEvents {
  private readonly rooms = new Map<IsoDate, Set<RoomListener>>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private wait = RETRY_MS.first;
  private isStopping = false;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => this.stop());
  }

  /** Hears of one room until the returned function is called. */
  listen(asOf: IsoDate, listener: RoomListener): () => void {
    if (this.isStopping) {
      listener.stopping();
      return () => {};
    }
    const room = this.rooms.get(asOf) ?? new Set();
    this.rooms.set(asOf, room.add(listener));
    if (!this.client && !this.retry) void this.connect();
    return () => {
      room.delete(listener);
      if (room.size === 0 && this.rooms.get(asOf) === room) this.rooms.delete(asOf);
      if (this.rooms.size === 0) this.disconnect();
    };
  }

  private all(): RoomListener[] {
    return [...this.rooms.values()].flatMap((room) => [...room]);
  }

  private async connect(): Promise<void> {
    const client = listeningClient();
    this.client = client;
    const lost = () => {
      if (this.client === client) this.lost();
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => {
      for (const listener of this.rooms.get(payload ?? "") ?? []) listener.changed();
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${ROOM_CHANNEL}`);
      this.wait = RETRY_MS.first;
      for (const listener of this.all()) listener.changed();
    } catch (error) {
      if (this.client !== client) return;
      logError("the rooms cannot listen to the database; trying again", {}, error);
      this.lost();
    }
    if (this.client !== client) await client.end().catch(() => {});
  }

  private lost(): void {
    const client = this.client;
    this.client = null;
    client?.end().catch(() => {});
    if (this.rooms.size === 0 || this.retry) return;
    this.retry = setTimeout(() => {
      this.retry = null;
      if (this.rooms.size > 0) void this.connect();
    }, this.wait);
    this.wait = Math.min(this.wait * 2, RETRY_MS.most);
  }

  private disconnect(): void {
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
    const client = this.client;
    this.client = null;
    client?.end().catch(() => {});
  }

  /** The server waits for open answers before it ends; these would never end by themselves. */
  private stop(): void {
    this.isStopping = true;
    for (const listener of this.all()) listener.stopping();
    this.rooms.clear();
    this.disconnect();
  }
}

// On globalThis, as the pool is (lib/db.ts): one connection for all of Next's bundles.
const shared = globalThis as typeof globalThis & { accordRooms?: RoomEvents };

/** Hears of the room of a Monday until the returned function is called. */
export function listenToRoom(asOf: IsoDate, listener: RoomListener): () => void {
  shared.accordRooms ??= new RoomEvents();
  return shared.accordRooms.listen(asOf, listener);
}
