import { CopyText } from "./copy-text";
import { isRowError, type Parser } from "./parse/parser";
import type { OnRow, RowFlaw } from "./parse/reader";
import { SeenRows } from "./parse/seen";
import type { RowError } from "./records/staging";

/** A refused row as the person who sent the file knows it. */
export interface RejectedRow {
  readonly line: number;
  /** The header of the file, or the field's name where the file has no such column; "" for the whole row. */
  readonly column: string;
  readonly code: string;
  readonly message: string;
  /** The row as it stands in the file. */
  readonly cells: readonly string[];
}

interface Batch {
  rows: CopyText;
  /** Cells by line, while somebody wants to see those of refused rows. */
  cells: Map<number, readonly string[]>;
  rejected: RejectedRow[];
}

type Add = (rows: CopyText, onStaged: () => void) => Promise<RowError[]>;
type Tell = (rows: readonly RejectedRow[]) => Promise<void> | void;

const emptyBatch = (): Batch => ({ rows: new CopyText(), cells: new Map(), rejected: [] });

/**
 * Parses rows into batches and sends them on, one at a time: while one is written the next is gathered.
 * Of the rows of one identity the first counts, the others are duplicates or in conflict with it.
 */
export class ImportBatches {
  /** Rows of the file so far. */
  read = 0;
  /** Rows that never reach the database, so far. */
  duplicate = 0;
  rejected = 0;
  private batch = emptyBatch();
  private inFlight: Promise<void> = Promise.resolve();
  private readonly seen: SeenRows;

  constructor(
    private readonly parser: Parser,
    private readonly header: readonly string[],
    private readonly add: Add,
    private readonly tell: Tell | undefined,
  ) {
    this.seen = new SeenRows(parser);
  }

  /** Takes one row of the file. */
  readonly row: OnRow = (cells, line, flaw) => {
    this.read += 1;
    if (flaw) return this.reject(this.flawed(flaw, line, cells));
    const result = this.parser.parse(cells, line);
    if (isRowError(result)) return this.reject(this.rejection(result, cells));
    const sort = this.seen.add(result);
    if (sort === "conflict") return this.reject(this.rejection(this.parser.conflict(result), cells));
    if (sort === "repeated") {
      this.duplicate += 1;
      return;
    }
    this.batch.rows.add(result);
    if (this.tell) this.batch.cells.set(line, cells);
  };

  /** Rows that wait to be sent. */
  get waiting(): number {
    return this.batch.rows.rows + this.batch.rejected.length;
  }

  /**
   * Sends what waits, as soon as the batch before is written; throws what that one failed with. Returns when the server has
   * the rows: parsing between the pieces of a batch would keep it waiting for each.
   */
  async send(): Promise<void> {
    await this.inFlight;
    const { batch } = this;
    this.batch = emptyBatch();
    let onStaged = () => {};
    const staged = new Promise<void>((resolve) => {
      onStaged = resolve;
    });
    this.inFlight = this.deliver(batch, onStaged).finally(onStaged);
    // Its failure is thrown by the next `send` or `settled`; until then it is no unhandled one.
    this.inFlight.catch(() => {});
    await staged;
  }

  /** Waits for the batch in flight; throws what it failed with. */
  settled(): Promise<void> {
    return this.inFlight;
  }

  private async deliver({ rows, cells, rejected }: Batch, onStaged: () => void): Promise<void> {
    const errors = rows.rows > 0 ? await this.add(rows, onStaged) : [];
    if (!this.tell || errors.length + rejected.length === 0) return;
    const late = errors.map((error) => this.rejection(error, cells.get(error.line) ?? []));
    await this.tell([...rejected, ...late].sort((a, b) => a.line - b.line));
  }

  private reject(row: RejectedRow): void {
    this.rejected += 1;
    if (this.tell) this.batch.rejected.push(row);
  }

  private rejection({ line, field, code, message }: RowError, cells: readonly string[]): RejectedRow {
    return { line, column: this.parser.headerOf(field), code, message, cells };
  }

  private flawed({ code, column, problem }: RowFlaw, line: number, cells: readonly string[]): RejectedRow {
    const name = this.header[column] ?? "";
    const message = name === "" ? `the row ${problem}` : `${name}: ${problem}`;
    return { line, column: name, code, message, cells };
  }
}
