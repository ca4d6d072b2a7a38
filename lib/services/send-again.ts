import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { deliveryObject } from "@/lib/data/deliveries";
import { slackAddress } from "@/lib/data/delivery-settings";
import { readOrganisation } from "@/lib/data/organisation";
import { IS_RECIPIENT } from "@/lib/data/recipients";
import { db } from "@/lib/db";
import { type DeliveryProgress, maySendAgain } from "@/lib/domain/deliveries";
import { isPastDigest } from "@/lib/domain/digest";
import { AppError } from "@/lib/errors";
import type { Letter } from "@/lib/view/digest/letter";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { type Carrier, type Claim, claimAgain, deliver, type Outcome } from "./deliveries";
import { letterOf, mailTo } from "./letters";
import { runningFrom } from "./running-clock";
import { bySlack } from "./slack";
import { prismaTx, type Tx } from "./sql";

interface Stored extends DeliveryProgress {
  id: bigint;
  key: string;
  userId: bigint | null;
  isRecipient: boolean;
}

async function stored(tx: Tx, id: bigint): Promise<Stored> {
  const [row] = await tx.rows<Stored>(Prisma.sql`
    SELECT d.id, d.key, d.user_id AS "userId", d.state::text, d.attempts, d.claimed_at AS "claimedAt", d.handed_over_at AS "handedOverAt",
      d.error, ${IS_RECIPIENT} AS "isRecipient"
    FROM deliveries d LEFT JOIN users u ON u.id = d.user_id WHERE d.id = ${id} FOR UPDATE OF d`);
  if (row) return row;
  throw new AppError("NOT_FOUND", { message: "There is no such message. Go back to the list." });
}

const GONE = "Nothing was sent: this person has no account any more, or the message is not for them any more.";

const WHY_GONE: Readonly<Record<string, string>> = {
  digest: `${GONE} The digest goes to the five seats of the review that have not switched it off.`,
  missed: `${GONE} The list of missed follow-ups goes to the head of SDR.`,
  reminder: `${GONE} A reminder goes to who has one of its leads.`,
};

function requireUnsent(delivery: Stored, now: Date): void {
  const [kind = ""] = delivery.key.split(":");
  if (!delivery.isRecipient) throw new AppError("RECIPIENT_GONE", { message: WHY_GONE[kind] ?? GONE });
  if (maySendAgain(delivery, now)) return;
  const [code, message] =
    delivery.state === "sent"
      ? ["DELIVERY_SENT", "This one was sent and the other side has taken it. Reload the page."]
      : ["DELIVERY_RUNNING", "This one is being sent just now. Wait ten minutes, then reload the page."];
  throw new AppError(code, { message, status: 409 });
}

/** A digest is made anew for every try, and the clocks of an old Monday are known no more. */
async function requireThisWeek({ key }: Stored, now: Date): Promise<void> {
  const { timeZone } = await readOrganisation();
  if (!isPastDigest(key, now, timeZone)) return;
  const message =
    "This is the digest of a past week: its clocks stand elsewhere by now, so it is not sent any more. The Monday page still shows the figures of that week.";
  throw new AppError("DIGEST_PAST", { message, status: 409 });
}

function carrierOf({ key, userId }: Stored, letter: Letter, now: Date): Promise<Carrier | null> {
  if (userId !== null) return mailTo(userId, key, letter, now);
  const url = slackAddress();
  return Promise.resolve(url === null ? null : bySlack(url, letter));
}

async function takeAgain(actor: Person, id: bigint, now: Date): Promise<Claim> {
  return db().$transaction(async (client) => {
    const tx = prismaTx(client);
    const before = await stored(tx, id);
    requireUnsent(before, now);
    const claimed = await claimAgain(tx, id, now);
    if (!claimed) throw new Error("a message that is not sent can be claimed");
    const { key, state, attempts } = before;
    const after = { message: key, state: "claimed", attempts: claimed.attempts };
    const object = deliveryObject(id);
    await audit(tx, { actor, action: "delivery.send_again", object, before: { message: key, state, attempts }, after });
    return claimed;
  });
}

/**
 * Sends a message once more that may not have arrived, or that the other side refused too often (product.md D11). It is made
 * anew: a reminder lists what still waits, and a digest is sent in its own week alone.
 * @throws AppError FORBIDDEN, NOT_FOUND, DELIVERY_SENT, DELIVERY_RUNNING, RECIPIENT_GONE, DIGEST_PAST, NOTHING_TO_SEND, NOT_SET_UP, NOT_SENT
 */
export async function sendAgain(actor: Person, id: bigint, now: Date): Promise<void> {
  await authorize(actor, "digest.manage", deliveryObject(id));
  const clock = runningFrom(now);
  const delivery = await db().$transaction((client) => stored(prismaTx(client), id));
  requireUnsent(delivery, now);
  await requireThisWeek(delivery, now);
  const letter = await letterOf(delivery, now);
  if (!letter)
    throw new AppError("NOTHING_TO_SEND", { message: "Every lead of this message was touched or given away by now." });
  const carry = await carrierOf(delivery, letter, now);
  if (!carry)
    throw new AppError("NOT_SET_UP", { message: "This way out is not set up any more: see the foot of this page." });
  const kind = await deliver(actor, await takeAgain(actor, id, clock()), carry, clock);
  if (kind !== "accepted") throw notSent(kind);
}

function notSent(kind: Exclude<Outcome["kind"], "accepted">): AppError {
  const message =
    kind === "refused"
      ? "The other side did not take it. Reload the page to see what it said."
      : "It went out, but the other side did not say that it has it. Ask the person before you send it once more.";
  return new AppError("NOT_SENT", { message, status: 502 });
}
