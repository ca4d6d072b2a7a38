import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { watchObject } from "@/lib/data/watches";
import type { IsoDate } from "@/lib/domain/dates";
import { REASON_TEXTS } from "@/lib/domain/reasons";
import { lengthOf, shortText } from "@/lib/domain/short-text";
import { hasFallen, type ReasonShare, shareOf, THANKS_LENGTH } from "@/lib/domain/watch";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { settingsTransaction } from "./settings";
import { onlyRow, type Tx } from "./sql";
import { closeWatch, latestFrozenRejection, type RunningWatch, requireRunning } from "./watches";

export interface ThanksInput {
  watch: bigint;
  /** In the CRO's own words. */
  text: string;
  /** The frozen Monday whose number the CRO saw. */
  asOf: IsoDate;
}

function thanksText(input: string): string {
  const text = shortText(input);
  const length = lengthOf(text);
  if (length >= THANKS_LENGTH.least && length <= THANKS_LENGTH.most) return text;
  const message = `Thank them in your own words, ${THANKS_LENGTH.least} to ${THANKS_LENGTH.most} characters: everybody will read it.`;
  throw new AppError("THANKS_TEXT_REQUIRED", { field: "text", message });
}

async function requireNotThanked(tx: Tx, watch: bigint): Promise<void> {
  const thanked = await tx.rows(Prisma.sql`SELECT id FROM thanks WHERE watch_id = ${watch}`);
  if (thanked.length === 0) return;
  const message = "You have thanked for this number already; it stands on the wall. Choose the next number to watch.";
  throw new AppError("ALREADY_THANKED", { message });
}

/** The number of the latest frozen Monday, lower than the baseline and the one that the CRO looked at. */
function requireMoved({ reason, baseline }: RunningWatch, now: ReasonShare, seen: IsoDate): void {
  if (now.asOf <= baseline.asOf || !hasFallen(baseline, now)) {
    const where =
      now.asOf <= baseline.asOf ? "No Monday has been frozen since." : `On ${now.asOf}: ${now.count} of ${now.n}.`;
    throw new AppError("NUMBER_NOT_MOVED", {
      message: `“${REASON_TEXTS[reason].label}” has not fallen: ${baseline.count} of ${baseline.n} on ${baseline.asOf}. ${where} Thank them when it has.`,
    });
  }
  if (now.asOf === seen) return;
  const message = `The Monday of ${now.asOf} has been frozen since you opened this page, so nothing was saved. Look at its number, then send again.`;
  throw new AppError("CONFLICT", { field: "as_of", message });
}

/**
 * The CRO's public thank-you: only once the watched number has fallen, once per watch, with both numbers and their Mondays; the
 * watch ends with it (product.md D9). Nobody changes it afterwards. @returns its id
 * @throws AppError FORBIDDEN, THANKS_TEXT_REQUIRED, NOT_FOUND, ALREADY_THANKED, WATCH_ENDED, SNAPSHOT_MISSING, NUMBER_NOT_MOVED,
 * CONFLICT when a later Monday was frozen meanwhile
 */
export async function giveThanks(actor: Person, input: ThanksInput, at: Date): Promise<bigint> {
  const object = watchObject(input.watch);
  await authorize(actor, "thanks.give", object);
  const text = thanksText(input.text);
  return settingsTransaction(async (tx) => {
    await requireNotThanked(tx, input.watch);
    const running = await requireRunning(tx, input.watch);
    const { today, latest } = await latestFrozenRejection(tx, at);
    const [{ baseline }, now] = [running, shareOf(latest, running.reason)];
    requireMoved(running, now, input.asOf);
    const { id } = await onlyRow<{ id: bigint }>(
      tx,
      Prisma.sql`
        INSERT INTO thanks (watch_id, baseline_count, baseline_n, as_of, count, n, by_id, text, at)
        VALUES (${input.watch}, ${baseline.count}, ${baseline.n}, ${now.asOf}::date, ${now.count}, ${now.n}, ${actor.id}, ${text}, ${at})
        RETURNING id`,
    );
    await closeWatch(tx, input.watch, running, today);
    const before = { number: `${baseline.count} of ${baseline.n}`, as_of: baseline.asOf };
    const after = { number: `${now.count} of ${now.n}`, as_of: now.asOf, text };
    await audit(tx, { actor, action: "thanks.give", object, before, after });
    return id;
  });
}
