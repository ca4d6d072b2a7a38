import { withGuard } from "@/lib/domain/formula-guard";

/** A value of an exported cell; null is an empty cell. */
export type CsvValue = string | number | null;

const QUOTED = /[",\r\n]/;

function cell(value: CsvValue): string {
  if (value === null) return "";
  const text = withGuard(String(value));
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of RFC 4180 with its CRLF; formula cells are made harmless with a leading apostrophe. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}

/** A whole table: header and rows. */
export function csvText(header: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  let text = csvLine(header);
  for (const row of rows) text += csvLine(row);
  return text;
}

/** The mark by which Excel knows UTF-8; asked for with `?bom=1`. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** Headers of a CSV answer. The name says what, as of when, and in which zone. */
export function csvHeaders(name: string): Record<string, string> {
  const file = name.replaceAll(/[^\w.-]+/g, "-");
  return {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${file}.csv"`,
    "Cache-Control": "no-store",
  };
}
