import "server-only";
import { appAddress, mailSettings } from "@/lib/data/delivery-settings";
import { fetchDigest } from "@/lib/data/digest";
import { fetchMissed, fetchReminded, type ReminderList } from "@/lib/data/reminders";
import { db } from "@/lib/db";
import { digestLetter } from "@/lib/view/digest/content";
import type { Letter } from "@/lib/view/digest/letter";
import { missedLetter, reminderLetter } from "@/lib/view/digest/reminder";
import type { Carrier } from "./deliveries";
import { byMail } from "./mail";

async function reminders(list: ReminderList, now: Date, words: typeof reminderLetter): Promise<Letter | null> {
  if (list.total === 0) return null;
  const { timeZone: zone } = await db().organisation.findUniqueOrThrow({
    where: { id: 1 },
    select: { timeZone: true },
  });
  return words({ ...list, zone, base: appAddress(), now });
}

/**
 * What a message says, made anew for every try from its key: `digest:<Monday>`, `reminder:<number>` or `missed:<date>`.
 * Null when nothing is left to say.
 */
export async function letterOf(delivery: { id: bigint; key: string }, now: Date): Promise<Letter | null> {
  const [kind, of = ""] = delivery.key.split(":");
  if (kind === "reminder") return reminders(await fetchReminded(db(), delivery.id, now), now, reminderLetter);
  if (kind === "missed") return reminders(await fetchMissed(db(), now), now, missedLetter);
  const facts = await fetchDigest(db(), of);
  return facts && digestLetter(facts, appAddress());
}

/** One name for a message of the ledger, whichever try it is: the same row gives the same Message-ID. */
function messageIdOf(key: string, userId: bigint): string {
  const { hostname } = new URL(appAddress());
  return `<${key.replaceAll(":", ".")}.${userId}@${hostname}>`;
}

/** Carries a letter to a person; null while mail is not set up. */
export async function mailTo(userId: bigint, key: string, letter: Letter, now: Date): Promise<Carrier | null> {
  const settings = mailSettings();
  if (!settings) return null;
  const { name, email: address } = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: { name: true, email: true },
  });
  return byMail(settings, { to: { name, address }, messageId: messageIdOf(key, userId), letter, date: now });
}
