import { parseArgs } from "node:util";
import { currentMonday } from "@/lib/data/monday";
import { parseAsOf } from "@/lib/domain/as-of";
import { CalendarEmptyError } from "@/lib/domain/calendar";
import type { IsoDate } from "@/lib/domain/dates";
import { AppError } from "@/lib/errors";
import { CliError } from "./progress";

/**
 * The Monday of `--as-of YYYY-MM-DD`, or the current one. Throws CliError when it is no Monday (the nearest is named) and on
 * anything else that was typed.
 */
export async function asOfArgument(args: string[], now: Date, usage: string): Promise<IsoDate> {
  let given: string | undefined;
  try {
    given = parseArgs({ args, options: { "as-of": { type: "string" } } }).values["as-of"];
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), usage);
  }
  if (given === undefined) return currentMonday(now);
  const asOf = parseAsOf(given);
  if (asOf.ok) return asOf.asOf;
  throw new CliError(asOf.message, usage);
}

/** Runs the work of a command; what it refuses in words is shown without a stack. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isRefusal = error instanceof AppError || error instanceof CalendarEmptyError;
    throw isRefusal ? new CliError(error.message) : error;
  }
}
