import type { StagedRow } from "@/lib/services/records/staging";

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Rows per chunk handed to the socket; large enough to keep system calls rare. */
const CHUNK_ROWS = 1_000;

/** Staged rows in the text format of COPY, in chunks. */
export function* copyText(rows: readonly StagedRow[]): Generator<string> {
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
    let chunk = "";
    for (let index = start; index < Math.min(start + CHUNK_ROWS, rows.length); index += 1)
      chunk += `${line(rows[index] ?? [])}\n`;
    yield chunk;
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
