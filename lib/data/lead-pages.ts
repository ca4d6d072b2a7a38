import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { LeadFilter, LeadRow } from "@/lib/domain/lead-list";
import { Prisma } from "@/prisma/generated/client";
import type { PageOf } from "./drill";
import { leadMatches } from "./search";

export interface LeadPage {
  rows: LeadRow[];
  /** Ends at `MOST_COUNTED`; the pages do too. */
  total: number;
}

/** Counting and paging stop here: past it nobody pages, they narrow the list. */
export const MOST_COUNTED = 10_000;
/** A search narrower than this is exact. */
const MOST_FOUND = 2_000;
const BATCH = 2_000;

const COLUMNS = Prisma.sql`
  l.id::text AS "leadId", c.id::text AS "cycleId", c.number::int AS number, l.external_id AS "externalId", l.title,
  nullif(concat_ws(' ', l.first_name, l.last_name), '') AS name, l.company, coalesce(c.source_code, l.source_code) AS source,
  coalesce(c.segment_code, l.segment_code)::text AS segment, coalesce(c.lane, l.lane)::text AS lane,
  coalesce(c.stage::text, 'lead') AS stage, c.reason::text AS reason, c.handed_over_at AS "handedOverAt",
  c.first_touched_at AS "firstTouchedAt", c.touch_by AS "touchBy", c.decided_at AS "decidedAt", c.first_decided_at AS "firstDecidedAt",
  c.decide_by AS "decideBy",
  d.name AS "decidedBy", a.name AS "assignedTo"`;

/** A lead with its latest cycle; one that was never handed over has none. */
const FROM = Prisma.sql`
  FROM leads l LEFT JOIN cycles c ON c.lead_id = l.id AND NOT EXISTS (SELECT FROM cycles n WHERE n.lead_id = l.id AND n.number > c.number)`;
const PEOPLE = Prisma.sql`LEFT JOIN users d ON d.id = c.decided_by_id LEFT JOIN users a ON a.id = c.assigned_id`;

const OPEN_DEAL = Prisma.sql`EXISTS (
  SELECT FROM opportunities o WHERE o.account_key = l.account_key AND o.outcome = 'open' AND (o.lead_id IS NULL OR o.lead_id = l.id))`;

/** What a filter asks of `leads l` and its latest cycle `c`; null when nothing can match. */
function conditionsOf({ stage, source, segment, hasDeal, query }: LeadFilter): Prisma.Sql | null {
  const conditions = [Prisma.sql`true`];
  // A lead without a hand-over is one without a cycle; this column is the cheaper one to ask.
  if (stage === "lead") conditions.push(Prisma.sql`l.handed_over_at IS NULL AND c.id IS NULL`);
  else if (stage !== null) conditions.push(Prisma.sql`c.stage = ${stage}::stage`);
  if (source !== null) conditions.push(Prisma.sql`coalesce(c.source_code, l.source_code) = ${source}`);
  if (segment !== null)
    conditions.push(Prisma.sql`coalesce(c.segment_code, l.segment_code) = ${segment}::segment_code`);
  if (hasDeal) conditions.push(OPEN_DEAL);
  if (query !== null) {
    const found = leadMatches(query, MOST_FOUND);
    if (!found) return null;
    conditions.push(Prisma.sql`l.id IN ${found}`);
  }
  return Prisma.join(conditions, " AND ");
}

/** Leads with their latest cycle, the newest first. Throws AppError FORBIDDEN. */
export async function listLeads(actor: Actor, filter: LeadFilter, { page, size }: PageOf): Promise<LeadPage> {
  await authorize(actor, "leads.read", "leads");
  const where = conditionsOf(filter);
  if (!where) return { rows: [], total: 0 };
  const [rows, [count]] = await Promise.all([
    db().$queryRaw<LeadRow[]>(Prisma.sql`
      SELECT ${COLUMNS} ${FROM} ${PEOPLE} WHERE ${where} ORDER BY l.id DESC LIMIT ${size} OFFSET ${(page - 1) * size}`),
    db().$queryRaw<[{ total: number }]>(Prisma.sql`
      SELECT count(*)::int AS total FROM (SELECT ${FROM} WHERE ${where} LIMIT ${MOST_COUNTED}) AS found`),
  ]);
  return { rows, total: count.total };
}

/** The same leads, all of them, in batches along their ids: for files longer than a page or a memory. Throws AppError FORBIDDEN. */
export async function* leadBatches(actor: Actor, filter: LeadFilter): AsyncGenerator<LeadRow[]> {
  await authorize(actor, "leads.read", "leads");
  const where = conditionsOf(filter);
  let below: string | null = null;
  while (where) {
    const before: Prisma.Sql = below === null ? Prisma.sql`true` : Prisma.sql`l.id < ${below}::bigint`;
    const rows: LeadRow[] = await db().$queryRaw<LeadRow[]>(Prisma.sql`
      SELECT ${COLUMNS} ${FROM} ${PEOPLE} WHERE ${where} AND ${before} ORDER BY l.id DESC LIMIT ${BATCH}`);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    below = rows.at(-1)?.leadId ?? null;
  }
}
