import { fileError } from "./file-error";

/** What is wrong with the shape of a row; `column` counts from 0. */
export interface Flaw {
  readonly code: "QUOTE_MISPLACED" | "FIELD_TOO_LONG";
  readonly column: number;
  readonly problem: string;
}

/** Receives one record: its cells, the physical line on which it begins, what is wrong with its shape. */
export type OnRecord = (cells: string[], line: number, flaw: Flaw | null) => void;

const QUOTE = 34;
const LF = 10;
const CR = 13;
const BLANK = 32;

/** Limits beyond which a row is refused, so that a broken file cannot fill the memory. In characters. */
export const CELL_LIMIT = 1 << 20;
const RECORD_LIMIT = 1 << 22;
const CELLS_LIMIT = 10_000;

/**
 * `start`: at the first character of a cell. `quote`: after a quote inside quotes, which closed the cell
 * or was the first of two. `closed`: after the closing quote.
 */
type State = "start" | "plain" | "quoted" | "quote" | "closed";

/** Line ends in `text`, CRLF counting once; a CR at its very end is left to the caller. */
function countLineEnds(text: string): number {
  if (!text.includes("\n") && !text.includes("\r")) return 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && at + 1 < text.length && text.charCodeAt(at + 1) !== LF)) count += 1;
  }
  return count;
}

/**
 * Cuts CSV text into records as it comes, chunk by chunk. Lines end with LF, CRLF or CR. A cell that
 * begins with a quote ends with one, and holds two for one; other quotes are ordinary characters.
 * Empty lines are no records. Written by hand because the physical line of every record and of an
 * unclosed quote must be right, and because a general parser took longer than the database for a
 * million rows.
 */
export class Scanner {
  private state: State = "start";
  private cells: string[] = [];
  /** The part of the present cell that is read already. */
  private partial = "";
  private size = 0;
  private flaw: Flaw | null = null;
  private line = 1;
  private recordLine = 1;
  private quoteLine = 0;
  private hadQuote = false;
  /** The last character was a CR whose LF may open the next chunk: outside quotes, inside quotes. */
  private pendingLf = false;
  private pendingCr = false;
  private readonly delimiter: number;

  constructor(
    delimiter: string,
    private readonly onRecord: OnRecord,
  ) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  write(text: string): void {
    let at = 0;
    if (this.pendingLf && text.length > 0) {
      if (text.charCodeAt(0) === LF) at = 1;
      this.pendingLf = false;
    }
    while (at < text.length) at = this.step(text, at);
  }

  /** The end of the file. Throws AppError QUOTE_NOT_CLOSED, with the line on which the quote was opened. */
  end(): void {
    if (this.state === "quoted") {
      const what = `The quote opened on line ${this.quoteLine} is never closed.`;
      throw fileError(
        "QUOTE_NOT_CLOSED",
        what,
        "Close it, or write a quote inside a quoted cell twice.",
        this.quoteLine,
      );
    }
    if (this.state === "start" && this.cells.length === 0) return;
    this.endCell("");
    this.endRecord();
  }

  private step(text: string, at: number): number {
    switch (this.state) {
      case "start":
        if (text.charCodeAt(at) !== QUOTE) return this.plain(text, at);
        this.state = "quoted";
        this.quoteLine = this.line;
        this.hadQuote = true;
        return at + 1;
      case "plain":
        return this.plain(text, at);
      case "quoted":
        return this.quoted(text, at);
      case "quote":
        return this.afterQuote(text, at);
      case "closed":
        return this.afterCell(text, at);
    }
  }

  private plain(text: string, from: number): number {
    const { delimiter } = this;
    const { length } = text;
    let at = from;
    let code = 0;
    for (; at < length; at++) {
      code = text.charCodeAt(at);
      if (code === delimiter || code === LF || code === CR) break;
    }
    const piece = text.slice(from, at);
    if (at === length) {
      this.append(piece);
      this.state = "plain";
      return at;
    }
    this.endCell(piece);
    return code === delimiter ? at + 1 : this.endLine(text, at);
  }

  private quoted(text: string, from: number): number {
    const quote = text.indexOf('"', from);
    const piece = text.slice(from, quote === -1 ? text.length : quote);
    if (this.pendingCr && piece.charCodeAt(0) !== LF) this.line += 1;
    this.pendingCr = piece.charCodeAt(piece.length - 1) === CR;
    this.line += countLineEnds(piece);
    this.append(piece);
    if (quote === -1) return text.length;
    if (this.pendingCr) this.line += 1;
    this.pendingCr = false;
    this.state = "quote";
    return quote + 1;
  }

  private afterQuote(text: string, at: number): number {
    if (text.charCodeAt(at) !== QUOTE) {
      this.state = "closed";
      return at;
    }
    this.append('"');
    this.state = "quoted";
    return at + 1;
  }

  private afterCell(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === BLANK && code !== this.delimiter) return at + 1;
    if (code !== this.delimiter && code !== LF && code !== CR) {
      const problem = "has text after its closing quote. Write a quote inside a quoted cell twice.";
      this.flaw ??= { code: "QUOTE_MISPLACED", column: this.cells.length, problem };
    }
    return this.plain(text, at);
  }

  private append(piece: string): void {
    if (this.partial.length + piece.length > CELL_LIMIT || this.size + piece.length > RECORD_LIMIT) {
      this.flaw ??= {
        code: "FIELD_TOO_LONG",
        column: this.cells.length,
        problem: "has over a million characters. Shorten it.",
      };
      return;
    }
    this.size += piece.length;
    this.partial += piece;
  }

  private endCell(rest: string): void {
    let cell = rest;
    if (this.partial === "" && rest.length <= CELL_LIMIT && this.size + rest.length <= RECORD_LIMIT) {
      this.size += rest.length;
    } else {
      this.append(rest);
      cell = this.partial;
      this.partial = "";
    }
    if (this.cells.length < CELLS_LIMIT) this.cells.push(cell);
    this.state = "start";
  }

  private endLine(text: string, at: number): number {
    this.endRecord();
    this.line += 1;
    this.recordLine = this.line;
    if (text.charCodeAt(at) === LF) return at + 1;
    this.pendingLf = at + 1 === text.length;
    return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }

  private endRecord(): void {
    const { cells, flaw } = this;
    const isEmpty = cells.length === 1 && cells[0] === "" && !this.hadQuote;
    this.cells = [];
    this.flaw = null;
    this.size = 0;
    this.hadQuote = false;
    if (!isEmpty) this.onRecord(cells, this.recordLine, flaw);
  }
}
