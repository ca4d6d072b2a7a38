const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

export interface Interrupt {
  /** Aborted by Ctrl-C, a closed terminal or a request to end. */
  signal: AbortSignal;
  /** Settles when that happens, with the exit code that a shell expects. */
  happened: Promise<number>;
}

/**
 * Turns requests to end into an AbortSignal, so that what was started can be stopped first. A terminal
 * sends Ctrl-C to npm, to bootstrap and to us; the repetitions are ignored.
 */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const happened = new Promise<number>((resolve) => {
    for (const [name, number] of Object.entries(NUMBERS)) {
      process.on(name, () => {
        resolve(128 + number);
        controller.abort();
      });
    }
  });
  return { signal: controller.signal, happened };
}
