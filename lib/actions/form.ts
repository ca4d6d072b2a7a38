import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";

/** Next adds fields of its own to every form. */
const OWN = /^\$ACTION_/;

/** No field of ours is longer; longer ones are not even looked at. */
const LONGEST = 20_000;

/** Text that Postgres can hold: no NUL. Half of a surrogate pair has become U+FFFD on its way into the form. */
function isStorable(text: string): boolean {
  return text.length <= LONGEST && !text.includes("\0");
}

function invalid(field: string, message: string): AppError {
  return new AppError("INVALID", { field, message });
}

type Values = Record<string, string | string[]>;

/** The fields of a form: text, or a list where a name occurs more than once. Throws AppError INVALID. */
function valuesOf(form: unknown): Values {
  if (!(form instanceof FormData)) throw invalid("form", "This is not a form of ours. Reload the page and try again.");
  const values = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (OWN.test(name)) continue;
    if (typeof value !== "string") throw invalid(name, "A file cannot be sent here.");
    if (!isStorable(value))
      throw invalid(name, "This text holds characters that cannot be stored, or is too long. Type it anew.");
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all.join() : all]));
}

/**
 * A reader of forms for `action`. A name that occurs twice arrives as a list, so that a schema of one text refuses it.
 * Throws AppError INVALID with the first field at fault and the schema's words for it.
 */
export function fields<Schema extends z.ZodType>(schema: Schema): (form: FormData) => z.output<Schema> {
  return (form) => {
    const result = schema.safeParse(valuesOf(form));
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw invalid(issue?.path.join(".") || "form", issue?.message ?? "Check this form.");
  };
}

/** An id of ours in a form. */
export const idField = z
  .string("Reload the page and try again.")
  .regex(/^[1-9]\d{0,17}$/, "Reload the page and try again.")
  .transform(BigInt);
