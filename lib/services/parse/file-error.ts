import { AppError } from "@/lib/errors";

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
  | "ZONE_UNKNOWN";

/**
 * The refusal of a file or its mapping as a whole: nothing is written. `what` says what is wrong and names
 * the place, `cure` says what to do; `line` is the physical line where there is one.
 */
export function fileError(code: FileErrorCode, what: string, cure: string, line?: number): AppError {
  return new AppError(code, { message: `${what} ${cure}`, details: line === undefined ? { cure } : { cure, line } });
}
