import "server-only";
import { authorize, type Person, systemActor } from "@/lib/auth/actor";
import { mailSettings, slackAddress } from "@/lib/data/delivery-settings";
import { digestReaders } from "@/lib/data/digest";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import { digestKey, digestMonday } from "@/lib/domain/digest";
import type { Letter } from "@/lib/view/digest/letter";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { type Carrier, claim, deliver, type Outcome } from "./deliveries";
import { letterOf, mailTo } from "./letters";
import { runningFrom } from "./running-clock";
import { bySlack } from "./slack";
import { prismaTx } from "./sql";

/** How many messages a run sent, saw refused, and lost sight of. */
export type SendReport = Record<Outcome["kind"], number>;

export const nothingSent = (): SendReport => ({ accepted: 0, refused: 0, unknown: 0 });

/** The Monday whose digest may go out at `now`: its 06:00 has come, and it is frozen. */
async function frozenMonday(now: Date): Promise<IsoDate | null> {
  const organisation = await db().organisation.findUnique({ where: { id: 1 }, select: { timeZone: true } });
  const asOf = organisation && digestMonday(now, organisation.timeZone);
  if (!asOf) return null;
  const [found] = await db().$queryRaw<unknown[]>`SELECT FROM snapshots WHERE as_of = ${asOf}::date`;
  return found ? asOf : null;
}

/**
 * Sends the digest of this week's Monday once to every active person of the five seats who has not switched it off, and once
 * to Slack (product.md D11). To be called again and again, from any process: what was sent is not sent again, what was
 * refused is tried later. Without a snapshot of this Monday, or with no way out set up, nothing happens.
 */
export async function sendDigests(now: Date): Promise<SendReport> {
  const [report, clock] = [nothingSent(), runningFrom(now)];
  const [mail, slack] = [mailSettings(), slackAddress()];
  const asOf = mail || slack ? await frozenMonday(now) : null;
  if (!asOf) return report;
  const key = digestKey(asOf);
  let letter: Promise<Letter | null> | undefined;
  const send = async (userId: bigint | null, carrier: (letter: Letter) => Carrier | null | Promise<Carrier | null>) => {
    const channel = userId === null ? "slack" : "email";
    const claimed = await claim(prismaTx(db()), { key, channel, userId }, clock());
    if (!claimed) return;
    letter ??= letterOf({ id: claimed.id, key }, now);
    const written = await letter;
    const carry = written && (await carrier(written));
    if (carry) report[await deliver(systemActor("digest"), claimed, carry, clock)] += 1;
  };
  const readers = mail ? (await digestReaders()).filter(({ wants }) => wants) : [];
  for (const { id } of readers) await send(id, (words) => mailTo(id, key, words, clock()));
  if (slack) await send(null, (words) => bySlack(slack, words));
  return report;
}

/** Switches one's own Monday mail on or off. Throws AppError FORBIDDEN. */
export async function setDigestWanted(actor: Person, wanted: boolean): Promise<void> {
  await authorize(actor, "account.manage", `user:${actor.id}`);
  await db().$transaction(async (client) => {
    const tx = prismaTx(client);
    const changed = await tx.rows(
      Prisma.sql`UPDATE users SET digest = ${wanted} WHERE id = ${actor.id} AND digest <> ${wanted} RETURNING 1`,
    );
    if (changed.length === 0) return;
    const [before, after] = [{ digest: !wanted }, { digest: wanted }];
    await audit(tx, { actor, action: "person.digest", object: `user:${actor.id}`, before, after });
  });
}
