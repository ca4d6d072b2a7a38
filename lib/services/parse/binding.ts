import type { RecordKind } from "@/lib/services/records/staging";
import { fileError } from "./file-error";
import { FIELDS, type FieldSpec } from "./kinds";
import type { Mapping } from "./mapping";
import { type Cell, type Row, refuse } from "./row";
import { normaliseCode } from "./sources";
import { cleanText, isLongerThan, isPlain, isStorable, shown } from "./texts";

/** Which cell of a row, or which constant, each canonical field is read from. */
export interface Binding {
  /** The reader of a field; always null for a field that the file does not have. */
  cell(name: string): Cell;
  /** Canonical fields that the file supplies; the others stay as they are on update. */
  readonly fields: ReadonlySet<string>;
  /** The file's own header of a field, or the field's name where it has none. */
  headerOf(name: string): string;
  /** Headers that nothing is read from. */
  readonly unused: readonly string[];
}

type Values = ReadonlyMap<string, string> | undefined;

function missing(row: Row, { name, required }: FieldSpec): null {
  if (!required) return null;
  return refuse(row, name, "FIELD_REQUIRED", "is missing. Fill it in, or give blanks a value in the mapping.");
}

/** Text of a field out of raw text: cleaned, translated, checked. Null when missing or refused. */
function readText(row: Row, spec: FieldSpec, raw: string | undefined, values: Values): string | null {
  let text = raw ?? "";
  let plain = isPlain(text);
  if (!plain) text = cleanText(text);
  if (values) {
    text = values.get(text) ?? text;
    plain = false;
  }
  if (text === "") return missing(row, spec);
  const { name, max } = spec;
  if (text.length > max && isLongerThan(text, max)) {
    const code = name === "note" ? "NOTE_TOO_LONG" : "FIELD_TOO_LONG";
    return refuse(row, name, code, `has more than ${max} characters. Shorten it.`);
  }
  if (!plain && !isStorable(text)) {
    const problem = "holds a NUL or half of a surrogate pair, which is no text. Remove the character.";
    return refuse(row, name, "TEXT_INVALID", problem);
  }
  return text;
}

function checkNames(kind: RecordKind, mapping: Mapping): void {
  const names = FIELDS[kind].map(({ name }) => name);
  for (const part of ["columns", "constants", "values"] as const) {
    for (const name of Object.keys(mapping[part])) {
      if (names.includes(name)) continue;
      throw fileError(
        "MAPPING_FIELD_UNKNOWN",
        `The mapping's ${part} name ${shown(name)}, which is no field of ${kind}.`,
        `Use: ${names.join(", ")}.`,
      );
    }
  }
  for (const name of Object.keys(mapping.constants)) {
    if (mapping.columns[name]) {
      throw fileError(
        "MAPPING_INVALID",
        `The mapping gives ${name} both a column and a constant.`,
        `Keep one; for a default, map blank cells: "values": { "${name}": { "": "…" } }.`,
      );
    }
  }
}

function checkHeader(header: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of header) {
    if (name !== "" && seen.has(name)) {
      throw fileError(
        "HEADER_DUPLICATE",
        `The header names the column ${shown(name)} twice.`,
        "Rename or remove one of them.",
      );
    }
    seen.add(name);
  }
}

/** The column with this header: exactly, else without regard to case, spaces and hyphens. -1: none. */
function findColumn(header: readonly string[], wanted: string): number {
  const exact = header.indexOf(wanted);
  if (exact !== -1) return exact;
  const key = normaliseCode(wanted);
  const alike = header.flatMap((name, index) => (name !== "" && normaliseCode(name) === key ? [index] : []));
  if (alike.length > 1) {
    const names = alike.map((index) => shown(header[index] ?? "")).join(" and ");
    throw fileError(
      "HEADER_DUPLICATE",
      `The columns ${names} could both be ${shown(wanted)}.`,
      "Rename one, or name the right one in the mapping.",
    );
  }
  return alike[0] ?? -1;
}

function columnOf({ name }: FieldSpec, header: readonly string[], mapping: Mapping): number {
  const wanted = mapping.columns[name];
  if (wanted === undefined) return findColumn(header, name);
  // A blank header in the mapping leaves a column out that would be found by its name.
  if (wanted === "") return -1;
  const index = findColumn(header, cleanText(wanted));
  if (index !== -1) return index;
  throw fileError(
    "MAPPING_COLUMN_MISSING",
    `The mapping reads ${name} from the column ${shown(wanted)}, which the file does not have.`,
    `Its columns: ${header.map(shown).join(", ").slice(0, 500)}.`,
  );
}

function requireColumn(kind: RecordKind, { name }: FieldSpec, header: readonly string[]): never {
  throw fileError(
    "MAPPING_COLUMN_MISSING",
    `The file has no column ${name}, which ${kind} require.`,
    `Add it, or name the right column in a mapping file: { "columns": { "${name}": "…" } }. Its columns: ${header.map(shown).join(", ").slice(0, 500)}.`,
  );
}

/**
 * Matches header and mapping with the fields of a kind. Throws AppError: MAPPING_COLUMN_MISSING,
 * MAPPING_FIELD_UNKNOWN, MAPPING_INVALID, HEADER_DUPLICATE.
 */
export function bindFields(kind: RecordKind, rawHeader: readonly string[], mapping: Mapping): Binding {
  checkNames(kind, mapping);
  const header = rawHeader.map(cleanText);
  checkHeader(header);
  const cells = new Map<string, Cell>();
  const headers = new Map<string, string>();
  const used = new Set<number>();
  for (const spec of FIELDS[kind]) {
    const constant = mapping.constants[spec.name];
    const translations = mapping.values[spec.name];
    const values =
      translations &&
      new Map(Object.entries(translations).map(([theirs, ours]) => [cleanText(theirs), cleanText(ours)]));
    const index = constant === undefined ? columnOf(spec, header, mapping) : -1;
    if (constant !== undefined) cells.set(spec.name, (row) => readText(row, spec, constant, undefined));
    else if (index !== -1) cells.set(spec.name, (row) => readText(row, spec, row.cells[index], values));
    else if (spec.required) requireColumn(kind, spec, header);
    if (index === -1) continue;
    used.add(index);
    headers.set(spec.name, header[index] ?? spec.name);
  }
  const absent: Cell = () => null;
  return {
    cell: (name) => cells.get(name) ?? absent,
    fields: new Set(cells.keys()),
    headerOf: (name) => headers.get(name) ?? name,
    unused: header.filter((name, index) => name !== "" && !used.has(index)),
  };
}
