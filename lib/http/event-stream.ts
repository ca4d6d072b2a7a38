import "server-only";
import { STREAM_CACHE } from "./security-headers";

const ENCODER = new TextEncoder();

/** What `open` may do with a stream of events. */
export interface EventSink {
  /** One event without data. */
  send(name: string): void;
  end(): void;
}

/** A stream of events that nobody on the way keeps, compresses or collects. */
const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": STREAM_CACHE,
  "X-Accel-Buffering": "no",
};

/**
 * A response of server-sent events.
 * @param open called once; what it returns is called once the stream is over, whoever ended it
 */
export function eventStream(request: Request, open: (sink: EventSink) => () => void): Response {
  let over = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOver = false;
      let close = () => {};
      over = () => {
        if (isOver) return;
        isOver = true;
        close();
      };
      const end = () => {
        if (isOver) return;
        over();
        controller.close();
      };
      const send = (name: string) => {
        if (!isOver) controller.enqueue(ENCODER.encode(`event: ${name}\ndata: 1\n\n`));
      };
      // The browser comes back three seconds after a stream that broke.
      controller.enqueue(ENCODER.encode("retry: 3000\n\n"));
      request.signal.addEventListener("abort", () => over());
      close = open({ send, end });
      if (isOver) close();
    },
    cancel() {
      over();
    },
  });
  return new Response(body, { headers: HEADERS });
}
