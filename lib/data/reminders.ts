import "server-only";
import type { ReminderLead } from "@/lib/domain/reminders";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

/** More leads are counted, not listed. */
export const LEADS_LISTED = 50;

export interface ReminderList {
  leads: ReminderLead[];
  total: number;
}

const WAITING = Prisma.sql`c.stage IN ('mql', 'referred') AND c.first_touched_at IS NULL`;

/** The most overdue first; `source` is the name of the source. */
async function list(reader: Reader, now: Date, condition: Prisma.Sql): Promise<ReminderList> {
  const rows = await reader.$queryRaw<(ReminderLead & { total: number })[]>(Prisma.sql`
    SELECT CASE WHEN c.touch_by < ${now} THEN 'missed' ELSE 'at_risk' END AS kind, l.id::text AS "leadId", l.company,
      l.external_id AS "externalId", s.label AS source, c.touch_by AS "touchBy", u.name AS owner, (count(*) OVER ())::int AS total
    FROM cycles c JOIN leads l ON l.id = c.lead_id JOIN sources s ON s.code = c.source_code LEFT JOIN users u ON u.id = c.assigned_id
    WHERE ${WAITING} AND ${condition} ORDER BY c.touch_by, c.id LIMIT ${LEADS_LISTED}`);
  return { leads: rows.map(({ total: _, ...lead }) => lead), total: rows[0]?.total ?? 0 };
}

/** The leads of a reminder that still wait for their first touch and are still the same person's. */
export function fetchReminded(reader: Reader, delivery: bigint, now: Date): Promise<ReminderList> {
  return list(
    reader,
    now,
    Prisma.sql`EXISTS (SELECT FROM reminders r JOIN deliveries d ON d.id = r.delivery_id
      WHERE r.cycle_id = c.id AND d.id = ${delivery} AND d.user_id = c.assigned_id)`,
  );
}

/** Every lead past its follow-up SLA that nobody has touched. */
export function fetchMissed(reader: Reader, now: Date): Promise<ReminderList> {
  return list(reader, now, Prisma.sql`c.touch_by < ${now}`);
}

/** Whether there is any. */
export async function hasMissed(reader: Reader, now: Date): Promise<boolean> {
  const [row] = await reader.$queryRaw<{ any: boolean }[]>(
    Prisma.sql`SELECT EXISTS (SELECT FROM cycles c WHERE ${WAITING} AND c.touch_by < ${now}) AS any`,
  );
  return row?.any ?? false;
}
