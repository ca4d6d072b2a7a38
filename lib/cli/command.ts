import { resolve } from "node:path";
import { closeDatabase, openDatabase } from "@/lib/db";
import { env } from "@/lib/env";
import { listenForInterrupt } from "./interrupt";
import { type OpenServer, openServer } from "./postgres";
import { prepareDatabase, requirePrepared } from "./prepare";
import { fail } from "./progress";

export interface CommandContext {
  /** What was typed after the command. */
  args: string[];
  /** Aborted by Ctrl-C; the command need not heed it, open work is cut off. */
  signal: AbortSignal;
  /** Registers what must happen before the database goes, however the command ends; last in, first out. */
  defer(cleanup: () => Promise<void>): void;
}

export interface ServerContext extends CommandContext {
  server: OpenServer;
}

/** Exit code of the command; nothing means 0. */
export type Outcome = Promise<number | undefined>;

/** A file that a person named: relative to the folder they stood in, not to the project's. */
export function userPath(file: string): string {
  return resolve(env().INIT_CWD ?? ".", file);
}

async function exit(code: number): Promise<never> {
  await new Promise<void>((done) => process.stdout.write("", () => done()));
  process.exit(code);
}

/**
 * The frame of every command: turns failures into messages, runs what was deferred however the command
 * ends, and ends the process with the exit code.
 */
export async function runCommand(main: (context: CommandContext) => Outcome): Promise<never> {
  const interrupt = listenForInterrupt();
  const cleanups: (() => Promise<void>)[] = [];
  const defer = (cleanup: () => Promise<void>) => void cleanups.unshift(cleanup);
  let code = 0;
  const attempt = async (work: () => Outcome) => {
    try {
      code = (await work()) || code;
    } catch (error) {
      if (!interrupt.signal.aborted) fail(error);
      code ||= 1;
    }
  };
  const context = { args: process.argv.slice(2), signal: interrupt.signal, defer };
  await attempt(() => Promise.race([main(context), interrupt.happened]));
  for (const cleanup of cleanups) await attempt(async () => void (await cleanup()));
  return exit(code);
}

/** The frame of a command that needs a database server: it runs, and is given back at the end. */
export function withServer(main: (context: ServerContext) => Outcome): Promise<never> {
  return runCommand(async (context) => {
    const opening = openServer();
    // Waits for a start under way: an interrupted command leaves no server behind.
    const release = async () => (await opening.catch(() => undefined))?.release();
    context.defer(release);
    return main({ ...context, server: await opening });
  });
}

/**
 * The frame of a command that works on the data: `db()` and `pool()` of lib/db.ts are open. The embedded
 * database is migrated first; a database of DATABASE_URL must have been (CliError names the command).
 */
export function withDatabase(main: (context: CommandContext) => Outcome): Promise<never> {
  return withServer(async ({ server, ...context }) => {
    if (server.embedded) await prepareDatabase(server.url);
    else await requirePrepared(server.url);
    openDatabase(server.url);
    // Interrupted work holds connections, and closing would wait for them; the end of the process drops them.
    context.defer(async () => (context.signal.aborted ? undefined : closeDatabase()));
    return main(context);
  });
}
