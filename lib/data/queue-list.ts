import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { QueuedCycle, StandingVerdict } from "@/lib/domain/queue";
import type { Segment } from "@/lib/domain/segments";
import { Prisma } from "@/prisma/generated/client";
import { queueOf } from "./queue";

/** What the address narrows the queue to; null is all. */
export interface QueueFilter {
  source: string | null;
  segment: Segment | null;
}

export interface QueueList {
  /** Oldest due first, at most `MOST_LISTED`. */
  rows: QueuedCycle[];
  /** Open ones under the filter, and those of them past their decision SLA; both end at `MOST_COUNTED`. */
  total: number;
  late: number;
}

export const MOST_LISTED = 200;
export const MOST_COUNTED = 999;

/** The queue of this person. Throws AppError FORBIDDEN. */
export async function readQueue(actor: Person, filter: QueueFilter, now: Date): Promise<QueueList> {
  await authorize(actor, "queue.work");
  const where = Prisma.sql`${queueOf(actor)}
    ${filter.source === null ? Prisma.empty : Prisma.sql`AND c.source_code = ${filter.source}`}
    ${filter.segment === null ? Prisma.empty : Prisma.sql`AND c.segment_code = ${filter.segment}::segment_code`}`;
  const [rows, [counts]] = await Promise.all([
    db().$queryRaw<QueuedCycle[]>(Prisma.sql`
      SELECT c.id::text, c.lead_id::text AS "leadId", l.title, l.company, c.source_code AS source, c.segment_code::text AS segment,
        c.lane::text, c.touch_by AS "touchBy", c.decide_by AS "decideBy", c.first_touched_at AS "firstTouchedAt", u.name AS "assignedTo"
      FROM cycles c JOIN leads l ON l.id = c.lead_id LEFT JOIN users u ON u.id = c.assigned_id
      WHERE ${where} ORDER BY c.decide_by, c.id LIMIT ${MOST_LISTED}`),
    db().$queryRaw<[{ total: number; late: number }]>(Prisma.sql`
      SELECT count(*)::int AS total, count(*) FILTER (WHERE decide_by < ${now})::int AS late
      FROM (SELECT c.decide_by FROM cycles c WHERE ${where} ORDER BY c.decide_by LIMIT ${MOST_COUNTED}) AS waiting`),
  ]);
  return { rows, ...counts };
}

const VERDICT = Prisma.sql`
  c.id::text AS "cycleId", c.lead_id::text AS "leadId", l.title, l.company, c.reason::text,
  CASE WHEN c.stage IN ('sal', 'sql', 'pipeline') THEN 'accepted' WHEN c.stage IN ('rejected', 'expired') THEN c.stage::text END AS verdict,
  c.decided_at AS at, coalesce(u.name, d.decided_by_email) AS by`;

/** What stands on one cycle, whoever decided it; null when there is none with this id. Throws AppError FORBIDDEN. */
export async function readVerdict(actor: Person, cycleId: string): Promise<StandingVerdict | null> {
  await authorize(actor, "queue.work");
  if (!/^\d{1,18}$/.test(cycleId)) return null;
  const inLane = actor.onlyLane ? Prisma.sql`AND c.lane = ${actor.onlyLane}::lane` : Prisma.empty;
  const [row] = await db().$queryRaw<StandingVerdict[]>(Prisma.sql`
    SELECT ${VERDICT}, coalesce(c.decided_by_id = ${actor.id}, false) AS "isOwn"
    FROM cycles c JOIN leads l ON l.id = c.lead_id LEFT JOIN decisions d ON d.cycle_id = c.id AND d.is_live
    LEFT JOIN users u ON u.id = d.decided_by_id WHERE c.id = ${cycleId}::bigint ${inLane}`);
  return row ?? null;
}

/** The audit log is searched this far back: it has no index by person, and who works a queue wrote lately. */
const RECENT_WRITES = 2_000;
const MOST_UNDOABLE = 20;

/**
 * This person's latest verdicts that stand, latest first, as far as they were given since `since`: what Z takes back after
 * the page was loaded anew. Throws AppError FORBIDDEN.
 */
export async function readOwnVerdicts(actor: Person, since: Date): Promise<StandingVerdict[]> {
  await authorize(actor, "queue.work");
  return db().$queryRaw<StandingVerdict[]>(Prisma.sql`
    WITH written AS (
      SELECT DISTINCT split_part(object, ':', 2)::bigint AS id FROM audit_log
      WHERE seq > (SELECT seq FROM audit_head) - ${RECENT_WRITES}::int AND actor_id = ${actor.id}
        AND action IN ('decision.accept', 'decision.reject') AND object ~ '^cycle:[0-9]+$'
    )
    SELECT ${VERDICT}, true AS "isOwn"
    FROM written w JOIN cycles c ON c.id = w.id JOIN leads l ON l.id = c.lead_id
    LEFT JOIN decisions d ON d.cycle_id = c.id AND d.is_live LEFT JOIN users u ON u.id = d.decided_by_id
    WHERE c.decided_by_id = ${actor.id} AND c.decided_at >= ${since} AND c.stage IN ('sal', 'rejected')
    ORDER BY c.decided_at DESC, c.id DESC LIMIT ${MOST_UNDOABLE}`);
}
