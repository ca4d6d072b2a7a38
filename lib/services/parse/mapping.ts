import { z } from "zod";
import type { AppError } from "@/lib/errors";
import { compileDateFormat } from "./date-format";
import { fileError } from "./file-error";
import { shown } from "./texts";

const text = z.union([z.string(), z.number().transform(String)], { error: "must be text" });
const texts = z.record(z.string(), text, { error: 'must be an object of texts, { "…": "…" }' });

/** A mapping file (formats.md, Mapping file). */
const schema = z.strictObject({
  /** Canonical field → their header; a blank header leaves the field out. */
  columns: texts.default({}),
  /** Canonical field → one value for every row. */
  constants: texts.default({}),
  /** Canonical field → their value → ours; "" stands for a blank cell. */
  values: z.record(z.string(), texts, { error: "must be an object of objects" }).default({}),
  date_format: z.string().optional(),
  /** IANA zone of times without an offset. */
  zone: z.string().optional(),
  decimal: z.enum([".", ","], { error: 'must be "." or ","' }).optional(),
  delimiter: z
    .string()
    .refine((mark) => mark.length === 1 && !/["\r\n]/.test(mark), {
      error: "must be one character, no quote and no line end",
    })
    .optional(),
});

export type Mapping = z.output<typeof schema>;

export const NO_MAPPING: Mapping = { columns: {}, constants: {}, values: {} };

const invalid = (problem: string): AppError =>
  fileError(
    "MAPPING_INVALID",
    `The mapping cannot be used: ${problem}.`,
    'It looks like { "columns": { "external_id": "Lead ID" }, "constants": {}, "values": {}, "date_format": "dd/MM/yyyy", "zone": "America/Sao_Paulo", "decimal": ",", "delimiter": ";" }.',
  );

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    throw fileError(
      "ZONE_UNKNOWN",
      `The mapping's zone ${shown(zone)} is unknown.`,
      "Write an IANA zone such as America/Sao_Paulo.",
    );
  }
}

/** Checks what was read from a mapping file or form. Throws AppError: MAPPING_INVALID, DATE_FORMAT_TOKEN, ZONE_UNKNOWN. */
export function checkMapping(value: unknown): Mapping {
  const result = schema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) =>
      [path.join("."), message].filter(Boolean).join(" "),
    );
    throw invalid(problems.join("; "));
  }
  const mapping = result.data;
  if (mapping.date_format !== undefined) compileDateFormat(mapping.date_format);
  if (mapping.zone !== undefined) checkZone(mapping.zone);
  return mapping;
}

/** The text of a mapping file → mapping. Throws AppError as `checkMapping` does. */
export function parseMapping(json: string): Mapping {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\ufeff/, ""));
  } catch (error) {
    throw invalid(`it is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  return checkMapping(value);
}
