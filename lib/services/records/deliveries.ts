import "server-only";
import { leadFacts } from "@/lib/data/evaluations";
import type { Reader } from "@/lib/data/reader";
import { REQUIRED_RECORD } from "@/lib/data/required-data";
import { checkDelivery } from "@/lib/domain/brief-check";
import { criteriaOf } from "@/lib/domain/briefs";
import type { IsoDate } from "@/lib/domain/dates";
import type { RequiredRecord } from "@/lib/domain/required-data";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { Delivery, OpenBrief } from "./lead-rules";
import type { Run } from "./write";

/** Leads looked at in one go; facts of each are some hundred bytes. */
const CHUNK = 2_000;

/**
 * Checks the leads that a batch of rows delivered against the brief of their vendor, as it was signed and on the day of the
 * import, and keeps what each of them failed (product.md C12).
 * @param deliveries rows that were written, none of them refused
 */
export async function recordDeliveries(
  tx: Tx,
  from: Prisma.Sql,
  run: Run,
  deliveries: readonly Delivery[],
): Promise<void> {
  const { importId, leadRules } = run;
  // A dry run has no import that a batch could belong to, and takes everything back.
  if (importId === null || !leadRules || deliveries.length === 0) return;
  for (const brief of new Set(deliveries.map((delivery) => delivery.brief))) {
    if (!brief) continue;
    const before = new Map(
      deliveries.filter((delivery) => delivery.brief === brief).map(({ line, cyclesBefore }) => [line, cyclesBefore]),
    );
    const batch = await batchOf(tx, brief, importId, leadRules.today);
    const leads = await tx.rows<{ id: string; line: number }>(Prisma.sql`
      SELECT l.id::text, i.line FROM (${from}) AS i JOIN leads l USING (source_system, external_id)
      WHERE i.line = ANY (${[...before.keys()]}::int[]) ORDER BY l.id`);
    const delivered = leads.map(({ id, line }) => ({ id, cyclesBefore: before.get(line) ?? 0 }));
    for (let start = 0; start < delivered.length; start += CHUNK) {
      await checkChunk(tx, { brief, batch, today: leadRules.today }, delivered.slice(start, start + CHUNK));
    }
  }
}

/** The batch of this vendor in this import; a file is written in several pieces. */
async function batchOf(tx: Tx, brief: OpenBrief, importId: string, today: IsoDate): Promise<bigint> {
  await tx.rows(Prisma.sql`
    INSERT INTO brief_batches (brief_id, import_id, received_on) VALUES (${brief.id}, ${importId}::bigint, ${today}::date)
    ON CONFLICT (brief_id, import_id) DO NOTHING`);
  const { id } = await onlyRow<{ id: bigint }>(
    tx,
    Prisma.sql`SELECT id FROM brief_batches WHERE brief_id = ${brief.id} AND import_id = ${importId}::bigint`,
  );
  return id;
}

interface Into {
  readonly brief: OpenBrief;
  readonly batch: bigint;
  readonly today: IsoDate;
}

async function checkChunk(
  tx: Tx,
  { brief, batch, today }: Into,
  leads: readonly { readonly id: string; readonly cyclesBefore: number }[],
): Promise<void> {
  const reader = { $queryRaw: (sql: Prisma.Sql) => tx.rows(sql) } as unknown as Reader;
  const criteria = criteriaOf(brief.document);
  const ids = leads.map(({ id }) => id);
  const facts = await leadFacts(reader, ids, today);
  const records = await tx.rows<{ id: string; record: RequiredRecord }>(
    Prisma.sql`SELECT l.id::text, ${REQUIRED_RECORD} AS record FROM leads l WHERE l.id = ANY (${ids}::bigint[])`,
  );
  const recordOf = new Map(records.map(({ id, record }) => [id, record]));
  const rows = leads.flatMap(({ id, cyclesBefore }) => {
    const [known, record] = [facts.get(id), recordOf.get(id)];
    return known && record
      ? [{ lead: id, cycles: cyclesBefore, ...checkDelivery(criteria, known, record, today) }]
      : [];
  });
  await tx.rows(Prisma.sql`
    INSERT INTO brief_rows (batch_id, lead_id, failed, pending, cycles_before, previous_batch, again)
    SELECT ${batch}::bigint, lead::bigint, failed, pending, cycles, (SELECT max(batch_id) FROM brief_rows WHERE lead_id = lead::bigint),
      EXISTS (SELECT FROM brief_rows o JOIN brief_batches b ON b.id = o.batch_id WHERE o.lead_id = lead::bigint AND b.brief_id = ${brief.id})
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(lead text, failed text[], pending text[], cycles smallint)`);
}
