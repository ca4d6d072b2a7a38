import "server-only";
import { systemActor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { activateDue } from "@/lib/services/agreement/in-force";
import { sendDigests } from "@/lib/services/digest";
import { sendReminders } from "@/lib/services/reminders";
import { takeMissedSnapshots } from "@/lib/services/snapshots";
import { expireCycles } from "./expiry";

/** One kind of scheduled work. */
export interface Job {
  /** Its queue in pg-boss. */
  readonly name: string;
  /** When it is due, in UTC. */
  readonly cron: string;
  /** A sweep: does all that is due at `now`, finds nothing when it runs again, and may be cut off anywhere. */
  readonly run: (now: Date) => Promise<unknown>;
}

const EVERY_MINUTE = "* * * * *";
const EVERY_HOUR = "0 * * * *";

/** All scheduled work. What is due by the organisation's clock is decided inside each sweep, not by its schedule. */
export const JOBS: readonly Job[] = [
  { name: "monday", cron: EVERY_MINUTE, run: (now) => takeMissedSnapshots(db(), systemActor("snapshot"), now) },
  { name: "digest", cron: EVERY_MINUTE, run: sendDigests },
  { name: "reminders", cron: EVERY_MINUTE, run: sendReminders },
  { name: "agreement", cron: EVERY_MINUTE, run: activateDue },
  { name: "expiry", cron: EVERY_HOUR, run: (now) => expireCycles(db(), now) },
];
