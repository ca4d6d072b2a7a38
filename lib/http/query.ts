import "server-only";
import { z } from "zod";
import { parseAsOf } from "@/lib/domain/as-of";
import { type FieldError, FieldsError } from "./problem";

/** A Monday; what is wrong with another text is said with its cure. */
export const asOfParam = z
  .string()
  .superRefine((text, context) => {
    const parsed = parseAsOf(text);
    if (parsed.ok) return;
    context.addIssue({ code: "custom", message: parsed.message, params: { code: parsed.code } });
  })
  .meta({ format: "date", description: "A Monday, YYYY-MM-DD in the organisation's zone.", examples: ["2027-07-05"] });

/** Which part of a list: whole numbers as text, as a query holds them. */
export const pageParams = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a whole number from 1 to 999")
    .default("100")
    .meta({ description: "Entries at most." }),
  offset: z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number from 0 on")
    .default("0")
    .meta({ description: "Entries to leave out first." }),
};

function errorOf(issue: z.core.$ZodIssue): FieldError {
  const custom = issue.code === "custom" ? issue.params?.code : undefined;
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.join(", ");
    return {
      field: issue.keys[0] ?? "",
      code: "PARAMETER_UNKNOWN",
      message: `There is no parameter ${names}. Leave it out.`,
    };
  }
  const field = issue.path.join(".");
  if (typeof custom === "string") return { field, code: custom, message: issue.message };
  return { field, code: "PARAMETER_INVALID", message: `${field} ${issue.message}.` };
}

/** The query of a request as its schema reads it. Throws FieldsError, which names every parameter that is at fault. */
export function parseQuery<S extends z.ZodType>(schema: S, url: string): z.output<S> {
  const result = schema.safeParse(Object.fromEntries(new URL(url).searchParams));
  if (result.success) return result.data;
  throw new FieldsError(result.error.issues.map(errorOf));
}
