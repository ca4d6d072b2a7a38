import type { RecordKind, RowError, StagedRow } from "@/lib/services/records/staging";
import type { ParseContext } from "./context";
import { FIELDS } from "./kinds";
import { NO_MAPPING } from "./mapping";
import { compileParser, type Parser } from "./parser";
import { shown } from "./texts";

/** A record as API, form and demo have it: snake_case fields of formats.md. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export interface RecordParser extends Pick<Parser, "identity" | "agreement" | "conflict"> {
  /** `index` in the batch takes the place of the line. */
  parse(record: JsonRecord, index: number): StagedRow | RowError;
}

/** The one field that is a list: `;`-separated in files, an array of texts where JSON allows it. */
const LIST_FIELD = "technologies";

/** JSON value → the text a file would hold; undefined is missing; null says that it is no such value. */
function textOf(name: string, value: unknown): string | undefined | null {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  // JSON numbers beyond 2^53 have lost digits already: as an id they would name something else.
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
  const isList = name === LIST_FIELD && Array.isArray(value) && value.every((item) => typeof item === "string");
  return isList ? value.join(";") : null;
}

/** The canonical fields that at least one of the records has. */
export function suppliedFields(kind: RecordKind, records: readonly JsonRecord[]): Set<string> {
  const names = FIELDS[kind].map(({ name }) => name);
  return new Set(names.filter((name) => records.some((record) => record[name] !== undefined)));
}

/** The parser for JSON records: the same rules per field as for files. */
export function compileRecordParser(kind: RecordKind, context: ParseContext): RecordParser {
  const names = FIELDS[kind].map(({ name }) => name);
  const parser = compileParser(kind, names, NO_MAPPING, context);
  const { identity, agreement, conflict } = parser;
  return {
    identity,
    agreement,
    conflict,
    parse(record, index) {
      const cells: (string | undefined)[] = [];
      for (const name of names) {
        const value = Object.hasOwn(record, name) ? record[name] : undefined;
        const text = textOf(name, value);
        if (text === null) {
          const message = `${name}: ${shown(JSON.stringify(value))} is neither text nor a number that JSON keeps exactly. Send text.`;
          return { line: index, field: name, code: "TYPE_INVALID", message };
        }
        cells.push(text);
      }
      return parser.parse(cells, index);
    },
  };
}
