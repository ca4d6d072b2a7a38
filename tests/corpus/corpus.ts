import type { RecordKind } from "@/lib/services/records/staging";

/** Line, column (the file's header), code. */
export type Rejection = readonly [line: number, column: string, code: string];

/**
 * A bad file, made here and copied from nowhere, and what must come of it. Its good rows are records of
 * `base.ts`, so that nothing at all may change in the database; only the tables named in `leaves` may.
 */
export interface CorpusFile {
  readonly name: string;
  readonly kind: RecordKind;
  readonly content: string | Uint8Array;
  /** Text of its mapping file. */
  readonly mapping?: string;
  /** Code of the refusal of the whole file, and words that must be in its message. */
  readonly fails?: readonly [code: string, words: string];
  readonly rejected?: readonly Rejection[];
  readonly unchanged?: number;
  readonly duplicate?: number;
  readonly leaves?: readonly string[];
}

export const lines = (...rows: readonly string[]): string => `${rows.join("\n")}\n`;
