import "server-only";
import { basename } from "node:path";
import type { Pool, PoolClient } from "pg";
import { type Actor, authorize } from "@/lib/auth/actor";
import { ImportBatches, type RejectedRow } from "./import-batches";
import { type Ingest, type IngestOptions, openIngest } from "./ingest";
import { type Mapping, NO_MAPPING } from "./parse/mapping";
import { type BoundFile, bindFile } from "./parse/parser";
import { type CsvFile, openCsv } from "./parse/reader";
import type { Outcome, RecordKind } from "./records/staging";

export interface ImportProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rows: number;
}

export interface ImportOptions {
  readonly kind: RecordKind;
  /** Path of a CSV file on disk. */
  readonly file: string;
  readonly mapping?: Mapping;
  /** The outside system that the ids belong to; the same id of another system is another record. */
  readonly sourceSystem: string;
  readonly via: IngestOptions["via"];
  readonly actor: Actor;
  readonly now: Date;
  /** Does everything and takes it back. */
  readonly dryRun?: boolean;
  /** Told once, when the file is open and its columns are matched. */
  readonly onStart?: (header: readonly string[], notes: readonly string[]) => void;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Told of refused rows as they come, in the order of their lines; the import waits for the answer. */
  readonly onRejected?: (rows: readonly RejectedRow[]) => Promise<void> | void;
}

/** Rows per write: few enough for memory and garbage collector, enough for set-based SQL. */
const BATCH_ROWS = 10_000;

function notesOf(file: CsvFile, { unused }: BoundFile): string[] {
  if (unused.length === 0) return [...file.notes];
  return [...file.notes, `Columns that are not read: ${unused.join(", ")}.`];
}

async function load(file: CsvFile, batches: ImportBatches, onProgress: ImportOptions["onProgress"]): Promise<void> {
  for await (const bytes of file.rows(batches.row)) {
    if (batches.waiting >= BATCH_ROWS) await batches.send();
    onProgress?.({ bytes, totalBytes: file.bytes, rows: batches.read });
  }
  await batches.send();
  await batches.settled();
}

async function write(ingest: Ingest, file: CsvFile, bound: BoundFile, options: ImportOptions): Promise<Outcome> {
  const batches = new ImportBatches(bound.parser(ingest.context), file.header, ingest.add, options.onRejected);
  try {
    await load(file, batches, options.onProgress);
    const { read, duplicate, rejected } = batches;
    return await ingest.finish({ read, duplicate, rejected });
  } catch (error) {
    // The connection is busy until the batch in flight has ended, one way or the other.
    await batches.settled().catch(() => {});
    await ingest.abort();
    throw error;
  }
}

async function run(client: PoolClient, file: CsvFile, options: ImportOptions): Promise<Outcome> {
  const { kind, mapping = NO_MAPPING, sourceSystem, via, actor, dryRun, now } = options;
  const bound = bindFile(kind, file.header, mapping);
  options.onStart?.(file.header, notesOf(file, bound));
  const fileName = basename(file.path);
  const ingest = await openIngest(client, {
    kind,
    sourceSystem,
    fileName,
    via,
    actor,
    fields: bound.fields,
    dryRun,
    now,
  });
  return write(ingest, file, bound, options);
}

/**
 * Imports a CSV file of canonical records (formats.md), all or nothing: good rows land together, refused
 * ones are handed to `onRejected`. Reading goes on while the database writes, one batch ahead, so memory
 * does not grow with the file. Throws AppError, with nothing written, when the file or its mapping as a
 * whole cannot be used (the codes of `file-error.ts`), and FORBIDDEN.
 */
export async function importFile(pool: Pool, options: ImportOptions): Promise<Outcome> {
  await authorize(options.actor, "imports.run", `import:${basename(options.file)}`);
  const file = await openCsv(options.file, options.mapping?.delimiter);
  const client = await pool.connect();
  let failure: unknown;
  try {
    return await run(client, file, options);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // A connection that failed may be inside a transaction: it is closed, not used again.
    client.release(failure !== undefined);
  }
}
