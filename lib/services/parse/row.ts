import type { RowError } from "@/lib/services/records/staging";

/** The row being parsed. The first error stands; what is read after it has no effect. */
export interface Row {
  readonly line: number;
  readonly cells: readonly (string | undefined)[];
  error: RowError | null;
}

/** Reads one value of a row; null when it is missing or was refused. */
export type Read<T> = (row: Row) => T | null;

/** Reads text: of a field, or of a staged column. */
export type Cell = Read<string>;

/** Notes an error of the row, unless it has one already. Returns null, to be the missing value. */
export function refuse(row: Row, field: string, code: string, problem: string): null {
  row.error ??= { line: row.line, field, code, message: `${field}: ${problem}` };
  return null;
}

/** Reads once per row what several columns are made from. */
export function once<T>(read: (row: Row) => T): (row: Row) => T {
  let last: Row | undefined;
  let value: T | undefined;
  return (row) => {
    if (row !== last) {
      value = read(row);
      last = row;
    }
    return value as T;
  };
}

export interface Agreed {
  /** Staged columns. */
  readonly columns: readonly string[];
  readonly field: string;
  readonly code: string;
  readonly problem: string;
}

/** How the fields of a record kind become its staged columns. */
export interface KindParser {
  /** By staged column; `line` and `source_system` come of themselves. */
  readonly columns: Readonly<Record<string, Cell>>;
  /** Staged columns that are equal exactly for one and the same record (formats.md, Canonical records). */
  readonly identity: readonly string[];
  /** What two rows of one identity must agree on; the second is refused otherwise. Without it the first row counts. */
  readonly agreed?: Agreed;
}
