export type FileErrorCode =
  | "FILE_UNREADABLE"
  | "FILE_EMPTY"
  | "FILE_NOT_CSV"
  | "ENCODING_UNSUPPORTED"
  | "QUOTE_NOT_CLOSED"
  | "TOO_MANY_COLUMNS"
  | "HEADER_DUPLICATE"
  | "HEADER_INVALID"
  | "MAPPING_INVALID"
  | "MAPPING_FIELD_UNKNOWN"
  | "MAPPING_COLUMN_MISSING"
  | "DATE_FORMAT_TOKEN"
  | "ZONE_UNKNOWN"
  | "REJECTS_UNWRITABLE";

/**
 * The file or its mapping as a whole cannot be used: nothing is written. `what` says what is wrong and
 * names the place, `cure` says what to do.
 */
export class FileError extends Error {
  override readonly name = "FileError";

  constructor(
    readonly code: FileErrorCode,
    readonly what: string,
    readonly cure: string,
    readonly line?: number,
  ) {
    super(`${what} ${cure}`);
  }
}
