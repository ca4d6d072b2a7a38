import type { Pool } from "pg";
import { CopyText } from "@/lib/services/copy-text";
import { type IngestOptions, openIngest } from "@/lib/services/ingest";
import { isRowError } from "@/lib/services/parse/parser";
import { compileRecordParser, type JsonRecord, suppliedFields } from "@/lib/services/parse/records";
import { SeenRows } from "@/lib/services/parse/seen";
import type { Outcome, RowError, StagedRow } from "@/lib/services/records/staging";

export interface BatchResult extends Outcome {
  /** Every refused record; `line` is its index in the batch. */
  errors: RowError[];
}

/** Rows written in one statement; large batches of the demo company and tests stay flat in memory. */
const ROWS_PER_WRITE = 20_000;

/**
 * Writes canonical records (formats.md) that came as JSON: from the API, the demo company or a test. The
 * same parser and the same writes as a file's; good records land, refused ones are listed.
 */
export async function ingestRecords(
  pool: Pool,
  options: Omit<IngestOptions, "fields" | "fileName"> & { records: readonly JsonRecord[] },
): Promise<BatchResult> {
  const { records, ...rest } = options;
  const client = await pool.connect();
  try {
    const ingest = await openIngest(client, {
      ...rest,
      fileName: "",
      fields: suppliedFields(options.kind, records),
    });
    try {
      const parsed = parseAll(compileRecordParser(options.kind, ingest.context), records);
      const refused: RowError[] = [];
      for (let start = 0; start < parsed.rows.length; start += ROWS_PER_WRITE) {
        refused.push(...(await ingest.add(CopyText.of(parsed.rows.slice(start, start + ROWS_PER_WRITE)))));
      }
      const outcome = await ingest.finish({
        read: records.length,
        duplicate: parsed.duplicate,
        rejected: parsed.errors.length,
      });
      return { ...outcome, errors: [...parsed.errors, ...refused].sort((a, b) => a.line - b.line) };
    } catch (error) {
      await ingest.abort();
      throw error;
    }
  } finally {
    client.release();
  }
}

/** Tuples of the good records, the first of each identity; the rest is counted or listed. */
function parseAll(parser: ReturnType<typeof compileRecordParser>, records: readonly JsonRecord[]) {
  const rows: StagedRow[] = [];
  const errors: RowError[] = [];
  const seen = new SeenRows(parser);
  let duplicate = 0;
  for (const [index, record] of records.entries()) {
    const row = parser.parse(record, index);
    if (isRowError(row)) {
      errors.push(row);
      continue;
    }
    const sort = seen.add(row);
    if (sort === "first") rows.push(row);
    else if (sort === "repeated") duplicate += 1;
    else errors.push(parser.conflict(row));
  }
  return { rows, errors, duplicate };
}
