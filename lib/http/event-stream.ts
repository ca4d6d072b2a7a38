import "server-only";
import { STREAM_CACHE } from "./security-headers";

const ENCODER = new TextEncoder();
/** Pieces that wait for somebody who does not read, beside those that the sockets on the way hold. */
const MOST_WAITING = 32;

/** What `open` may do with a stream of events. */
export interface EventSink {
  /** One event without data. */
  send(name: string): void;
  /** A comment, which no page hears: it keeps the proxies on the way from hanging up, and shows whether the socket is still there. */
  ping(): void;
  end(): void;
}

/**
 * A stream of events that nobody on the way keeps, compresses or collects. Its connection ends with it: over one that is kept
 * alive a browser would come back to a server that is stopping, which waits for it in turn.
 */
const HEADERS = {
  Connection: "close",
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": STREAM_CACHE,
  "X-Accel-Buffering": "no",
};

/**
 * A response of server-sent events. One whose reader has stopped reading is ended.
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
      const write = (text: string) => {
        if (isOver) return;
        controller.enqueue(ENCODER.encode(text));
        if ((controller.desiredSize ?? 0) >= -MOST_WAITING) return;
        over();
        // Not closed: what waits would be kept for a reader who does not come.
        controller.error(new DOMException("Nobody reads this stream.", "AbortError"));
      };
      // The browser comes back three seconds after a stream that broke.
      write("retry: 3000\n\n");
      request.signal.addEventListener("abort", () => over());
      close = open({ send: (name) => write(`event: ${name}\ndata: 1\n\n`), ping: () => write(": ping\n\n"), end });
      if (isOver) close();
    },
    cancel() {
      over();
    },
  });
  return new Response(body, { headers: HEADERS });
}
