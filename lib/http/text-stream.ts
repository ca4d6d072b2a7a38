import "server-only";

interface Source<Row> {
  /** What stands before the first row. */
  head: string;
  batches: AsyncGenerator<readonly Row[]>;
  text: (row: Row) => string;
  headers: Record<string, string>;
}

/**
 * A text answer that is read while it is sent, however long it is. The first batch is read before the answer begins, so that a
 * refusal or a fault can still be said; a later one breaks the download off.
 */
export async function textStream<Row>({ head, batches, text, headers }: Source<Row>): Promise<Response> {
  const encoder = new TextEncoder();
  const textOf = (rows: readonly Row[]) => encoder.encode(rows.map(text).join(""));
  const first = await batches.next();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (head !== "") controller.enqueue(encoder.encode(head));
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
  return new Response(body, { headers });
}
