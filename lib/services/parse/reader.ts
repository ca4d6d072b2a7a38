import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { withoutGuard } from "@/lib/domain/formula-guard";
import { detectDelimiter } from "./delimiter";
import { decoderFor, detectEncoding, type Encoded } from "./encoding";
import { fileError } from "./file-error";
import { type Flaw, type OnRecord, Scanner } from "./scanner";
import { shown } from "./texts";

/** What makes the reader refuse a row; `column` counts from 0. */
export interface RowFlaw {
  readonly code: Flaw["code"] | "COLUMN_COUNT" | "TEXT_INVALID";
  readonly column: number;
  readonly problem: string;
}

/** One row: its cells, the physical line on which it begins (from 1), and why it must be refused, if it must. */
export type OnRow = (cells: readonly string[], line: number, flaw: RowFlaw | null) => void;

export interface CsvFile {
  readonly path: string;
  readonly bytes: number;
  readonly header: readonly string[];
  /** What the reader had to find out by itself, for people. */
  readonly notes: readonly string[];
  /**
   * Reads the rows after the header; rows of blank cells are left out. Yields the bytes read so far after
   * every piece of the file: there the caller may wait, or stop. Can be called again. Throws AppError
   * QUOTE_NOT_CLOSED.
   */
  rows(onRow: OnRow): AsyncGenerator<number>;
}

interface Layout extends Encoded {
  readonly path: string;
  readonly delimiter: string;
}

const COLUMNS_LIMIT = 1_000;
/** Small pieces: between two of them the database is answered, and it waits for its answers. */
const READ_SIZE = 1 << 16;
const NAMES: Readonly<Record<string, string>> = { "\t": "tab", " ": "blank" };

async function fileSize(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const what =
      found.code === "ENOENT"
        ? `There is no file ${shown(path)}.`
        : `The file ${shown(path)} cannot be opened (${found.code}).`;
    throw fileError("FILE_UNREADABLE", what, "Check its name and that you may read it.");
  }
  if (!found.isFile()) throw fileError("FILE_UNREADABLE", `${shown(path)} is no file.`, "Name a CSV file on disk.");
  return found.size;
}

/** Pieces of the file as text, each with the bytes read up to its end. */
async function* textOf({
  path,
  encoding,
  start,
}: Omit<Layout, "delimiter">): AsyncGenerator<[text: string, bytes: number]> {
  const decoder = decoderFor(encoding);
  let bytes = start;
  for await (const chunk of createReadStream(path, { start, highWaterMark: READ_SIZE })) {
    bytes += (chunk as Buffer).length;
    yield [decoder.write(chunk as Buffer), bytes];
  }
  yield [decoder.end(), bytes];
}

async function* records(layout: Layout, onRecord: OnRecord): AsyncGenerator<number> {
  const scanner = new Scanner(layout.delimiter, onRecord);
  for await (const [text, bytes] of textOf(layout)) {
    scanner.write(text);
    yield bytes;
  }
  scanner.end();
}

async function beginningOf(encoded: Encoded & { path: string }): Promise<string> {
  for await (const [text] of textOf(encoded)) return text;
  return "";
}

/** The first record after `skipped` others. Throws AppError: FILE_EMPTY, TOO_MANY_COLUMNS, HEADER_INVALID. */
async function readHeader(layout: Layout, skipped: number): Promise<readonly string[]> {
  const found: { cells: string[]; flaw: Flaw | null }[] = [];
  for await (const _ of records(layout, (cells, _line, flaw) => found.push({ cells, flaw }))) {
    if (found.length > skipped) break;
  }
  const header = found[skipped];
  if (!header)
    throw fileError(
      "FILE_EMPTY",
      "The file is empty.",
      "The first line must be the header with the names of the columns.",
    );
  const { cells, flaw } = header;
  if (cells.length > COLUMNS_LIMIT) {
    const what = `The header has ${cells.length} columns; ${COLUMNS_LIMIT} are possible.`;
    throw fileError("TOO_MANY_COLUMNS", what, "Check the delimiter, or export fewer columns.");
  }
  if (flaw)
    throw fileError("HEADER_INVALID", `Column ${flaw.column + 1} of the header ${flaw.problem}`, "Correct the header.");
  return unguard(cells);
}

const APOSTROPHE = 39;

/** Cells as they are meant, in place: an export guards what a spreadsheet would run, and that comes off again. */
function unguard(cells: string[]): string[] {
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] as string;
    if (cell.charCodeAt(0) === APOSTROPHE) cells[index] = withoutGuard(cell);
  }
  return cells;
}

function shapeFlaw(cells: readonly string[], columns: number, isDamaged: boolean): RowFlaw | null {
  if (cells.length !== columns) {
    const problem = `has ${cells.length} cells and the header ${columns}. Add or remove delimiters, or quote the cell that holds one.`;
    return { code: "COLUMN_COUNT", column: -1, problem };
  }
  const column = isDamaged ? cells.findIndex((cell) => cell.includes("\ufffd")) : -1;
  if (column === -1) return null;
  return { code: "TEXT_INVALID", column, problem: "holds bytes that are no UTF-8. Write the text again." };
}

function notesOf({ encoding, isDamaged, delimiter }: Layout, isGiven: boolean): string[] {
  const notes: string[] = [];
  if (encoding === "windows-1252")
    notes.push("The file is no UTF-8; it was read as Windows-1252. Check names with accents.");
  else if (encoding !== "utf-8") notes.push(`The file was read as ${encoding.toUpperCase()}.`);
  if (isDamaged) notes.push("Parts of the file are no UTF-8; the rows they are in are refused.");
  if (!isGiven && delimiter !== ",") notes.push(`The delimiter of the file is ${NAMES[delimiter] ?? delimiter}.`);
  return notes;
}

/**
 * Opens a CSV file: finds its encoding and, unless `delimiter` is given, its delimiter, and reads the
 * header. Throws AppError: FILE_UNREADABLE, FILE_EMPTY, FILE_NOT_CSV, ENCODING_UNSUPPORTED,
 * TOO_MANY_COLUMNS, HEADER_INVALID, QUOTE_NOT_CLOSED.
 */
export async function openCsv(path: string, delimiter?: string): Promise<CsvFile> {
  const bytes = await fileSize(path);
  const encoded = await detectEncoding(path);
  const opening = detectDelimiter(await beginningOf({ ...encoded, path }));
  const layout: Layout = { ...encoded, path, delimiter: delimiter ?? opening.delimiter };
  const before = opening.skipsLine ? 1 : 0;
  const header = await readHeader(layout, before);
  return {
    path,
    bytes,
    header,
    notes: notesOf(layout, delimiter !== undefined),
    rows(onRow) {
      let left = before + 1;
      return records(layout, (cells, line, flaw) => {
        if (left > 0) left -= 1;
        else if (flaw || cells.some((cell) => cell !== ""))
          onRow(unguard(cells), line, flaw ?? shapeFlaw(cells, header.length, layout.isDamaged));
      });
    },
  };
}
