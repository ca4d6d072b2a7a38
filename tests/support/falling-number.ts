import type { Pool } from "pg";
import { systemActor } from "@/lib/auth/actor";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { takeSnapshot } from "@/lib/services/snapshots";
import type { PrismaClient } from "@/prisma/generated/client";
import { ingest, merge, type Records } from "./ingest";

/** Frozen Mondays on which “out of ICP” is 4 of 10, then 4 of 10 again, then 2 of 10. */
export const BASELINE = "2027-06-07";
export const STILL = "2027-06-14";
export const FALLEN = "2027-07-05";

/** Ten leads handed over on one day and decided two days later; some rejected as out of ICP, one as bad data. */
function handedOver(day: IsoDate, outOfIcp: number): Records {
  const ids = Array.from({ length: 10 }, (_, index) => `${day}-${index}`);
  const decided = addDays(day, 2);
  return {
    leads: ids.map((external_id) => ({
      external_id,
      source: "webinar",
      company: external_id,
      employees: 100,
      created_at: addDays(day, -10),
      handed_over_at: `${day}T14:00:00Z`,
    })),
    decisions: ids.map((lead_external_id, index) => ({
      lead_external_id,
      touched_at: `${decided}T14:00:00Z`,
      decided_at: `${decided}T15:00:00Z`,
      ...(index <= outOfIcp
        ? { verdict: "reject", reason_code: index < outOfIcp ? "out_of_icp" : "bad_data" }
        : { verdict: "accept" }),
    })),
  };
}

/** A day of hand-over that lies in the window of a Monday, and in none a month before or after it, whatever its holidays. */
const inWindowOf = (monday: IsoDate): IsoDate => addDays(monday, -27);

/** The facts behind a number that falls from 4 to 2 of 10 between two Mondays. Throws when one is refused. */
export async function ingestFallingNumber(
  pool: Pool,
  { baseline, fallen }: { baseline: IsoDate; fallen: IsoDate } = { baseline: BASELINE, fallen: FALLEN },
): Promise<void> {
  const sets = [handedOver(inWindowOf(baseline), 4), handedOver(inWindowOf(fallen), 2)];
  const [refused] = await ingest(pool, merge(sets), new Date(`${fallen}T10:00:00Z`));
  if (refused) throw new Error(`${refused.code}: ${refused.message}`);
}

/** Freezes a Monday an hour after it could be in New York. */
export async function freezeMonday(prisma: PrismaClient, asOf: IsoDate): Promise<void> {
  await takeSnapshot(prisma, systemActor("test"), asOf, new Date(`${asOf}T12:00:00Z`));
}
