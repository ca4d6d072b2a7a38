import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { deliveryObject } from "@/lib/data/deliveries";
import { db } from "@/lib/db";
import { type DeliveryChannel, MOST_ATTEMPTS, RETRY_MINUTES, STALE_MINUTES } from "@/lib/domain/deliveries";
import { logError } from "@/lib/log";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import type { RunningClock } from "./running-clock";
import { prismaTx, type Tx } from "./sql";

/**
 * The ledger of messages (product.md D11): each is sent once to each recipient, whatever crashes and however many processes
 * send. A row is claimed and committed; then the conversation begins; its last byte is only let go after `handed_over` was
 * committed. Before that nothing can have arrived, so that a claim that went stale is taken again; after it, something may
 * have, so that nothing is sent again by itself.
 */

/** One try of one message. Its number keeps out whoever tried before and is still at it. */
export interface Claim {
  id: bigint;
  attempts: number;
}

export interface Message {
  /** What it is: "digest:2027-07-05". */
  key: string;
  channel: DeliveryChannel;
  /** To whom; null for the one webhook. */
  userId: bigint | null;
}

/** What the other side made of a message: `unknown` when it may have it and did not say so. */
export type Outcome =
  | { kind: "accepted"; messageId: string | null }
  | { kind: "refused"; error: string }
  | { kind: "unknown"; error: string };

/** Carries a message out. It must not let go of the last byte before `handOver` has resolved, nor at all if that throws. */
export type Carrier = (handOver: () => Promise<void>) => Promise<Outcome>;

/** A claim that went stale, or a refusal whose time to wait is over; columns of `deliveries d`. */
const claimable = (
  now: Date,
): Prisma.Sql => Prisma.sql`d.attempts < ${MOST_ATTEMPTS}::int AND d.claimed_at + make_interval(mins =>
  CASE d.state WHEN 'claimed' THEN ${STALE_MINUTES}::int WHEN 'refused' THEN (${[...RETRY_MINUTES]}::int[])[d.attempts] END) <= ${now}`;

const again = (now: Date): Prisma.Sql =>
  Prisma.sql`state = 'claimed', attempts = d.attempts + 1, claimed_at = ${now}, handed_over_at = NULL, error = NULL`;

/** Takes a message for this process: a new one, or one whose next try has come; null when it is not to be sent now. */
export async function claim(tx: Tx, { key, channel, userId }: Message, now: Date): Promise<Claim | null> {
  const [claimed] = await tx.rows<Claim>(Prisma.sql`
    INSERT INTO deliveries AS d (key, channel, recipient, user_id, state, attempts, claimed_at)
    VALUES (${key}, ${channel}::delivery_channel, ${userId === null ? "channel" : String(userId)}, ${userId}, 'claimed', 1, ${now})
    ON CONFLICT (key, channel, recipient) DO UPDATE SET ${again(now)} WHERE ${claimable(now)}
    RETURNING id, attempts`);
  return claimed ?? null;
}

/** Takes every message of a kind whose next try has come and whose recipient still has an account. */
export async function takeUp(tx: Tx, kind: string, now: Date): Promise<(Claim & { userId: bigint; key: string })[]> {
  return tx.rows(Prisma.sql`
    UPDATE deliveries d SET ${again(now)} FROM users u
    WHERE u.id = d.user_id AND u.active AND d.key LIKE ${`${kind}:%`} AND ${claimable(now)}
    RETURNING d.id, d.attempts, d.user_id AS "userId", d.key`);
}

/** Takes a message for one more try whatever became of it; the caller has asked whether it may. */
export async function claimAgain(tx: Tx, id: bigint, now: Date): Promise<Claim | null> {
  const [claimed] = await tx.rows<Claim>(Prisma.sql`
    UPDATE deliveries d SET ${again(now)} WHERE d.id = ${id} AND d.state <> 'sent' RETURNING d.id, d.attempts`);
  return claimed ?? null;
}

/** Dates a claim anew where its conversation begins later than it was made; false when somebody else has taken it since. */
export async function renew({ id, attempts }: Claim, now: Date): Promise<boolean> {
  const mine = await db().$queryRaw<unknown[]>`
    UPDATE deliveries SET claimed_at = ${now} WHERE id = ${id} AND attempts = ${attempts} AND state = 'claimed' RETURNING 1`;
  return mine.length > 0;
}

interface Ended {
  key: string;
  channel: string;
  userId: bigint | null;
  attempts: number;
}

/** One write of how a try ended, with its entry in the audit chain where that is the end of the message. */
async function end(actor: Actor, { id, attempts }: Claim, how: How): Promise<void> {
  await db().$transaction(async (client) => {
    const tx = prismaTx(client);
    const [ended] = await tx.rows<Ended>(Prisma.sql`
      UPDATE deliveries SET ${how.change} WHERE id = ${id} AND attempts = ${attempts} AND ${how.from}
      RETURNING key, channel::text, user_id AS "userId", attempts`);
    if (!ended || (how.outcome === "refused" && ended.attempts < MOST_ATTEMPTS)) return;
    const to = ended.userId === null ? "slack" : `user:${ended.userId}`;
    const message = { message: ended.key, channel: ended.channel, to };
    const object = deliveryObject(id);
    if (how.outcome === "accepted") await audit(tx, { actor, action: "delivery.send", object, after: message });
    else {
      const after = { ...message, outcome: how.outcome, tries: attempts };
      await audit(tx, { actor, action: "delivery.fail", object, after });
    }
  });
}

interface How {
  outcome: Outcome["kind"] | "nothing left";
  change: Prisma.Sql;
  from: Prisma.Sql;
}

/** Ends a claim for which nothing is left to say. */
export async function giveUp(actor: Actor, claimed: Claim, why: string): Promise<void> {
  const change = Prisma.sql`state = 'refused', attempts = greatest(attempts, ${MOST_ATTEMPTS}::int), error = ${why}`;
  await end(actor, claimed, { outcome: "nothing left", change, from: Prisma.sql`state = 'claimed'` });
}

async function handOver({ id, attempts }: Claim, now: Date): Promise<void> {
  const [mine] = await db().$queryRaw<unknown[]>`
    UPDATE deliveries SET state = 'handed_over', handed_over_at = ${now}
    WHERE id = ${id} AND attempts = ${attempts} AND state = 'claimed' RETURNING 1`;
  if (!mine) throw new Error("somebody else has taken this message over");
}

function howOf(outcome: Outcome, now: Date): How {
  if (outcome.kind === "accepted") {
    const change = Prisma.sql`state = 'sent', sent_at = ${now}, message_id = ${outcome.messageId}, error = NULL`;
    return { outcome: outcome.kind, change, from: Prisma.sql`state = 'handed_over'` };
  }
  const state = outcome.kind === "refused" ? Prisma.sql`'refused'::delivery_state` : Prisma.sql`state`;
  const change = Prisma.sql`state = ${state}, error = ${outcome.error}`;
  return { outcome: outcome.kind, change, from: Prisma.sql`state IN ('claimed', 'handed_over')` };
}

/**
 * Sends what was claimed. A message whose end nobody knows stays `handed_over`, with what went wrong beside it. That it was
 * sent, or is not tried again by itself, comes to the audit chain; claims and the handing over do not.
 */
export async function deliver(
  actor: Actor,
  claimed: Claim,
  carry: Carrier,
  clock: RunningClock,
): Promise<Outcome["kind"]> {
  const outcome = await carry(() => handOver(claimed, clock()));
  if (outcome.kind !== "accepted") logError("message not sent", { delivery: claimed.id, outcome: outcome.kind });
  await end(actor, claimed, howOf(outcome, clock()));
  return outcome.kind;
}
