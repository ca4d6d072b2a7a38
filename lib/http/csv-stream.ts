import "server-only";
import { BYTE_ORDER_MARK, type CsvValue, csvHeaders, csvLine } from "@/lib/view/csv";

interface Table<Row> {
  /** File name without ending; it names the table, the day and the zone. */
  name: string;
  /** Puts the mark in front by which Excel knows UTF-8. */
  withMark: boolean;
  header: readonly string[];
  batches: AsyncGenerator<readonly Row[]>;
  row: (row: Row) => readonly CsvValue[];
}

/**
 * A CSV answer that is read while it is sent, however long it is. The first batch is read before the answer begins, so that
 * a refusal or a fault can still be said; a later one breaks the download off.
 */
export async function csvStream<Row>({ name, withMark, header, batches, row }: Table<Row>): Promise<Response> {
  const encoder = new TextEncoder();
  const textOf = (rows: readonly Row[]) => encoder.encode(rows.map((line) => csvLine(row(line))).join(""));
  const first = await batches.next();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`${withMark ? BYTE_ORDER_MARK : ""}${csvLine(header)}`));
      if (first.done) controller.close();
      else controller.enqueue(textOf(first.value));
    },
    async pull(controller) {
      const next = await batches.next();
      if (next.done) controller.close();
      else controller.enqueue(textOf(next.value));
    },
    cancel: () => void batches.return(undefined),
  });
  return new Response(body, { headers: csvHeaders(name) });
}
