import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { completeMonths, monthOf, type PulseMonth, type PulseRow } from "@/lib/domain/pulse";
import { asReader } from "./diagnostic";
import { readOrganisation } from "./organisation";

export const PULSE_OBJECT = "pulse";
export const pulseObject = (month: IsoDate): string => `${PULSE_OBJECT}:${month.slice(0, 7)}`;

export interface PulsePage {
  /** The month of today: the only one that can be answered. */
  month: IsoDate;
  /** What the reader has answered for it; nobody else sees it before the other answer is in. */
  own: number | null;
  /** Months that both have answered, oldest first. */
  months: PulseMonth[];
}

/** The conflict pulse as this person may see it: the database itself shows nobody one side's answer (product.md D10). Throws AppError FORBIDDEN. */
export async function readPulse(actor: Person, now: Date): Promise<PulsePage> {
  await authorize(actor, "metrics.read", PULSE_OBJECT);
  const { timeZone } = await readOrganisation();
  const month = monthOf(dateIn(now, timeZone));
  const rows = await db().$transaction(async (tx) => {
    await tx.$queryRaw(asReader(actor.id));
    return tx.$queryRaw<(PulseRow & { isOwn: boolean })[]>`
      SELECT month::text, side::text, score::int, user_id = ${actor.id} AS "isOwn" FROM pulse_answers ORDER BY month, side`;
  });
  const own = rows.find((row) => row.isOwn && row.month === month)?.score ?? null;
  return { month, own, months: completeMonths(rows) };
}
