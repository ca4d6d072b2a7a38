/** How long after an answer that a browser does not ask again for (a 502 of a proxy) the page asks itself. */
const AGAIN_MS = 10_000;

interface Listener {
  /** The events come through, or come through again: something may have been missed. */
  onOpen(): void;
  onChange(): void;
  /** No events come through for now. */
  onLost(): void;
  /** The session is over; nothing more comes. */
  onSignedOut(): void;
}

/** Hears the events at an address until the returned function is called, over as many sources as that takes. */
export function followEvents(address: string, { onOpen, onChange, onLost, onSignedOut }: Listener): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | null = null;
  const stop = () => {
    source?.close();
    if (again) clearTimeout(again);
    again = null;
  };
  const connect = () => {
    again = null;
    const opened = new EventSource(address);
    source = opened;
    opened.addEventListener("open", onOpen);
    opened.addEventListener("change", onChange);
    opened.addEventListener("signed-out", () => {
      stop();
      onSignedOut();
    });
    opened.addEventListener("error", () => {
      // After a connection that broke the browser comes back by itself; after an answer that is no stream it never does.
      if (opened.readyState === EventSource.CLOSED) again ??= setTimeout(connect, AGAIN_MS);
      onLost();
    });
  };
  connect();
  return stop;
}
