import "server-only";
import { BYTE_ORDER_MARK, type CsvValue, csvHeaders, csvLine } from "@/lib/view/csv";
import { textStream } from "./text-stream";

interface Table<Row> {
  /** File name without ending; it names the table, the day and the zone. */
  name: string;
  /** Puts the mark in front by which Excel knows UTF-8. */
  withMark: boolean;
  header: readonly string[];
  batches: AsyncGenerator<readonly Row[]>;
  row: (row: Row) => readonly CsvValue[];
}

/** A CSV answer that is read while it is sent (see `textStream`). */
export function csvStream<Row>({ name, withMark, header, batches, row }: Table<Row>): Promise<Response> {
  return textStream({
    head: `${withMark ? BYTE_ORDER_MARK : ""}${csvLine(header)}`,
    batches,
    text: (line: Row) => csvLine(row(line)),
    headers: csvHeaders(name),
  });
}
