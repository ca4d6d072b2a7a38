import type { StagedRow } from "@/lib/services/records/staging";

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Rows per chunk: small enough to leave the heap before the garbage collector copies them, large enough for the socket. */
const CHUNK_ROWS = 250;

/**
 * Staged rows in the text format of COPY. Each row is written as it comes and its cells are forgotten: what waits to be
 * sent are bytes outside the heap, a tenth of what the cells would take.
 */
export class CopyText {
  /** Rows so far. */
  rows = 0;
  private readonly full: Buffer[] = [];
  private open = "";

  static of(rows: readonly StagedRow[]): CopyText {
    const text = new CopyText();
    for (const row of rows) text.add(row);
    return text;
  }

  add(row: StagedRow): void {
    this.open += `${line(row)}\n`;
    this.rows += 1;
    if (this.rows % CHUNK_ROWS === 0) this.close();
  }

  /** The chunks, each once. */
  *chunks(): Generator<Buffer> {
    this.close();
    yield* this.full.splice(0);
  }

  private close(): void {
    if (this.open !== "") this.full.push(Buffer.from(this.open));
    this.open = "";
  }
}

function line(row: StagedRow): string {
  let text = "";
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index];
    if (index > 0) text += "\t";
    if (value === null || value === undefined) text += "\\N";
    else
      text += SPECIAL.test(value)
        ? value.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
        : value;
  }
  return text;
}
