import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Actor } from "@/lib/auth/actor";
import { audit } from "@/lib/services/audit";
import type { CopyText } from "@/lib/services/copy-text";
import { type FactsRules, factsRules, refreshOpportunities } from "@/lib/services/facts/refresh";
import { loadParseContext, type ParseContext } from "@/lib/services/parse/context";
import { applyRecords } from "@/lib/services/records/apply";
import { addCounts, DeltaSums } from "@/lib/services/records/counts";
import { type Outcome, type RecordKind, type RowError, STAGING } from "@/lib/services/records/staging";
import { type Run, STAGED, stagingColumns } from "@/lib/services/records/write";
import { onlyRow, pgTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

export interface IngestOptions {
  kind: RecordKind;
  sourceSystem: string;
  fileName: string;
  via: "cli" | "api" | "demo" | "upload";
  actor: Actor;
  /** Canonical fields that the records supply. */
  fields: ReadonlySet<string>;
  dryRun?: boolean;
  now: Date;
}

/** What happened before the database saw the rows: refused by the parser, or named twice in the file. */
export interface Before {
  /** Rows of the file, or records of the batch, counted where they were read. */
  read: number;
  duplicate: number;
  rejected: number;
}

export interface Ingest {
  /** What the rows are parsed with: the settings that hold while they are written. */
  readonly context: ParseContext;
  /**
   * Writes one batch. Identities must be unique within the whole ingest. Returns the refused rows.
   * @param onStaged told when the server has the rows and begins to work on them by itself
   */
  add(rows: CopyText, onStaged?: () => void): Promise<RowError[]>;
  /** Refreshes what follows from the rows, counts, audits and commits (or rolls back a dry run). */
  finish(before: Before): Promise<Outcome>;
  /** Rolls everything back: the database is as it was. */
  abort(): Promise<void>;
}

/**
 * Opens one all-or-nothing ingest of records on a connection: rows are copied into a temporary table in
 * batches and written set-based. A crash or `abort` leaves nothing behind. Ingests wait for each other;
 * decisions of people do not wait for them, because the audit chain and the counters are touched last. An agreement comes
 * into force before an ingest or after it: its settings are read once nobody else holds the lock.
 */
export async function openIngest(client: PoolClient, options: IngestOptions): Promise<Ingest> {
  const tx = pgTx(client);
  const importId = options.dryRun ? null : await announce(client, options);
  const { context, rules, run } = await begin(client, options, importId);
  let isAnalyzed = false;
  const deltas = new DeltaSums();
  const opportunities = new Set<string>();
  const outcome: Outcome = { inserted: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0 };

  return {
    context,
    async add(rows, onStaged) {
      await copyRows(client, options.kind, rows);
      onStaged?.();
      // The planner knows later batches by the first: they come out of the same file, and ANALYZE takes as long as their COPY.
      if (!isAnalyzed) await client.query("ANALYZE staged");
      isAnalyzed = true;
      const applied = await applyRecords(options.kind, tx, STAGED, run);
      await client.query("TRUNCATE staged");
      deltas.add(applied.deltas);
      for (const id of applied.opportunities) opportunities.add(id);
      outcome.inserted += applied.inserted;
      outcome.updated += applied.updated;
      outcome.unchanged += applied.unchanged;
      outcome.rejected += applied.errors.length;
      return applied.errors;
    },
    async finish(before) {
      outcome.duplicate += before.duplicate;
      outcome.rejected += before.rejected;
      // The order in which every writer takes these locks: head of the audit chain, counters, facts. Another one deadlocks.
      if (importId !== null) {
        await recordUnmappedStages(tx, context.unmappedStages);
        await recordEnd(tx, importId.id, options, before.read, outcome);
      }
      await addCounts(tx, deltas.all());
      await refreshOpportunities(tx, [...opportunities], rules, run.auditSeq);
      await client.query(importId === null ? "ROLLBACK" : "COMMIT");
      return outcome;
    },
    async abort() {
      // A connection that is gone has taken everything back by itself; what broke it is what the caller wants to hear of.
      await client.query("ROLLBACK").catch(() => {});
    },
  };
}

interface Begun {
  context: ParseContext;
  rules: FactsRules;
  run: Run;
}

/** Opens the transaction and waits for its turn; on a failure it is closed again. */
async function begin(client: PoolClient, options: IngestOptions, importId: Started | null): Promise<Begun> {
  const tx = pgTx(client);
  await client.query("BEGIN");
  try {
    await client.query("SELECT pg_advisory_xact_lock(hashtext('accord.ingest'))");
    await client.query(`CREATE TEMP TABLE staged (${stagingColumns(options.kind)}) ON COMMIT DROP`);
    // Batches look their records up by key: ten thousand look-ups are quicker than reading all that is there.
    await client.query("SET LOCAL random_page_cost = 1.1");
    const context = await loadParseContext((text) => tx.rows(Prisma.raw(text)), options);
    const rules = await factsRules(tx);
    // The events of this run point to the entry that announced it; a dry run borrows the last one.
    const { seq } = await onlyRow<{ seq: bigint }>(tx, Prisma.sql`SELECT max(seq) AS seq FROM audit_log`);
    const run: Run = {
      auditSeq: importId?.auditSeq ?? seq,
      importId: importId?.id ?? null,
      eras: rules.eras,
      zone: rules.zone,
      currency: rules.currency,
      fields: options.fields,
      leadRules: context.leadRules,
    };
    return { context, rules, run };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

async function copyRows(client: PoolClient, kind: RecordKind, rows: CopyText): Promise<void> {
  const columns = STAGING[kind].map(([name]) => name).join(", ");
  await pipeline(Readable.from(rows.chunks()), client.query(copyFrom(`COPY staged (${columns}) FROM STDIN`)));
}

interface Started {
  id: string;
  auditSeq: bigint;
}

/** Announces the import in a transaction of its own: a run that dies leaves this trace, with its audit entry, and nothing else. */
async function announce(client: PoolClient, options: IngestOptions): Promise<Started> {
  await client.query("BEGIN");
  try {
    const started = await recordStart(pgTx(client), options);
    await client.query("COMMIT");
    return started;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

async function recordStart(tx: Tx, options: IngestOptions): Promise<Started> {
  const { id } = await onlyRow<{ id: string }>(
    tx,
    Prisma.sql`
      INSERT INTO imports (kind, file_name, source_system, via, actor_id)
      VALUES (${options.kind}::record_kind, ${options.fileName}, ${options.sourceSystem}, ${options.via}, ${options.actor.id}) RETURNING id::text`,
  );
  const auditSeq = await audit(tx, {
    actor: options.actor,
    action: "import.start",
    object: `import:${id}`,
    after: { kind: options.kind, file: options.fileName, source_system: options.sourceSystem, via: options.via },
  });
  return { id, auditSeq };
}

/** The database refuses an end at which the rows that were read are not the sum of their outcomes. */
async function recordEnd(tx: Tx, id: string, options: IngestOptions, rowsIn: number, outcome: Outcome): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE imports SET rows_in = ${rowsIn}, inserted = ${outcome.inserted}, updated = ${outcome.updated}, unchanged = ${outcome.unchanged},
      duplicate = ${outcome.duplicate}, rejected = ${outcome.rejected}, finished_at = now() WHERE id = ${id}::bigint`);
  await audit(tx, {
    actor: options.actor,
    action: "import.finish",
    object: `import:${id}`,
    after: outcome,
  });
}

/** Names that no translation covers are listed on the Monday page until RevOps maps them (product.md A11). */
async function recordUnmappedStages(tx: Tx, stages: ParseContext["unmappedStages"]): Promise<void> {
  if (stages.size === 0) return;
  const rows = [...stages].map(([key, { name, seen }]) => ({ key, name, seen }));
  await tx.rows(Prisma.sql`
    INSERT INTO unmapped_stages AS u (key, name, seen)
    SELECT key, name, seen FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(key text, name text, seen int)
    ON CONFLICT (key) DO UPDATE SET seen = u.seen + EXCLUDED.seen, last_seen_at = now()`);
}
