import "server-only";
import { leadFacts } from "@/lib/data/evaluations";
import type { Reader } from "@/lib/data/reader";
import { checkDelivery, type RecordTexts } from "@/lib/domain/brief-check";
import { criteriaOf } from "@/lib/domain/briefs";
import type { IsoDate } from "@/lib/domain/dates";
import { REQUIRED_FIELDS } from "@/lib/domain/required-data";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { Delivery, OpenBrief } from "./lead-rules";
import type { Run } from "./write";

/** Leads looked at in one go; facts of each are some hundred bytes. */
const CHUNK = 2_000;

interface RecordRow extends RecordTexts {
  id: string;
}

const TEXTS = Prisma.raw(
  REQUIRED_FIELDS.map(({ field }) =>
    field === "technologies" ? "array_to_string(technologies, ';') AS technologies" : `${field}::text AS ${field}`,
  ).join(", "),
);

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
    const lines = deliveries.filter((delivery) => delivery.brief === brief).map(({ line }) => line);
    const batch = await batchOf(tx, brief, importId, leadRules.today);
    const leads = await tx.rows<{ id: string }>(Prisma.sql`
      SELECT l.id::text FROM (${from}) AS i JOIN leads l USING (source_system, external_id) WHERE i.line = ANY (${lines}::int[]) ORDER BY l.id`);
    const ids = leads.map(({ id }) => id);
    for (let start = 0; start < ids.length; start += CHUNK) {
      await checkChunk(tx, brief, batch, ids.slice(start, start + CHUNK), leadRules.today);
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

async function checkChunk(
  tx: Tx,
  brief: OpenBrief,
  batch: bigint,
  ids: readonly string[],
  today: IsoDate,
): Promise<void> {
  const reader = { $queryRaw: (sql: Prisma.Sql) => tx.rows(sql) } as unknown as Reader;
  const criteria = criteriaOf(brief.document);
  const facts = await leadFacts(reader, ids);
  const records = await tx.rows<RecordRow>(
    Prisma.sql`SELECT id::text, ${TEXTS} FROM leads WHERE id = ANY (${[...ids]}::bigint[])`,
  );
  const rows = records.flatMap((record) => {
    const known = facts.get(record.id);
    return known ? [{ lead: record.id, ...checkDelivery(criteria, known, record, today) }] : [];
  });
  await tx.rows(Prisma.sql`
    INSERT INTO brief_rows (batch_id, lead_id, failed, pending)
    SELECT ${batch}::bigint, lead::bigint, failed, pending
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(lead text, failed text[], pending text[])`);
}
