import "server-only";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/** The day in the organisation's zone and the month in which its fiscal year begins. */
export async function fiscalToday(tx: Tx, now: Date): Promise<{ today: IsoDate; startMonth: number }> {
  const { zone, startMonth } = await onlyRow<{ zone: string; startMonth: number }>(
    tx,
    Prisma.sql`SELECT time_zone AS zone, fiscal_year_start_month::int AS "startMonth" FROM organisation WHERE id = 1`,
  );
  return { today: dateIn(now, zone), startMonth };
}
