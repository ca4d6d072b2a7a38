import "server-only";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { Prisma } from "@/prisma/generated/client";
import { onlyRow, type Tx } from "./sql";

/** The calendar date of an instant in the organisation's zone. */
export async function todayIn(tx: Tx, now: Date): Promise<IsoDate> {
  const { zone } = await onlyRow<{ zone: string }>(
    tx,
    Prisma.sql`SELECT time_zone AS zone FROM organisation WHERE id = 1`,
  );
  return dateIn(now, zone);
}
