import "server-only";
import { systemActor } from "@/lib/auth/actor";
import { mailSettings } from "@/lib/data/delivery-settings";
import { fetchMetricsSettings } from "@/lib/data/metrics-settings";
import { LEADS_SDRS } from "@/lib/data/recipients";
import { hasMissed } from "@/lib/data/reminders";
import { db } from "@/lib/db";
import { missedKey, type ReminderWindow, reminderWindow } from "@/lib/domain/reminders";
import { Prisma } from "@/prisma/generated/client";
import { type Claim, claim, deliver, giveUp, renew, takeUp } from "./deliveries";
import { nothingSent, type SendReport } from "./digest";
import { letterOf, mailTo } from "./letters";
import { type RunningClock, runningFrom } from "./running-clock";
import { lock } from "./settings";
import { prismaTx, type Tx } from "./sql";

type Claimed = Claim & { userId: bigint; key: string };

/**
 * One new message for each person with leads that they were not reminded of: at risk once, missed once. The rows of
 * `reminders` and the claim are one write, so that of two processes one has each lead.
 */
async function claimReminders(tx: Tx, { since, until }: ReminderWindow, now: Date): Promise<Claimed[]> {
  await lock(tx, "reminders");
  return tx.rows(Prisma.sql`
    WITH waiting AS (
      SELECT c.id, c.assigned_id, (CASE WHEN c.touch_by < ${now} THEN 'missed' ELSE 'at_risk' END)::reminder_kind AS kind
      FROM cycles c JOIN users u ON u.id = c.assigned_id AND u.active
      WHERE c.stage IN ('mql', 'referred') AND c.first_touched_at IS NULL AND c.touch_by BETWEEN ${since} AND ${until}),
    due AS (SELECT * FROM waiting w WHERE NOT EXISTS (SELECT FROM reminders r
      WHERE r.cycle_id = w.id AND r.kind = w.kind AND r.user_id = w.assigned_id)),
    made AS (
      INSERT INTO deliveries (key, channel, recipient, user_id, state, attempts, claimed_at)
      SELECT ${`reminder:${now.getTime()}`}, 'email', assigned_id::text, assigned_id, 'claimed', 1, ${now} FROM due GROUP BY assigned_id
      ON CONFLICT DO NOTHING RETURNING id, attempts, user_id, key),
    noted AS (
      INSERT INTO reminders (cycle_id, kind, user_id, delivery_id)
      SELECT d.id, d.kind, m.user_id, m.id FROM due d JOIN made m ON m.user_id = d.assigned_id)
    SELECT id, attempts, user_id AS "userId", key FROM made ORDER BY user_id`);
}

/** The day's list for each head of SDR, while there is something to list. */
async function claimMissed(tx: Tx, { day }: ReminderWindow, now: Date): Promise<Claimed[]> {
  if (!(await hasMissed(db(), now))) return [];
  const heads = await tx.rows<{ id: bigint }>(Prisma.sql`SELECT u.id FROM users u WHERE ${LEADS_SDRS} ORDER BY u.id`);
  const key = missedKey(day);
  const claims: Claimed[] = [];
  for (const { id: userId } of heads) {
    const claimed = await claim(tx, { key, channel: "email", userId }, now);
    if (claimed) claims.push({ ...claimed, userId, key });
  }
  return claims;
}

/** Nothing is left to say when every lead was touched or given away between two tries. */
const NOTHING_LEFT = "nothing left to say: every lead of it was touched or given away";

async function send(claimed: Claimed, clock: RunningClock, report: SendReport): Promise<void> {
  const [{ key, userId }, actor] = [claimed, systemActor("reminders")];
  if (!(await renew(claimed, clock()))) return;
  const letter = await letterOf(claimed, clock());
  if (!letter) return giveUp(actor, claimed, NOTHING_LEFT);
  const carry = await mailTo(userId, key, letter, clock());
  if (carry) report[await deliver(actor, claimed, carry, clock)] += 1;
}

/**
 * Reminds people of leads whose first touch falls due within the at-risk time or is late, in one mail a run and person, once
 * for each lead and kind; and lists what is late to the head of SDR once on a working day, at the first run of it
 * (product.md A12). Only within working time. To be called again and again, from any process.
 */
export async function sendReminders(now: Date): Promise<SendReport> {
  const [report, clock] = [nothingSent(), runningFrom(now)];
  if (!mailSettings()) return report;
  const { calendar } = await fetchMetricsSettings(db());
  const window = reminderWindow(now, calendar);
  if (!window) return report;
  for (const claimed of await takeUp(prismaTx(db()), "reminder", now)) await send(claimed, clock, report);
  const reminded = await db().$transaction((client) => claimReminders(prismaTx(client), window, now));
  for (const claimed of reminded) await send(claimed, clock, report);
  for (const claimed of await claimMissed(prismaTx(db()), window, now)) await send(claimed, clock, report);
  return report;
}
