import { personOfSession } from "@/lib/auth/actor";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { REST_DAYS } from "@/lib/domain/recycling";
import { AppError } from "@/lib/errors";
import { decide } from "@/lib/services/decisions";
import { recycle } from "@/lib/services/recycling";
import { Prisma, type PrismaClient } from "@/prisma/generated/client";
import type { DemoBatch } from "./late";
import type { LoopPeople } from "./loop-people";
import type { LoopWeek } from "./loop-week";

/** How many leads were handed over again, and among how many that came back they are looked for. */
const RECYCLED = 3;
const ASKED = 12;

interface Rejected {
  id: bigint;
  externalId: string;
  bdrId: bigint;
  sessionVersion: number;
}

/** Leads that were rejected for lack of intent long enough ago and that no deal hangs on, with an active BDR. */
function rejectedBefore(prisma: PrismaClient, on: IsoDate): Promise<Rejected[]> {
  return prisma.$queryRaw<Rejected[]>(Prisma.sql`
    SELECT l.id, l.external_id AS "externalId", u.id AS "bdrId", u.session_version AS "sessionVersion"
    FROM cycles c JOIN leads l ON l.id = c.lead_id JOIN users u ON u.email = l.assigned_to AND u.active
    WHERE c.stage = 'rejected' AND c.reason = 'no_intent' AND c.lane = 'standard' AND c.segment_code = 'MM'
      AND l.source_code IN ('webinar', 'paid_search') AND c.decided_at BETWEEN ${on}::date - 80 AND ${on}::date - ${REST_DAYS + 2}::int
      AND NOT EXISTS (SELECT FROM opportunities o WHERE o.account_key = l.account_key)
    ORDER BY c.decided_at DESC, l.id LIMIT ${ASKED}::int`);
}

/** They asked for a demo: what was missing when they were rejected. */
const demoRequests = (leads: readonly Rejected[], at: Date): DemoBatch => [
  "touches",
  leads.map(({ externalId }) => ({
    external_id: `TR-${externalId}`,
    lead_external_id: externalId,
    source: "webinar",
    campaign: "Demo request",
    kind: "form",
    touched_at: at.toISOString(),
  })),
];

/** The lead's new cycle; null where the definition refuses the lead still. */
async function again(people: LoopPeople, leadId: bigint, at: Date): Promise<bigint | null> {
  try {
    return BigInt((await recycle(people.seats.head_demand_gen, leadId, at)).cycleId);
  } catch (error) {
    if (error instanceof AppError && error.code === "ICP_FAILED") return null;
    throw error;
  }
}

/** Leads that came back after their rejection: handed over again, evaluated afresh, and accepted (product.md A8). */
export async function handOverAgain(
  people: LoopPeople,
  { asOf, at }: LoopWeek,
  options: { prisma: PrismaClient; ingest: (batches: readonly DemoBatch[], now: Date) => Promise<void> },
): Promise<void> {
  const { prisma, ingest } = options;
  const leads = await rejectedBefore(prisma, asOf);
  await ingest([demoRequests(leads, at(addDays(asOf, 1), 830))], at(addDays(asOf, 1), 900));
  let recycled = 0;
  for (const { id, bdrId, sessionVersion } of leads) {
    if (recycled === RECYCLED) return;
    const minute = 605 + 13 * recycled;
    const cycleId = await again(people, id, at(addDays(asOf, 2), minute));
    const bdr = await personOfSession(bdrId, sessionVersion);
    if (cycleId === null || !bdr) continue;
    recycled += 1;
    await decide(bdr, { cycleId, touch: "call", verdict: "accept" }, at(addDays(asOf, 3), minute));
  }
}
