/**
 * What people see while a command works. Everything goes to standard error: standard output belongs to
 * results (`npm run metrics` prints JSON there and nothing else).
 */

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** One line of information. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs `work` between a line that says what begins and one that says how long it took. */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const live = process.stderr.isTTY;
  process.stderr.write(live ? `… ${label}` : `… ${label}\n`);
  const tick = live ? setInterval(() => process.stderr.write(`\r… ${label} (${seconds(start)})`), 200) : undefined;
  const end = (mark: string) => {
    clearInterval(tick);
    process.stderr.write(`${live ? "\r\u001b[K" : ""}${mark} ${label} (${seconds(start)})\n`);
  };
  try {
    const result = await work();
    end("✓");
    return result;
  } catch (error) {
    end("✗");
    throw error;
  }
}

/** An expected failure: its message says what happened and what to do. It is shown without a stack. */
export class CliError extends Error {
  override readonly name = "CliError";

  constructor(what: string, cure?: string) {
    super(cure ? `${what}\n  → ${cure}` : what);
  }
}

/** Prints a failure the way a person can use it. */
export function fail(error: unknown): void {
  const expected = error instanceof Error && (error.name === "CliError" || error.name === "EnvError");
  if (expected) say(`\n✗ ${error.message}`);
  else if (error instanceof Error) say(`\n✗ ${error.stack ?? error.message}`);
  else say(`\n✗ ${String(error)}`);
}
