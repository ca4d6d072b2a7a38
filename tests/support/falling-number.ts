import type { Pool } from "pg";
import { systemActor } from "@/lib/auth/actor";
import { takeSnapshot } from "@/lib/services/snapshots";
import type { PrismaClient } from "@/prisma/generated/client";
import { ingest, type Records } from "./ingest";

/** Frozen Mondays on which “out of ICP” is 4 of 10, then 4 of 10 again, then 2 of 10. */
export const BASELINE = "2027-06-07";
export const STILL = "2027-06-14";
export const FALLEN = "2027-07-05";

/** Ten leads handed over on one day, of which some were rejected as out of ICP and one as bad data. */
function handedOver(day: string, decided: string, outOfIcp: number): Records {
  const ids = Array.from({ length: 10 }, (_, index) => `${day}-${index}`);
  return {
    leads: ids.map((external_id) => ({
      external_id,
      source: "webinar",
      company: external_id,
      employees: 100,
      created_at: "2027-05-01",
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

/** The facts behind the three Mondays. Throws when one is refused. */
export async function ingestFallingNumber(pool: Pool): Promise<void> {
  for (const records of [handedOver("2027-05-11", "2027-05-13", 4), handedOver("2027-06-08", "2027-06-10", 2)]) {
    const refused = await ingest(pool, records, new Date("2027-06-11T12:00:00Z"));
    if (refused[0]) throw new Error(`${refused[0].code}: ${refused[0].message}`);
  }
}

/** Freezes one of the Mondays an hour after it could be. */
export async function freezeMonday(prisma: PrismaClient, asOf: string): Promise<void> {
  await takeSnapshot(prisma, systemActor("test"), asOf, new Date(`${asOf}T11:00:00Z`));
}
