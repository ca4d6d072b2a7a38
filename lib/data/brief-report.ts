import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { CLAIM_REASONS, type DeliveryOutcome, NO_OUTCOME } from "@/lib/domain/brief-check";
import type { IsoDate } from "@/lib/domain/dates";
import type { Stage } from "@/lib/domain/lifecycle";
import { REASONS, type Reason, type ReasonCounts } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import { auditHead } from "./audit-head";
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

/** Every delivery of a brief or of all: `again` is one of a lead that the same brief has delivered before. */
const deliveries = (briefId: string | null): Prisma.Sql => Prisma.sql`
  SELECT b.brief_id, r.batch_id, r.lead_id, r.failed, r.pending, r.cycles_before, r.again
  FROM brief_batches b JOIN brief_rows r ON r.batch_id = b.id
  ${briefId === null ? Prisma.empty : Prisma.sql`WHERE b.brief_id = ${briefId}::bigint`}`;

/**
 * Cycles `c` that delivery `d` opened: those after it, up to the next delivery of the lead. A seller answers for no other one.
 * Written down with the delivery are the cycles there were before it and the batch before it.
 */
const OPENED = Prisma.sql`
  cycles c ON c.lead_id = d.lead_id AND c.number > d.cycles_before
  LEFT JOIN brief_rows next ON next.lead_id = d.lead_id AND next.previous_batch = d.batch_id`;
const IN_TIME = Prisma.sql`(next.lead_id IS NULL OR c.number <= next.cycles_before)`;
/** Rejected for what the credit terms answer for. */
const CLAIMED = Prisma.sql`c.reason = ANY (${[...CLAIM_REASONS]}::rejection_reason[])`;

interface RowGroup {
  id: string;
  failed: string[];
  pending: string[];
  n: number;
}

interface CycleGroup {
  id: string;
  stage: Stage;
  reason: Reason | null;
  isLate: boolean;
  /** The earliest of the group. */
  decideBy: Date;
  n: number;
}

const isOpen = ({ stage }: CycleGroup): boolean => stage === "mql" || stage === "referred";

/** Sums of the delivered rows: leads by what they failed, cycles by what became of them, rows that passed and are claimed. */
interface Sums {
  rows: RowGroup[];
  cycles: CycleGroup[];
  rejected: { id: string; n: number }[];
  /** Where all briefs are asked for. */
  vendors: ReadonlyMap<string, number>;
}

const rowGroups = (reader: Reader, briefId: string | null): Promise<RowGroup[]> =>
  reader.$queryRaw<RowGroup[]>(Prisma.sql`
    SELECT brief_id::text AS id, failed, pending, count(*)::int AS n FROM (${deliveries(briefId)}) AS d
    WHERE NOT again GROUP BY brief_id, failed, pending`);

const cycleGroups = (reader: Reader, briefId: string | null, now: Date): Promise<CycleGroup[]> =>
  reader.$queryRaw<CycleGroup[]>(Prisma.sql`
    SELECT d.brief_id::text AS id, c.stage::text, c.reason::text, c.decide_by <= ${now} AS "isLate", min(c.decide_by) AS "decideBy",
      count(*)::int AS n
    FROM (${deliveries(briefId)}) AS d JOIN ${OPENED} WHERE ${IN_TIME} GROUP BY d.brief_id, c.stage, c.reason, 4`);

/** Leads that passed the brief and were rejected all the same; those that failed it are claimed in any case. */
const rejectedLeads = (reader: Reader, briefId: string | null): Promise<Sums["rejected"]> =>
  reader.$queryRaw<Sums["rejected"]>(Prisma.sql`
    SELECT brief_id::text AS id, count(*)::int AS n FROM (
      SELECT DISTINCT d.brief_id, d.lead_id FROM (${deliveries(briefId)}) AS d JOIN ${OPENED}
      WHERE ${IN_TIME} AND ${CLAIMED} AND CASE WHEN d.again THEN NOT EXISTS (
        SELECT FROM brief_rows f JOIN brief_batches b ON b.id = f.batch_id
        WHERE f.lead_id = d.lead_id AND b.brief_id = d.brief_id AND NOT f.again AND f.failed <> '{}'
      ) ELSE d.failed = '{}' END
    ) AS claimed GROUP BY brief_id`);

/** What was summed at a head of the audit chain, and from when until when nothing runs late in it. */
interface Known {
  sums: Sums;
  since: Date;
  until: Date | null;
}

/** By head and brief. */
const remembered = new Map<string, Known>();
const REMEMBER = 50;

function nextDeadline({ cycles }: Sums): Date | null {
  const open = cycles.filter((group) => isOpen(group) && !group.isLate).map(({ decideBy }) => decideBy.getTime());
  return open.length > 0 ? new Date(Math.min(...open)) : null;
}

/**
 * The sums of one brief or of all. They are read in whole again only after something was written or a decision fell due, as
 * the Monday page does it (lib/data/monday.ts): their rows grow with every lead that is bought.
 */
async function fetchSums(reader: Reader, briefId: string | null, now: Date): Promise<Sums> {
  // Before the rows: they may then be newer than their head, never older.
  const key = `${await auditHead(reader)} ${briefId ?? ""}`;
  const known = remembered.get(key);
  if (known && known.since <= now && (known.until === null || now < known.until)) return known.sums;
  const [rows, cycles, rejected, vendors] = await Promise.all([
    rowGroups(reader, briefId),
    cycleGroups(reader, briefId, now),
    rejectedLeads(reader, briefId),
    briefId === null ? vendorLeads(reader) : new Map<string, number>(),
  ]);
  const sums = { rows, cycles, rejected, vendors };
  if (remembered.size >= REMEMBER) remembered.clear();
  if (!key.startsWith("null")) remembered.set(key, { sums, since: now, until: nextDeadline(sums) });
  return sums;
}

/** Leads of each seller that has more than one brief, by its key, each lead once. */
async function vendorLeads(reader: Reader): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.$queryRaw<{ key: string; leads: number }[]>`
    SELECT key, count(*)::int AS leads FROM (
      SELECT DISTINCT v.vendor_key AS key, r.lead_id
      FROM buying_briefs v JOIN brief_batches b ON b.brief_id = v.id JOIN brief_rows r ON r.batch_id = b.id
      WHERE v.vendor_key IN (SELECT vendor_key FROM buying_briefs GROUP BY 1 HAVING count(*) > 1)
    ) AS sold GROUP BY key`;
  return new Map(rows.map(({ key, leads }) => [key, leads]));
}

function countCodes(rows: readonly RowGroup[], part: "failed" | "pending"): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) for (const code of row[part]) counts.set(code, (counts.get(code) ?? 0) + row.n);
  return counts;
}

const total = (groups: readonly { n: number }[]): number => groups.reduce((sum, { n }) => sum + n, 0);

function outcomeOf(cycles: readonly CycleGroup[]): DeliveryOutcome {
  const count = (matches: (group: CycleGroup) => boolean) => total(cycles.filter(matches));
  const rejected = (reason: Reason) => count((group) => group.stage === "rejected" && group.reason === reason);
  return {
    handedOver: total(cycles),
    accepted: count(({ stage }) => stage === "sal" || stage === "sql" || stage === "pipeline"),
    rejected: Object.fromEntries(REASONS.map((reason) => [reason, rejected(reason)])) as ReasonCounts,
    unworked: count((group) => group.stage === "expired" || (isOpen(group) && group.isLate)),
    pending: count((group) => isOpen(group) && !group.isLate),
  };
}

export interface Counts {
  of(id: string): BriefCounts;
  /** Distinct leads of each seller with more than one brief, by its key; empty where one brief was asked for. */
  vendors: ReadonlyMap<string, number>;
}

function countsOf(sums: Sums, id: string): BriefCounts {
  const rows = sums.rows.filter((row) => row.id === id);
  if (rows.length === 0) return NOTHING;
  const [delivered, passed] = [total(rows), total(rows.filter(({ failed }) => failed.length === 0))];
  return {
    delivered,
    passed,
    failed: countCodes(rows, "failed"),
    pending: countCodes(rows, "pending"),
    claims: delivered - passed + (sums.rejected.find((claimed) => claimed.id === id)?.n ?? 0),
    outcome: outcomeOf(sums.cycles.filter((cycle) => cycle.id === id)),
  };
}

/** Counts of one brief or of all (no gate). Acceptance is that of the cycles themselves; `now` tells what is late. */
export async function fetchCounts(reader: Reader, briefId: string | null, now: Date): Promise<Counts> {
  const sums = await fetchSums(reader, briefId, now);
  return { of: (id) => countsOf(sums, id), vendors: sums.vendors };
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
  /** Of the latest cycle that this delivery opened and that was rejected for one of `CLAIM_REASONS`. */
  rejection: Reason | null;
}

/** Rows that failed the brief or were rejected for what it answers for, in the order of delivery. Throws AppError FORBIDDEN. */
export async function readClaims(actor: Actor, briefId: string, limit: number): Promise<ClaimLine[]> {
  await authorize(actor, "agreement.read", `brief:${briefId}`);
  return db().$queryRaw<ClaimLine[]>(Prisma.sql`
    SELECT l.id::text AS "leadId", l.external_id AS "externalId", nullif(concat_ws(' ', l.first_name, l.last_name), '') AS name, l.company,
      l.email, x.received_on::text AS "receivedOn", x.failed, x.rejection::text
    FROM (
      SELECT b.received_on, r.batch_id, r.lead_id, r.failed, claimed.reason AS rejection
      FROM brief_batches b JOIN brief_rows r ON r.batch_id = b.id LEFT JOIN LATERAL (
        SELECT c.reason FROM (${deliveries(briefId)}) AS d JOIN ${OPENED}
        WHERE d.lead_id = r.lead_id AND ${IN_TIME} AND ${CLAIMED} ORDER BY c.number DESC LIMIT 1
      ) AS claimed ON true
      WHERE b.brief_id = ${briefId}::bigint AND NOT r.again AND (r.failed <> '{}' OR claimed.reason IS NOT NULL)
      ORDER BY r.batch_id, r.lead_id LIMIT ${limit}
    ) AS x JOIN leads l ON l.id = x.lead_id
    ORDER BY x.batch_id, x.lead_id`);
}
