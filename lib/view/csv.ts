/** A value of an exported cell; null is an empty cell. */
export type CsvValue = string | number | null;

/** A spreadsheet runs what begins like this; numbers of ours never do, because they are not text. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;
const QUOTED = /[",\r\n]/;

function cell(value: CsvValue): string {
  if (value === null) return "";
  const text = String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
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
