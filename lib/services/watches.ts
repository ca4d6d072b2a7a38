import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { latestRejection } from "@/lib/data/frozen-rejections";
import { noWatch, WATCH_OBJECT, watchObject } from "@/lib/data/watches";
import type { IsoDate } from "@/lib/domain/dates";
import { isReason, REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import { type FrozenRejection, type ReasonShare, shareOf } from "@/lib/domain/watch";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { changeReason, settingsTransaction } from "./settings";
import { onlyRow, type Tx } from "./sql";
import { todayIn } from "./today";

/** The day, and the rejection table of the latest Monday that was frozen by then. Throws AppError SNAPSHOT_MISSING. */
export async function latestFrozenRejection(tx: Tx, now: Date): Promise<{ today: IsoDate; latest: FrozenRejection }> {
  const today = await todayIn(tx, now);
  const latest = await latestRejection((sql) => tx.rows(sql), today);
  if (latest) return { today, latest };
  const message = "No Monday is frozen yet, so there is no number to start from. Wait for the next Monday, 06:00.";
  throw new AppError("SNAPSHOT_MISSING", { message });
}

function requireReason(text: string): Reason {
  if (isReason(text)) return text;
  throw new AppError("REASON_UNKNOWN", { field: "reason", message: "Choose one of the five rejection reasons." });
}

async function requireNoWatch(tx: Tx): Promise<void> {
  const [open] = await tx.rows<{ reason: Reason }>(Prisma.sql`SELECT reason::text FROM watches WHERE ended_on IS NULL`);
  if (!open) return;
  const message = `“${REASON_TEXTS[open.reason].label}” is watched already: one number at a time. End that watch first.`;
  throw new AppError("WATCH_EXISTS", { field: "reason", message });
}

/**
 * Chooses the one watched reason (product.md D9). Its baseline is what the latest frozen Monday says, so that nobody chooses the
 * number they start from. @returns its id
 * @throws AppError FORBIDDEN, REASON_UNKNOWN, WATCH_EXISTS, SNAPSHOT_MISSING, WATCH_EMPTY
 */
export async function chooseWatch(actor: Person, input: { reason: string }, now: Date): Promise<bigint> {
  await authorize(actor, "watch.choose", WATCH_OBJECT);
  const reason = requireReason(input.reason);
  return settingsTransaction(async (tx) => {
    await requireNoWatch(tx);
    const { today, latest } = await latestFrozenRejection(tx, now);
    const { asOf, count, n } = shareOf(latest, reason);
    if (count === 0) {
      const message = `Nothing was rejected as “${REASON_TEXTS[reason].label}” on the frozen Monday ${asOf}, so it cannot fall. Choose a reason that has rejections.`;
      throw new AppError("WATCH_EMPTY", { field: "reason", message });
    }
    const { id } = await onlyRow<{ id: bigint }>(
      tx,
      Prisma.sql`
        INSERT INTO watches (reason, baseline_as_of, baseline_count, baseline_n, started_on, started_by_id)
        VALUES (${reason}::rejection_reason, ${asOf}::date, ${count}, ${n}, ${today}::date, ${actor.id}) RETURNING id`,
    );
    const after = { reason, baseline: `${count} of ${n}`, as_of: asOf };
    await audit(tx, { actor, action: "watch.choose", object: watchObject(id), after });
    return id;
  });
}

/** A watch that still runs, locked until the end of the transaction. */
export interface RunningWatch {
  reason: Reason;
  baseline: ReasonShare;
  startedOn: IsoDate;
}

/** Throws AppError NOT_FOUND, WATCH_ENDED. */
export async function requireRunning(tx: Tx, id: bigint): Promise<RunningWatch> {
  const [row] = await tx.rows<{
    reason: Reason;
    asOf: IsoDate;
    count: number;
    n: number;
    startedOn: IsoDate;
    ended: boolean;
  }>(Prisma.sql`
    SELECT reason::text, baseline_as_of::text AS "asOf", baseline_count AS count, baseline_n AS n, started_on::text AS "startedOn",
      ended_on IS NOT NULL AS ended FROM watches WHERE id = ${id} FOR UPDATE`);
  if (!row) throw noWatch();
  const { reason, asOf, count, n, startedOn, ended } = row;
  if (!ended) return { reason, startedOn, baseline: { asOf, count, n } };
  throw new AppError("WATCH_ENDED", { message: "This watch has ended. Reload the page to see what is watched now." });
}

/** Ends a watch that `requireRunning` has locked. */
export async function closeWatch(tx: Tx, id: bigint, { startedOn }: RunningWatch, today: IsoDate): Promise<void> {
  // A clock that was set back must not end it before it began.
  const on = today < startedOn ? startedOn : today;
  await tx.rows(Prisma.sql`UPDATE watches SET ended_on = ${on}::date WHERE id = ${id} AND ended_on IS NULL`);
}

/**
 * Ends the watch without a thank-you, e.g. because another number has become the one to watch; why is kept in the audit log.
 * @throws AppError FORBIDDEN, CHANGE_REASON_REQUIRED, NOT_FOUND, WATCH_ENDED
 */
export async function endWatch(actor: Person, input: { watch: bigint; why: string }, now: Date): Promise<void> {
  const object = watchObject(input.watch);
  await authorize(actor, "watch.choose", object);
  const reason = changeReason(input.why);
  await settingsTransaction(async (tx) => {
    const running = await requireRunning(tx, input.watch);
    const today = await todayIn(tx, now);
    await closeWatch(tx, input.watch, running, today);
    const before = { reason: running.reason, ended: null };
    await audit(tx, { actor, action: "watch.end", object, before, after: { ended: today, why: reason } });
  });
}
