import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { CLAIM_REASONS, type DeliveryOutcome, NO_OUTCOME } from "@/lib/domain/brief-check";
import type { IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

/** What came in under a brief and what became of it. */
export interface BriefCounts {
  delivered: number;
  passed: number;
  /** Rows by what they failed; a row that failed two things counts under both. */
  failed: ReadonlyMap<string, number>;
  /** What could not be known on the day of the delivery and counts against nobody. */
  pending: ReadonlyMap<string, number>;
  /** Rows that the seller may be asked to credit. */
  claims: number;
  outcome: DeliveryOutcome;
}

const NOTHING: BriefCounts = {
  delivered: 0,
  passed: 0,
  failed: new Map(),
  pending: new Map(),
  claims: 0,
  outcome: NO_OUTCOME,
};

/** One row for each lead of a brief, with its first delivery: sold twice under one brief, it is still one lead. */
const leadsOf = (briefId: string | null): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT ON (b.brief_id, r.lead_id) b.brief_id, b.received_on, r.lead_id, r.failed, r.pending
  FROM brief_rows r JOIN brief_batches b ON b.id = r.batch_id
  ${briefId === null ? Prisma.empty : Prisma.sql`WHERE b.brief_id = ${briefId}::bigint`}
  ORDER BY b.brief_id, r.lead_id, b.id`;

/** Whether the latest cycle of lead `d.lead_id` ended in a rejection that the credit terms answer for. */
const CLAIMED = Prisma.sql`
  (SELECT c.reason FROM cycles c WHERE c.lead_id = d.lead_id AND c.reason = ANY (${[...CLAIM_REASONS]}::rejection_reason[])
    ORDER BY c.number DESC LIMIT 1)`;

interface DeliveredRow {
  id: string;
  delivered: number;
  passed: number;
  claims: number;
}

interface CodeRow {
  id: string;
  code: string;
  isFailed: boolean;
  n: number;
}

interface OutcomeRow extends Omit<DeliveryOutcome, "rejected"> {
  id: string;
  rejected: Partial<Record<Reason, number>> | null;
}

function outcomeRows(reader: Reader, briefId: string | null, now: Date): Promise<OutcomeRow[]> {
  return reader.$queryRaw<OutcomeRow[]>(Prisma.sql`
    WITH cycled AS (
      SELECT d.brief_id, c.stage, c.reason, c.decide_by FROM (${leadsOf(briefId)}) AS d JOIN cycles c ON c.lead_id = d.lead_id
    )
    SELECT brief_id::text AS id, count(*)::int AS "handedOver",
      (count(*) FILTER (WHERE stage IN ('sal', 'sql', 'pipeline')))::int AS accepted,
      (count(*) FILTER (WHERE stage = 'expired' OR stage IN ('mql', 'referred') AND decide_by <= ${now}))::int AS unworked,
      (count(*) FILTER (WHERE stage IN ('mql', 'referred') AND decide_by > ${now}))::int AS pending,
      (SELECT json_object_agg(x.reason, x.n) FROM (
        SELECT reason, count(*)::int AS n FROM cycled i WHERE i.brief_id = o.brief_id AND i.stage = 'rejected' GROUP BY reason
      ) AS x) AS rejected
    FROM cycled o GROUP BY brief_id`);
}

/** Counts of one brief or of all (no gate). Acceptance is that of the cycles themselves; `now` tells what is late. */
export async function fetchCounts(
  reader: Reader,
  briefId: string | null,
  now: Date,
): Promise<(id: string) => BriefCounts> {
  const [delivered, codes, outcomes] = await Promise.all([
    reader.$queryRaw<DeliveredRow[]>(Prisma.sql`
      SELECT d.brief_id::text AS id, count(*)::int AS delivered, (count(*) FILTER (WHERE d.failed = '{}'))::int AS passed,
        (count(*) FILTER (WHERE d.failed <> '{}' OR ${CLAIMED} IS NOT NULL))::int AS claims
      FROM (${leadsOf(briefId)}) AS d GROUP BY 1`),
    reader.$queryRaw<CodeRow[]>(Prisma.sql`
      WITH delivered AS (${leadsOf(briefId)})
      SELECT brief_id::text AS id, code, true AS "isFailed", count(*)::int AS n FROM delivered, unnest(failed) AS code GROUP BY 1, 2
      UNION ALL
      SELECT brief_id::text, code, false, count(*)::int FROM delivered, unnest(pending) AS code GROUP BY 1, 2`),
    outcomeRows(reader, briefId, now),
  ]);
  const byCode = (id: string, isFailed: boolean) =>
    new Map(codes.filter((row) => row.id === id && row.isFailed === isFailed).map(({ code, n }) => [code, n] as const));
  return (id) => {
    const row = delivered.find((one) => one.id === id);
    if (!row) return NOTHING;
    const { id: _, rejected, ...outcome } = outcomes.find((one) => one.id === id) ?? { id, ...NO_OUTCOME };
    return {
      ...row,
      failed: byCode(id, true),
      pending: byCode(id, false),
      outcome: { ...outcome, rejected: { ...NO_OUTCOME.rejected, ...rejected } },
    };
  };
}

/** The rows of one import under a brief. */
export interface BatchLine {
  id: string;
  receivedOn: IsoDate;
  fileName: string;
  rows: number;
  passed: number;
}

/** The batches of a brief, latest first. Throws AppError FORBIDDEN. */
export async function readBatches(actor: Actor, briefId: string): Promise<BatchLine[]> {
  await authorize(actor, "agreement.read", `brief:${briefId}`);
  return db().$queryRaw<BatchLine[]>`
    SELECT b.id::text, b.received_on::text AS "receivedOn", i.file_name AS "fileName", count(*)::int AS rows,
      (count(*) FILTER (WHERE r.failed = '{}'))::int AS passed
    FROM brief_batches b JOIN imports i ON i.id = b.import_id JOIN brief_rows r ON r.batch_id = b.id
    WHERE b.brief_id = ${briefId}::bigint GROUP BY b.id, i.file_name ORDER BY b.id DESC`;
}

/** A row to be credited. */
export interface ClaimLine {
  leadId: string;
  externalId: string;
  name: string | null;
  company: string | null;
  email: string | null;
  receivedOn: IsoDate;
  failed: string[];
  /** Of the latest cycle that was rejected for one of `CLAIM_REASONS`. */
  rejection: Reason | null;
}

/** Rows that failed the brief or were rejected for what it answers for, in the order of delivery. Throws AppError FORBIDDEN. */
export async function readClaims(actor: Actor, briefId: string, limit: number): Promise<ClaimLine[]> {
  await authorize(actor, "agreement.read", `brief:${briefId}`);
  return db().$queryRaw<ClaimLine[]>(Prisma.sql`
    SELECT l.id::text AS "leadId", l.external_id AS "externalId", nullif(concat_ws(' ', l.first_name, l.last_name), '') AS name, l.company,
      l.email, x.received_on::text AS "receivedOn", x.failed, x.rejection::text
    FROM (SELECT d.*, ${CLAIMED} AS rejection FROM (${leadsOf(briefId)}) AS d) AS x JOIN leads l ON l.id = x.lead_id
    WHERE x.failed <> '{}' OR x.rejection IS NOT NULL
    ORDER BY x.received_on, l.id LIMIT ${limit}`);
}
