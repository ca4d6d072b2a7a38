import { closeSync, openSync, writeSync } from "node:fs";
import type { RejectedRow } from "@/lib/services/import-batches";
import { normaliseCode } from "@/lib/services/parse/sources";
import { csvLine } from "@/lib/view/csv";
import { CliError } from "./progress";

const OWN_COLUMNS = ["line", "column", "code", "reason"] as const;

/** Our columns beside these of the file: numbered where one of its own reads alike, for a header may name a column once. */
function ownColumns(header: readonly string[]): string[] {
  const taken = new Set(header.map(normaliseCode));
  return OWN_COLUMNS.map((name) => {
    let free: string = name;
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
    return free;
  });
}

/** How many of the first columns are ours, in a file that was a rejects file before. */
function ownCount(header: readonly string[]): number {
  const own = ownColumns(header.slice(OWN_COLUMNS.length));
  return own.every((name, index) => header[index] === name) ? own.length : 0;
}

/** The rejects file of an import: where and why, then the row as it came, so that it can be mended and imported again. */
export interface RejectsFile {
  /** Writes the header; before the first row. */
  start(header: readonly string[]): void;
  add(rows: readonly RejectedRow[]): void;
  close(): void;
}

/** Opens the file at once, so that a place that cannot be written is known before the import begins. Throws CliError. */
export function openRejects(path: string): RejectsFile {
  let file: number;
  try {
    file = openSync(path, "w");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `The rejects file cannot be written: ${reason}`,
      "Name a file in a folder that you may write to.",
    );
  }
  // A rejects file that is imported again brings our columns along: they are replaced, not doubled.
  let skipped = 0;
  return {
    start(header) {
      skipped = ownCount(header);
      const theirs = header.slice(skipped);
      writeSync(file, csvLine([...ownColumns(theirs), ...theirs]));
    },
    add(rows) {
      let text = "";
      for (const { line, column, code, message, cells } of rows) {
        text += csvLine([line, column, code, message, ...cells.slice(skipped)]);
      }
      writeSync(file, text);
    },
    close: () => closeSync(file),
  };
}
